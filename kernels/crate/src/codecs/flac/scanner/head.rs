//! What comes before the frames: tags, the marker, and metadata.

use super::{FlacScanner, State, bad_header};
use crate::codecs::CodecError;
use crate::codecs::flac::FlacParameters;
use crate::flac::{FlacStreamInfo, STREAM_INFO_BYTES};

impl FlacScanner {
    pub(super) fn read_marker(&mut self) -> Result<bool, CodecError> {
        let rest = self.window.rest();
        if let Some(&[b'I', b'D', b'3', _, _, flags, a, b, c, d]) = rest.first_chunk() {
            let size =
                [a, b, c, d].iter().fold(0, |size, &byte| size << 7 | usize::from(byte & 127));
            self.window.consume(10);
            self.state = State::Beginning { skip: size + if flags & 16 != 0 { 10 } else { 0 } };
            return Ok(true);
        }
        match rest.first_chunk() {
            Some(b"fLaC") => {
                self.window.consume(4);
                self.state = State::Metadata { skip: 0, is_last: false };
                Ok(true)
            }
            Some([b'I', b'D', b'3', _]) | None => Ok(false),
            Some(_) => Err(CodecError::new("bad-header", "it doesn't begin with a FLAC stream")),
        }
    }

    pub(super) fn read_block(&mut self) -> Result<bool, CodecError> {
        let Some(&[kind, a, b, c]) = self.window.rest().first_chunk() else { return Ok(false) };
        let length = u32::from_be_bytes([0, a, b, c]) as usize;
        let is_last = kind & 0x80 != 0;
        if kind & 0x7F == 127 {
            return Err(bad_header("it has a metadata block of type 127, which is forbidden"));
        }
        if (kind & 0x7F == 0) != self.info.is_none() {
            return Err(bad_header("its stream information isn't first, or comes twice"));
        }
        if self.info.is_some() {
            self.window.consume(4);
            self.state = State::Metadata { skip: length, is_last };
            return Ok(true);
        }
        if length != STREAM_INFO_BYTES {
            return Err(bad_header("its stream information has the wrong length"));
        }
        let Some(block) = self.window.rest().get(4..4 + length) else { return Ok(false) };
        let info = FlacStreamInfo::parse(block).map_err(|error| bad_header(error.what()))?;
        let FlacParameters { sample_rate, channels, bits_per_sample, .. } = self.wanted;
        let found = (info.sample_rate, info.channels, info.bits_per_sample);
        if found != (sample_rate, channels, bits_per_sample) {
            return Err(bad_header("its stream information gives a different format"));
        }
        self.max_block = info.block_size.1.into();
        self.info = Some(info);
        self.window.consume(4 + length);
        self.state = State::Metadata { skip: 0, is_last };
        Ok(true)
    }
}
