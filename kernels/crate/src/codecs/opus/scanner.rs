//! Streams that another program made: checked, and passed through unchanged.

use super::page_buffer::PageBuffer;
use super::reader::OpusReader;
use super::units::Units;
use crate::codecs::{CodecError, Heard, Pieces, Producer};
use crate::ogg::PageError;

/// Decodes a whole stream, so that what is passed through is known to be sound.
pub struct OpusScanner {
    reader: OpusReader,
    buffer: PageBuffer,
    units: Units,
    pieces: Pieces,
    heard: Heard,
    samples: u64,
    decoded: Vec<f32>,
}

impl OpusScanner {
    /// Creates a scanner for streams of `channels` channels, decoded at `sample_rate`.
    pub fn new(sample_rate: u32, channels: u8) -> Self {
        OpusScanner {
            reader: OpusReader::new(sample_rate, channels),
            buffer: PageBuffer::default(),
            units: Units::default(),
            pieces: Pieces::default(),
            heard: Heard::default(),
            samples: 0,
            decoded: Vec::new(),
        }
    }

    /// Takes the next page; false when more bytes are needed.
    fn step(&mut self) -> Result<bool, CodecError> {
        let page = match self.buffer.page() {
            Ok(page) => page,
            Err(PageError::NeedMore) => return Ok(false),
            Err(PageError::NotAPage) => {
                return Err(self.broken("damaged", "something other than a page follows"));
            }
            Err(PageError::Checksum) => {
                return Err(self.broken("checksum", "a page fails its checksum"));
            }
        };
        self.decoded.clear();
        let kind = self.reader.read(&page, &mut self.decoded)?;
        self.heard.add(&self.decoded);
        let length = page.byte_length;
        self.pieces.bytes.extend(&self.buffer.rest()[..length]);
        self.units.add(kind.place, length, kind.samples as u32, &mut self.pieces);
        self.samples += kind.samples as u64;
        self.buffer.consume(length);
        Ok(true)
    }

    fn broken(&self, code: &'static str, what: &str) -> CodecError {
        CodecError::new(code, format!("its audio is damaged after sample {}: {what}", self.samples))
    }
}

impl Producer for OpusScanner {
    fn begin(&mut self) {
        self.reader.begin();
        self.buffer.clear();
        self.units = Units::default();
        self.pieces.clear();
        self.heard.begin(0);
        self.samples = 0;
    }

    fn hear(&mut self, limit: usize) {
        self.heard.begin(limit);
    }

    fn heard(&self) -> Option<&[u8]> {
        self.heard.bytes()
    }

    fn push(&mut self, mut input: &[u8]) -> Result<(), CodecError> {
        self.pieces.clear();
        while !input.is_empty() {
            self.buffer.fill(&mut input);
            while self.step()? {}
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<(), CodecError> {
        self.pieces.clear();
        if !self.buffer.is_empty() || !self.reader.is_complete() {
            return Err(self.broken("truncated", "it is cut off"));
        }
        if !self.units.finish(self.samples == 0, &mut self.pieces) {
            return Err(self.broken("bad-header", "a stream without audio follows"));
        }
        self.pieces.setup = self.reader.setup().unwrap_or_default();
        Ok(())
    }

    fn pieces(&self) -> &Pieces {
        &self.pieces
    }
}
