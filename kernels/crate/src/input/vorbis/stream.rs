//! The packets of a stream, and which of its samples count.

use super::decoder::VorbisDecoder;
use crate::input::ogg::{OggReader, PacketReader};
use crate::input::output::Output;
use crate::input::packets::{Codec, Packets};
use crate::input::{InputError, Source};

/// A stream whose first packet of audio is next.
pub struct Stream<S: Source> {
    packets: PacketReader<S>,
    /// Samples that come before the audio.
    pub lead: u64,
    pub frames: u64,
}

impl<S: Source> Stream<S> {
    /// Reads the headers, the first page of audio, and the last one.
    pub fn open(source: S, start: u64) -> Result<(Self, VorbisDecoder), InputError> {
        let is_vorbis = |packet: &[u8]| packet.starts_with(b"\x01vorbis");
        let (pages, ident) = OggReader::open(source, start, is_vorbis)?;
        let mut packets = PacketReader::new(pages);
        header(&mut packets, b"\x03vorbis")?;
        let setup = header(&mut packets, b"\x05vorbis")?;
        if !packets.is_between_pages() {
            return Err(InputError::damaged("audio on a page of its header"));
        }
        let audio = packets.pages.bookmark();
        let mut decoder = VorbisDecoder::new(&ident, &setup)?;
        let first = first_page(&mut packets, &mut decoder)?;
        let last = match packets.pages.last_granule()? {
            Some(last) => last,
            None => walk_to_the_end(&mut packets)?,
        };
        packets.clear();
        packets.pages.go_back(audio);
        let (lead, frames) = match first {
            // The first page of a stream may begin before the audio, but not if it is the last too.
            First { samples, granule, is_last: false } if samples > granule => {
                (samples - granule, last)
            }
            First { samples, granule, is_last: false } => {
                (0, last.saturating_sub(granule - samples))
            }
            First { is_last: true, .. } => (0, last),
        };
        decoder.restart();
        Ok((Stream { packets, lead, frames }, decoder))
    }
}

impl<S: Source> Packets for Stream<S> {
    fn next(&mut self, packet: &mut Vec<u8>) -> Result<bool, InputError> {
        let Some(next) = self.packets.next()? else { return Ok(false) };
        if next.cut {
            return Err(InputError::damaged("a packet is too long"));
        }
        packet.clear();
        packet.extend_from_slice(next.bytes);
        Ok(true)
    }
}

fn header<S: Source>(packets: &mut PacketReader<S>, begins: &[u8]) -> Result<Vec<u8>, InputError> {
    match packets.next()? {
        Some(packet) if packet.bytes.starts_with(begins) => Ok(packet.bytes.to_vec()),
        Some(_) => Err(InputError::damaged("its headers are not Vorbis")),
        None => Err(InputError::new("truncated-header", "it ends before its audio")),
    }
}

/// What the first page with audio holds, and where it says that it ends.
struct First {
    samples: u64,
    granule: u64,
    is_last: bool,
}

fn first_page<S: Source>(
    packets: &mut PacketReader<S>,
    decoder: &mut VorbisDecoder,
) -> Result<First, InputError> {
    let mut output = Output::default();
    let mut samples = 0;
    let mut now = 0;
    let frame_bytes = 4 * decoder.channels() as usize;
    while let Some(packet) = packets.next()? {
        output.clear();
        decoder.decode(packet.bytes, &mut output)?;
        let before = now;
        now = output.len() / frame_bytes;
        samples += now as u64;
        if let (Some(granule), true) = (packet.granule, packet.last_of_page) {
            let is_last = packet.on_last_page;
            let samples = samples - decoder.early_samples([before, now]) as u64;
            return Ok(First { samples, granule, is_last });
        }
    }
    Ok(First { samples: 0, granule: 0, is_last: true })
}

/// The position at the end of the stream, where the end of the file doesn't tell.
fn walk_to_the_end<S: Source>(packets: &mut PacketReader<S>) -> Result<u64, InputError> {
    let mut last = 0;
    while let Some(page) = packets.pages.next_page(|_, _| ())? {
        last = page.granule.unwrap_or(last);
    }
    if packets.pages.next_stream(|packet| packet.starts_with(b"\x01vorbis"))?.is_some() {
        return Err(InputError::new("format-change", "it is several streams, one after the other")
            .hint("split it, or convert it to WAV or FLAC first"));
    }
    Ok(last)
}
