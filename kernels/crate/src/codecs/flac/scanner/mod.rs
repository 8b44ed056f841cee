//! Passes through a stream that another program made: every frame is decoded, and kept unchanged.
//! Of the metadata, only the stream information is kept, corrected where it is wrong about blocks
//! and frames; tags, pictures and seek tables aren't audio.

mod head;

use super::refill::{WINDOW_BYTES, frame_limit, take};
use super::settings::FlacParameters;
use super::stream_head::{HEAD_BYTES, MIN_BLOCK, write_head};
use crate::codecs::{CodecError, Heard, Pieces, Producer};
use crate::flac::{Digest, FlacError, FlacStreamInfo, FrameDecoder, FrameHeader, Window};

/// How frames give their position, as a metadata record stores it.
const BY_BLOCKS: u32 = 0;
const BY_SAMPLES: u32 = 1;
const UNKNOWN: u32 = 2;

enum State {
    /// Before the marker, after tags of this many bytes.
    Beginning {
        skip: usize,
    },
    /// Before a metadata block, with this many bytes of the previous one left.
    Metadata {
        skip: usize,
        is_last: bool,
    },
    Frames,
    /// After the last sample.
    Ended,
}

/// Scans one stream after another.
pub struct FlacScanner {
    wanted: FlacParameters,
    state: State,
    window: Window,
    info: Option<FlacStreamInfo>,
    decoder: FrameDecoder,
    digest: Digest,
    samples16: Vec<i16>,
    samples32: Vec<i32>,
    pieces: Pieces,
    heard: Heard,
    last: Option<FrameHeader>,
    samples: u64,
    max_block: u32,
    /// The smallest block except the last; none if there is only one.
    min_block: Option<u32>,
    /// Whether frames count samples without setting the bit that says so.
    is_old: bool,
    max_frame_bytes: usize,
    numbering: u32,
}

impl FlacScanner {
    /// Creates a scanner for streams of this format, at any level.
    pub fn new(wanted: FlacParameters) -> Self {
        FlacScanner {
            wanted,
            state: State::Beginning { skip: 0 },
            window: Window::new(WINDOW_BYTES),
            info: None,
            decoder: FrameDecoder::default(),
            digest: Digest::new(wanted.bits_per_sample),
            samples16: Vec::new(),
            samples32: Vec::new(),
            pieces: Pieces::default(),
            heard: Heard::default(),
            last: None,
            samples: 0,
            max_block: 0,
            min_block: None,
            is_old: false,
            max_frame_bytes: 0,
            numbering: BY_BLOCKS,
        }
    }

    /// Goes as far as the window's contents allow; false when it needs more of the stream.
    fn step(&mut self) -> Result<bool, CodecError> {
        match self.state {
            State::Beginning { skip } | State::Metadata { skip, .. } if skip > 0 => {
                let count = skip.min(self.window.rest().len());
                self.window.consume(count);
                match &mut self.state {
                    State::Beginning { skip } | State::Metadata { skip, .. } => *skip -= count,
                    _ => (),
                }
                Ok(count > 0)
            }
            State::Beginning { .. } => self.read_marker(),
            State::Metadata { is_last: true, .. } => {
                self.state = State::Frames;
                Ok(true)
            }
            State::Metadata { .. } => self.read_block(),
            State::Frames => self.read_frame(),
            State::Ended => {
                self.window.clear();
                Ok(false)
            }
        }
    }

    fn read_frame(&mut self) -> Result<bool, CodecError> {
        let Some(info) = self.info else { return Ok(false) };
        let complete = info.total_samples > 0 && self.samples == info.total_samples;
        let header = match FrameHeader::parse(self.window.rest()) {
            Ok(header) if complete && self.is_alike(&header) => {
                return Err(bad_header("it has more audio than its header says"));
            }
            Err(FlacError::NeedMore) => return Ok(false),
            _ if complete => {
                self.state = State::Ended;
                return Ok(true);
            }
            Ok(header) => header,
            Err(FlacError::NotAFrame) if info.total_samples == 0 && self.is_tag() => {
                return Ok(false);
            }
            Err(error) => return Err(self.damaged(error)),
        };
        if !self.is_alike(&header) {
            let what = format!("its format changes after sample {}", self.samples);
            return Err(CodecError::new("format-change", what));
        }
        let length = match self.decoder.decode(&self.window, &header, info.bits_per_sample) {
            Ok(length) => length,
            Err(FlacError::NeedMore) if self.window.rest().len() < frame_limit(&header) => {
                return Ok(false);
            }
            Err(FlacError::NeedMore) => {
                return Err(self.damaged(FlacError::Forbidden("it is longer than its samples")));
            }
            Err(error) => return Err(self.damaged(error)),
        };
        self.check_order(&header)?;
        self.add_samples(&header);
        self.keep(&header, length);
        Ok(true)
    }

    /// Tags that some programs put after audio of unknown length.
    fn is_tag(&self) -> bool {
        self.window.rest().starts_with(b"TAG") || self.window.rest().starts_with(b"APETAGEX")
    }

    fn is_alike(&self, header: &FrameHeader) -> bool {
        let FlacParameters { sample_rate, channels, bits_per_sample, .. } = self.wanted;
        header.channels == channels
            && header.bits_per_sample.is_none_or(|bits| bits == bits_per_sample)
            && header.sample_rate.is_none_or(|rate| rate == sample_rate)
    }

