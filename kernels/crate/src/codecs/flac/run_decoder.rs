//! Decodes runs of frames to samples.

use super::refill::{frame_limit, take};
use super::stream_head::{HEAD_BYTES, parse_head};
use crate::codecs::{CodecError, RunDecoder};
use crate::flac::{FlacError, FrameDecoder, FrameHeader, Window};

/// How many bytes of the run the window holds; a longer frame makes it grow.
const WINDOW_BYTES: usize = 128 * 1024;

/// Bytes of samples returned at once; a single block may be larger.
const PIECE_BYTES: usize = 128 * 1024;

/// The format of decoded samples; integers are left-justified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SampleFormat {
    Int16,
    Int32,
    Float32,
}

/// What to decode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlacRunRequest {
    pub sample_rate: u32,
    pub channels: u8,
    /// What the stream's metadata record stores: bits, largest block, how frames are numbered.
    pub setup: [u32; 4],
    pub format: SampleFormat,
    /// The first sample of the first frame.
    pub first: u64,
    /// Samples per channel to skip from there, and then how many to return.
    pub skip: u64,
    pub count: u64,
}

/// Decodes one run after another. Once it has seen its largest block, it allocates nothing.
pub struct FlacRunDecoder {
    request: FlacRunRequest,
    window: Window,
    decoder: FrameDecoder,
    /// The first sample of the next frame.
    position: u64,
    last: Option<FrameHeader>,
    /// Aligned for any format.
    out: Vec<i32>,
}

impl Default for FlacRunDecoder {
    fn default() -> Self {
        FlacRunDecoder {
            request: FlacRunRequest {
                sample_rate: 1,
                channels: 1,
                setup: [16, 1, 0, 0],
                format: SampleFormat::Int16,
                first: 0,
                skip: 0,
                count: 0,
            },
            window: Window::new(WINDOW_BYTES),
            decoder: FrameDecoder::default(),
            position: 0,
            last: None,
            out: Vec::new(),
        }
    }
}

impl FlacRunDecoder {
    /// Starts over.
    pub fn begin(&mut self, request: FlacRunRequest) -> Result<(), CodecError> {
        let bits = request.setup[0];
        if !(4..=32).contains(&bits) || (bits > 16 && request.format == SampleFormat::Int16) {
            return Err(CodecError::new(
                "coded-audio",
                "its record contradicts its bits per sample",
            ));
        }
        self.request = request;
        self.window.clear();
        (self.position, self.last) = (request.first, None);
        Ok(())
    }

    /// Which of the next `block` samples are wanted.
    fn wanted(&self, block: u32) -> std::ops::Range<usize> {
        let start = self.request.first.saturating_add(self.request.skip);
        let end = start.saturating_add(self.request.count);
        let within = |at: u64| at.saturating_sub(self.position).min(block.into()) as usize;
        within(start)..within(end)
    }

    fn is_done(&self) -> bool {
        let FlacRunRequest { first, skip, count, .. } = self.request;
        self.position >= first.saturating_add(skip).saturating_add(count)
    }

    /// Decodes the next frame; `None` when more of the run is needed.
    fn decode(&mut self) -> Result<Option<FrameHeader>, CodecError> {
        if self.position == 0 && self.last.is_none() && self.window.rest().starts_with(b"fLaC") {
            let Some(head) = self.window.rest().first_chunk() else { return Ok(None) };
            self.check_head(head)?;
            self.window.consume(HEAD_BYTES);
        }
        let header = match FrameHeader::parse(self.window.rest()) {
            Ok(header) => header,
            Err(FlacError::NeedMore) => return Ok(None),
            Err(error) => return Err(self.damaged(error)),
        };
        self.check(&header)?;
        let bits = self.request.setup[0] as u8;
        match self.decoder.decode(&self.window, &header, bits) {
            Ok(length) => self.window.consume(length),
            Err(FlacError::NeedMore) if self.window.rest().len() < frame_limit(&header) => {
                return Ok(None);
            }
            Err(error) => return Err(self.damaged(error)),
        }
        self.last = Some(header);
        Ok(Some(header))
    }

