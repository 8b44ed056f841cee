//! Frames that a container gives one by one.

use symphonia::default::codecs::MpaDecoder;

use super::header::FrameHeader;
use super::{decoder, headroom};
use crate::input::InputError;
use crate::input::output::Output;
use crate::input::packets::Codec;
use crate::input::symphonia::Symphonia;

/// A decoder of packets that are each one frame.
pub struct FrameCodec {
    first: FrameHeader,
    decoder: Symphonia<MpaDecoder>,
    frame: Vec<u8>,
}

impl FrameCodec {
    /// Takes the beginning of the first frame.
    pub fn new(first: &[u8]) -> Result<Self, InputError> {
        let first = header(first)?;
        Ok(FrameCodec { first, decoder: decoder(&first)?, frame: Vec::new() })
    }

    pub fn header(&self) -> FrameHeader {
        self.first
    }
}

impl Codec for FrameCodec {
    fn decode(&mut self, packet: &[u8], output: &mut Output) -> Result<(), InputError> {
        let header = header(packet)?;
        if !header.agrees(&self.first) || header.channels != self.first.channels {
            return Err(InputError::new("format-change", "its format changes partway through")
                .hint("split it, or convert it to WAV or FLAC first"));
        }
        let frame = packet
            .get(..header.bytes)
            .ok_or_else(|| InputError::damaged("a packet is shorter than its frame"))?;
        self.frame.clear();
        self.frame.extend_from_slice(frame);
        if header.layer == 3 {
            headroom::lower_gains(&header, &mut self.frame);
        }
        self.decoder.decode(&self.frame, output)
    }
}

fn header(packet: &[u8]) -> Result<FrameHeader, InputError> {
    let header = packet.first_chunk().and_then(|&head| FrameHeader::parse(head));
    header.ok_or_else(|| InputError::damaged("a packet isn't a frame of MPEG audio"))
}
