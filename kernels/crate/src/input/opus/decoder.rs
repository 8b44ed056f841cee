//! Hands out samples.

use super::link::Link;
use crate::input::ogg::{OggReader, PacketReader};
use crate::input::{Decoder, InputError, SampleFormat, Source, StreamInfo};
use crate::opus::MAX_PACKET_SAMPLES;

/// Bytes of samples handed out at once, but for what a last packet adds.
const PIECE_BYTES: usize = 128 * 1024;

/// An Ogg Opus file being read. Nothing is allocated once the largest page has been met.
pub struct OggOpusFile<S: Source> {
    packets: PacketReader<S>,
    link: Link,
    frames: Option<u64>,
    /// Of eight bytes each, so that they are aligned like every decoder's.
    out: Vec<u64>,
}

impl<S: Source> OggOpusFile<S> {
    /// Opens a file whose first page is at `start`.
    pub fn open(source: S, start: u64) -> Result<Self, InputError> {
        let (mut pages, head) = OggReader::open(source, start, is_opus)?;
        let last = pages.last_granule()?;
        let mut packets = PacketReader::new(pages);
        let link = Link::open(&mut packets, &head)?;
        let frames = last.map(|granule| link.length(granule)).transpose()?;
        let piece = PIECE_BYTES + MAX_PACKET_SAMPLES * link.head.mapping.len() * size_of::<f32>();
        Ok(OggOpusFile { packets, link, frames, out: vec![0; piece.div_ceil(8)] })
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
        let channels = self.link.head.mapping.len();
        let mut filled = 0;
        while filled * size_of::<f32>() < PIECE_BYTES {
            let out = &mut as_floats(&mut self.out)[filled..];
            let Some(packet) = self.packets.next()? else {
                match self.next_link()? {
                    true => continue,
                    false => break,
                }
            };
            let kept = self.link.decode(&packet, out)?;
            out.copy_within(kept.start * channels..kept.end * channels, 0);
            filled += kept.len() * channels;
        }
        Ok(&as_bytes(&mut self.out)[..filled * size_of::<f32>()])
    }
}

fn as_floats(words: &mut [u64]) -> &mut [f32] {
    // SAFETY: floats are less aligned than words, and every pattern is one.
    unsafe { words.align_to_mut().1 }
}

fn as_bytes(words: &mut [u64]) -> &mut [u8] {
    // SAFETY: bytes have no alignment and every pattern is one.
    unsafe { words.align_to_mut().1 }
}
