//! Decodes runs of units to samples.

use super::page_buffer::PageBuffer;
use super::reader::OpusReader;
use crate::codecs::{CodecError, RunDecoder};
use crate::ogg::PageError;

/// Samples returned at once, over all channels; a single page may have more.
const PIECE_SAMPLES: usize = 32 * 1024;

/// What to decode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpusRunRequest {
    pub sample_rate: u32,
    pub channels: u8,
    /// What the stream's metadata record stores.
    pub setup: [u32; 4],
    /// The first sample of the first unit.
    pub first: u64,
    /// Samples per channel to skip from there, and then how many to return.
    pub skip: u64,
    pub count: u64,
}

/// Decodes one run after another. Once it has seen its largest page, it allocates only decoder
/// state.
pub struct OpusRunDecoder {
    reader: OpusReader,
    buffer: PageBuffer,
    channels: usize,
    skip: u64,
    count: u64,
    out: Vec<f32>,
}

impl Default for OpusRunDecoder {
    fn default() -> Self {
        OpusRunDecoder {
            reader: OpusReader::new(48_000, 1),
            buffer: PageBuffer::default(),
            channels: 1,
            skip: 0,
            count: 0,
            out: Vec::new(),
        }
    }
}

impl OpusRunDecoder {
    /// Starts over.
    pub fn begin(&mut self, request: OpusRunRequest) -> Result<(), CodecError> {
        let OpusRunRequest { sample_rate, channels, setup, first, skip, count } = request;
        self.reader.set_format(sample_rate, channels);
        self.buffer.clear();
        (self.channels, self.skip, self.count) = (channels.into(), skip, count);
        self.reader.begin_at(first, setup).map_err(unsound)
    }

    /// Decodes the next page, appending to what was decoded; false when more of the run is needed.
    fn step(&mut self) -> Result<bool, CodecError> {
        let page = match self.buffer.page() {
            Ok(page) => page,
            Err(PageError::NeedMore) => return Ok(false),
            Err(PageError::NotAPage) => return Err(coded("there is something other than a page")),
            Err(PageError::Checksum) => return Err(coded("a page fails its checksum")),
        };
        let start = self.out.len();
        let kind = self.reader.read(&page, &mut self.out).map_err(unsound)?;
        let length = page.byte_length;
        self.buffer.consume(length);
        let skipped = self.skip.min(kind.samples as u64);
        let kept = self.count.min(kind.samples as u64 - skipped);
        self.out.truncate(start + (skipped + kept) as usize * self.channels);
        self.out.drain(start..start + skipped as usize * self.channels);
        self.skip -= skipped;
        self.count -= kept;
        Ok(true)
    }
}

impl RunDecoder for OpusRunDecoder {
    fn next(&mut self, input: &mut &[u8]) -> Result<&[u8], CodecError> {
        self.out.clear();
        while self.out.len() < PIECE_SAMPLES && self.count > 0 {
            if self.step()? {
                continue;
            }
            if input.is_empty() {
                break;
            }
            self.buffer.fill(input);
        }
        // SAFETY: every pattern is a byte.
        Ok(unsafe { self.out.align_to::<u8>().1 })
    }
}

fn coded(what: &str) -> CodecError {
    CodecError::new("coded-audio", what)
}

fn unsound(error: CodecError) -> CodecError {
    coded(&error.what)
}