    fn check_order(&mut self, header: &FrameHeader) -> Result<(), CodecError> {
        if let Some(last) = self.last {
            let step = header.number.wrapping_sub(last.number);
            let by_blocks = !header.variable && step == 1;
            // Streams older than the bit that says so may count samples without it.
            let old = !header.variable && self.info.is_none_or(|info| !info.is_fixed());
            if !by_blocks && !((header.variable || old) && step == last.block_size.into()) {
                let what = format!("its frames aren't in order after sample {}", self.samples);
                return Err(CodecError::new("out-of-order", what));
            }
            self.is_old |= !by_blocks && !header.variable;
            self.min_block =
                Some(self.min_block.map_or(last.block_size, |min| min.min(last.block_size)));
        } else {
            self.numbering = if header.variable { BY_SAMPLES } else { BY_BLOCKS };
        }
        let place = match self.numbering {
            BY_BLOCKS => header.number.wrapping_mul(self.max_block.into()),
            BY_SAMPLES => header.number,
            _ => self.samples,
        };
        if place != self.samples {
            self.numbering = UNKNOWN;
        }
        let total = self.info.map_or(0, |info| info.total_samples);
        if total > 0 && self.samples + u64::from(header.block_size) > total {
            return Err(bad_header("it has more audio than its header says"));
        }
        self.last = Some(*header);
        Ok(())
    }

    fn add_samples(&mut self, header: &FrameHeader) {
        let count = header.block_size as usize * usize::from(header.channels);
        let bits = u32::from(self.wanted.bits_per_sample);
        if bits <= 16 {
            self.samples16.resize(count, 0);
            self.decoder.write_i16(16 - bits, &mut self.samples16);
            self.digest.update_i16(&self.samples16);
            self.heard.add(&self.samples16);
        } else {
            self.samples32.resize(count, 0);
            self.decoder.write_i32(32 - bits, &mut self.samples32);
            self.digest.update_i32(&self.samples32);
            self.heard.add(&self.samples32);
        }
    }

    fn keep(&mut self, header: &FrameHeader, length: usize) {
        self.pieces.bytes.extend(&self.window.rest()[..length]);
        self.window.consume(length);
        let head = if self.samples == 0 { HEAD_BYTES } else { 0 };
        self.pieces.add_unit(head + length, header.block_size);
        self.samples += u64::from(header.block_size);
        self.max_block = self.max_block.max(header.block_size);
        self.max_frame_bytes = self.max_frame_bytes.max(length);
    }

    /// The smallest and the largest block, as the stream gives them where that is right. Old
    /// streams are left alone, because only wrong sizes show that their frames count samples.
    fn block_size(&self, info: &FlacStreamInfo) -> (u16, u16) {
        if self.is_old || self.samples == 0 {
            return info.block_size;
        }
        let max = self.max_block.min(u16::MAX.into()) as u16;
        let most = self.min_block.map_or(max, |min| min as u16);
        let (min, _) = info.block_size;
        (if (MIN_BLOCK..=most).contains(&min) { min } else { most }, max)
    }

    fn damaged(&self, error: FlacError) -> CodecError {
        let code = match error {
            FlacError::FrameChecksum | FlacError::HeaderChecksum => "checksum",
            _ => "damaged",
        };
        let what = format!("its frame after sample {} is damaged: {}", self.samples, error.what());
        CodecError::new(code, what)
    }
}

impl Producer for FlacScanner {
    fn begin(&mut self) {
        self.state = State::Beginning { skip: 0 };
        self.window.clear();
        self.pieces.clear();
        self.heard.begin(0);
        self.digest = Digest::new(self.wanted.bits_per_sample);
        (self.info, self.last) = (None, None);
        (self.samples, self.max_block, self.max_frame_bytes) = (0, 0, 0);
        (self.min_block, self.is_old) = (None, false);
        self.numbering = BY_BLOCKS;
    }

    fn hear(&mut self, limit: usize) {
        self.heard.begin(limit);
    }

    fn heard(&self) -> Option<&[u8]> {
        self.heard.bytes()
    }

    fn push(&mut self, input: &[u8]) -> Result<(), CodecError> {
        self.pieces.clear();
        let mut rest = input;
        let mut limit = WINDOW_BYTES;
        while !rest.is_empty() {
            let count = take(&mut self.window, &mut rest, limit);
            while self.step()? {}
            // The window is full, and doesn't hold a whole frame.
            if count == 0 {
                limit *= 2;
            }
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<(), CodecError> {
        self.pieces.clear();
        let Some(info) = self.info.filter(|_| matches!(self.state, State::Frames | State::Ended))
        else {
            return Err(CodecError::new("truncated-header", "it ends before its audio"));
        };
        let short = info.total_samples > 0 && self.samples < info.total_samples;
        let complete = info.total_samples > 0 && !short;
        if short || !(complete || self.window.rest().is_empty() || self.is_tag()) {
            let what = format!("its audio is cut off after sample {}", self.samples);
            return Err(CodecError::new("truncated", what));
        }
        let digest = std::mem::replace(&mut self.digest, Digest::new(info.bits_per_sample));
        let md5 = digest.finish();
        if info.md5 != [0; 16] && info.md5 != md5 {
            let what = "the MD5 of its samples isn't the one in its header";
            return Err(CodecError::new("checksum", what));
        }
        if self.samples == 0 {
            self.pieces.add_unit(HEAD_BYTES, 0);
        }
        let max_frame_bytes = self.max_frame_bytes as u32;
        let total_samples = self.samples;
        self.pieces.head.clear();
        let block_size = self.block_size(&info);
        let info = FlacStreamInfo { block_size, max_frame_bytes, total_samples, md5, ..info };
        write_head(&info, &mut self.pieces.head);
        self.pieces.setup = [info.bits_per_sample.into(), self.max_block, self.numbering, 0];
        Ok(())
    }

    fn pieces(&self) -> &Pieces {
        &self.pieces
    }
}

fn bad_header(what: &str) -> CodecError {
    CodecError::new("bad-header", what)
}