    fn check_head(&self, head: &[u8; HEAD_BYTES]) -> Result<(), CodecError> {
        let FlacRunRequest { sample_rate, channels, setup, .. } = self.request;
        match parse_head(head) {
            Some(info)
                if (info.sample_rate, info.channels) == (sample_rate, channels)
                    && u32::from(info.bits_per_sample) == setup[0] =>
            {
                Ok(())
            }
            _ => Err(CodecError::new("coded-audio", "its head contradicts its record")),
        }
    }

    /// Fails unless the frame has the stream's format and is where it should be.
    fn check(&self, header: &FrameHeader) -> Result<(), CodecError> {
        let FlacRunRequest { sample_rate, channels, setup, .. } = self.request;
        let [bits, max_block, numbering, _] = setup;
        let alike = header.channels == channels
            && header.bits_per_sample.is_none_or(|found| u32::from(found) == bits)
            && header.sample_rate.is_none_or(|found| found == sample_rate)
            && header.block_size <= max_block;
        if !alike {
            let what = format!("its frame at sample {} has a different format", self.position);
            return Err(CodecError::new("coded-audio", what));
        }
        let in_place = match (numbering, self.last) {
            (0, _) => header.number.checked_mul(max_block.into()) == Some(self.position),
            (1, _) => header.number == self.position,
            (_, Some(last)) => header.number > last.number,
            (_, None) => true,
        };
        if in_place {
            return Ok(());
        }
        let what = format!("its frame at sample {} is from somewhere else", self.position);
        Err(CodecError::new("coded-audio", what))
    }

    fn damaged(&self, error: FlacError) -> CodecError {
        let what = format!("its frame at sample {} is damaged: {}", self.position, error.what());
        CodecError::new("coded-audio", what)
    }

    /// Writes the wanted part of the last frame after `filled` bytes; returns how many there are
    /// then.
    fn write(&mut self, header: &FrameHeader, filled: usize) -> usize {
        let channels = usize::from(header.channels);
        let samples = header.block_size as usize * channels;
        let wanted = self.wanted(header.block_size);
        let (from, to) = (wanted.start * channels, wanted.end * channels);
        let bits = self.request.setup[0];
        let width = if self.request.format == SampleFormat::Int16 { 2 } else { 4 };
        self.out.resize((filled + samples * width).div_ceil(4).max(self.out.len()), 0);
        match self.request.format {
            SampleFormat::Int16 => {
                // SAFETY: every pattern is an integer; two of 16 bits are as large as one of 32.
                let out = &mut unsafe { self.out.align_to_mut::<i16>().1 }[filled / 2..];
                self.decoder.write_i16(16 - bits, &mut out[..samples]);
                out.copy_within(from..to, 0);
            }
            SampleFormat::Int32 => {
                let out = &mut self.out[filled / 4..];
                self.decoder.write_i32(32 - bits, &mut out[..samples]);
                out.copy_within(from..to, 0);
            }
            SampleFormat::Float32 => {
                let out = &mut self.out[filled / 4..];
                self.decoder.write_i32(32 - bits, &mut out[..samples]);
                out.copy_within(from..to, 0);
                for sample in &mut out[..to - from] {
                    *sample = (*sample as f32 / 2_147_483_648.0).to_bits() as i32;
                }
            }
        }
        filled + (to - from) * width
    }
}

impl RunDecoder for FlacRunDecoder {
    fn next(&mut self, input: &mut &[u8]) -> Result<&[u8], CodecError> {
        let mut filled = 0;
        let mut limit = WINDOW_BYTES;
        while filled < PIECE_BYTES && !self.is_done() {
            // A frame that is only partly here would be decoded twice.
            if self.window.rest().len() < WINDOW_BYTES / 2 && !input.is_empty() {
                take(&mut self.window, input, limit);
            }
            match self.decode()? {
                Some(header) => {
                    filled = self.write(&header, filled);
                    self.position += u64::from(header.block_size);
                }
                None if input.is_empty() => break,
                None if take(&mut self.window, input, limit) == 0 => limit *= 2,
                None => (),
            }
        }
        // SAFETY: every pattern is a byte.
        Ok(&unsafe { self.out.align_to::<u8>().1 }[..filled])
    }
}
