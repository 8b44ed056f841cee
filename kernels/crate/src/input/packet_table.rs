//! Where the packets of a stream are, for containers that list them.

use super::packets::Packets;
use super::window::Window;
use super::{InputError, Options, Source};

/// Four days of AAC at 44.1 kHz would take 16 million. The list takes 12 bytes per packet.
const MAX_PACKETS: usize = 4_000_000;
/// Longer than any codec's packet for a second of audio.
const MAX_PACKET_BYTES: u32 = 1 << 20;

/// Positions and lengths, in order.
#[derive(Default)]
pub struct PacketTable {
    starts: Vec<u64>,
    lengths: Vec<u32>,
}

impl PacketTable {
    pub fn push(&mut self, start: u64, length: u64) -> Result<(), InputError> {
        if self.starts.len() >= MAX_PACKETS {
            return Err(InputError::new("too-long", "it has more packets than can be listed")
                .found(format!("more than {MAX_PACKETS}"))
                .hint("split it, or convert it to WAV or FLAC first"));
        }
        let length = u32::try_from(length).ok().filter(|&length| length <= MAX_PACKET_BYTES);
        let Some(length) = length else {
            return Err(InputError::new("bad-header", "it lists a packet of an absurd length")
                .wanted(format!("at most {MAX_PACKET_BYTES} bytes")));
        };
        self.starts.push(start);
        self.lengths.push(length);
        Ok(())
    }

    /// How many packets there are.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// Position and length of the last packet.
    pub fn last(&self) -> Option<(u64, u32)> {
        Some((*self.starts.last()?, *self.lengths.last()?))
    }

    /// Fails if a packet ends past the end of the file. Where that is accepted, forgets the first
    /// such packet and all later ones, and returns whether there was one.
    pub fn keep_whole(&mut self, size: u64, options: Options) -> Result<bool, InputError> {
        let end = |(&start, &length): (&u64, &u32)| start.saturating_add(length.into());
        let ends = self.starts.iter().zip(&self.lengths).map(end);
        let Some(first) = ends.clone().position(|end| end > size) else { return Ok(false) };
        if options.accept_truncated {
            self.starts.truncate(first);
            self.lengths.truncate(first);
            return Ok(true);
        }
        let end = ends.max().unwrap_or(size);
        Err(InputError::truncated(format!("{size} bytes"), format!("{end} bytes")))
    }
}

/// Packets listed by a table.
pub struct ListedPackets<S: Source> {
    window: Window<S>,
    table: PacketTable,
    next: usize,
    /// Frames in a packet, where packets can be decoded independently.
    packet_frames: Option<u32>,
}

impl<S: Source> ListedPackets<S> {
    pub fn new(window: Window<S>, table: PacketTable, packet_frames: Option<u32>) -> Self {
        ListedPackets { window, table, next: 0, packet_frames }
    }

    /// Starts over.
    pub fn restart(&mut self) {
        self.next = 0;
    }
}

impl<S: Source> Packets for ListedPackets<S> {
    fn next(&mut self, packet: &mut Vec<u8>) -> Result<bool, InputError> {
        let (Some(&start), Some(&length)) =
            (self.table.starts.get(self.next), self.table.lengths.get(self.next))
        else {
            return Ok(false);
        };
        let bytes = self.window.at(start, length as usize)?;
        if bytes.len() < length as usize {
            return Err(InputError::new("truncated", "its audio is cut off"));
        }
        packet.clear();
        packet.extend_from_slice(bytes);
        self.next += 1;
        Ok(true)
    }

    fn seek(&mut self, frame: u64) -> Result<Option<u64>, InputError> {
        let Some(frames) = self.packet_frames else { return Ok(None) };
        let index = (frame / u64::from(frames)).min(self.table.count() as u64);
        self.next = index as usize;
        Ok(Some(index * u64::from(frames)))
    }
}
