//! Hands out samples.

use super::link::Link;
use crate::input::ogg::{OggReader, PacketReader};
use crate::input::output::Output;
use crate::input::{Decoder, InputError, SampleFormat, Source, StreamInfo};
use crate::opus::MAX_PACKET_SAMPLES;

/// Bytes of samples handed out at once, but for what a last packet adds.
const PIECE_BYTES: usize = 128 * 1024;

/// An Ogg Opus file being read. Nothing is allocated once the largest page has been met.
pub struct OggOpusFile<S: Source> {
    packets: PacketReader<S>,
    link: Link,
    frames: Option<u64>,
    out: Output,
}

impl<S: Source> OggOpusFile<S> {
    /// Opens a file whose first page is at `start`.
    pub fn open(source: S, start: u64) -> Result<Self, InputError> {
        let (mut pages, head) = OggReader::open(source, start, is_opus)?;
        let last = pages.last_granule()?;
        let mut packets = PacketReader::new(pages);
        let link = Link::open(&mut packets, &head)?;
        let frames = last.map(|granule| link.length(granule)).transpose()?;
        Ok(OggOpusFile { packets, link, frames, out: Output::default() })
    }

    /// Goes on with the next stream in the chain; false if there is none.
    fn next_link(&mut self) -> Result<bool, InputError> {
        let Some(head) = self.packets.pages.next_stream(is_opus)? else { return Ok(false) };
        let channels = self.link.head.mapping.len();
        self.packets.clear();
        self.link = Link::open(&mut self.packets, &head)?;
        let found = self.link.head.mapping.len();
        if found == channels {
            return Ok(true);
        }
        Err(InputError::new("format-change", "its format changes from one stream to the next")
            .found(format!("{found} channels"))
            .wanted(format!("{channels} channels, as before"))
            .hint("split it where they meet"))
    }
}

fn is_opus(packet: &[u8]) -> bool {
    packet.starts_with(b"OpusHead")
}

impl<S: Source> Decoder for OggOpusFile<S> {
    fn info(&self) -> StreamInfo {
        StreamInfo {
            sample_rate: 48_000,
            channels: self.link.head.mapping.len() as u32,
            format: SampleFormat::Float32,
            frames: self.frames,
            container: "Ogg",
            codec: "Opus",
            bits: 0,
            // A packet depends on those before it.
            seekable: false,
        }
    }

    fn read_next(&mut self) -> Result<&[u8], InputError> {
        let frame_bytes = self.link.head.mapping.len() * size_of::<f32>();
        self.out.clear();
        while self.out.len() < PIECE_BYTES {
            let Some(packet) = self.packets.next()? else {
                match self.next_link()? {
                    true => continue,
                    false => break,
                }
            };
            let start = self.out.len();
            let bytes = self.out.extend(MAX_PACKET_SAMPLES * frame_bytes);
            // SAFETY: every pattern is a float; pieces are aligned to more, and hold floats alone.
            let floats = unsafe { bytes.align_to_mut::<f32>().1 };
            let kept = self.link.decode(&packet, floats)?;
            self.out.truncate(start + kept.end * frame_bytes);
            self.out.remove(start, kept.start * frame_bytes);
        }
        Ok(self.out.bytes())
    }
}
