//! Uncompressed audio, read a piece at a time wherever it is in a file.

use super::output::Output;
use super::pcm::{Coding, PcmDecoder};
use super::{Decoder, InputError, Source, StreamInfo};

/// Bytes of the file in a piece: few enough for the second-level cache, enough to make the cost of a
/// read disappear.
const PIECE_BYTES: usize = 128 * 1024;

/// Where the audio is, and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PcmLayout {
    pub container: &'static str,
    pub coding: Coding,
    /// From 1 to 255.
    pub channels: u32,
    pub sample_rate: u32,
    pub data_start: u64,
    pub frames: u64,
}

impl PcmLayout {
    pub fn frame_bytes(&self) -> u64 {
        self.coding.stored_bytes() as u64 * u64::from(self.channels)
    }
}

/// Uncompressed audio being read. Nothing is allocated after it has been opened but what symphonia's
/// packets need.
pub struct PcmStream<S: Source> {
    source: S,
    layout: PcmLayout,
    pcm: PcmDecoder,
    /// The frame that comes next.
    frame: u64,
    stored: Vec<u8>,
    output: Output,
}

impl<S: Source> PcmStream<S> {
    pub fn new(source: S, layout: PcmLayout) -> Result<Self, InputError> {
        let frames = (PIECE_BYTES as u64 / layout.frame_bytes()).min(layout.frames);
        let samples = (frames * u64::from(layout.channels)) as usize;
        let pcm = PcmDecoder::new(layout.coding, samples.max(1))?;
        Ok(PcmStream {
            source,
            layout,
            pcm,
            frame: 0,
            stored: Vec::new(),
            output: Output::default(),
        })
    }
}

impl<S: Source> Decoder for PcmStream<S> {
    fn info(&self) -> StreamInfo {
        let PcmLayout { container, coding, channels, sample_rate, frames, .. } = self.layout;
        StreamInfo {
            sample_rate,
            channels,
            format: coding.format(),
            frames: Some(frames),
            container,
            codec: coding.name(),
            bits: 8 * coding.stored_bytes() as u32,
            seekable: true,
        }
    }

    fn seek(&mut self, frame: u64) -> Result<bool, InputError> {
        self.frame = frame.min(self.layout.frames);
        Ok(true)
    }

    fn read_next(&mut self) -> Result<&[u8], InputError> {
        let layout = self.layout;
        let frame_bytes = layout.frame_bytes();
        let frames = (PIECE_BYTES as u64 / frame_bytes).min(layout.frames - self.frame);
        let samples = (frames * u64::from(layout.channels)) as usize;
        let length = samples * layout.coding.stored_bytes();
        self.output.clear();
        let out = self.output.extend(samples * layout.coding.format().bytes());
        let copies = matches!(self.pcm, PcmDecoder::Copy);
        let target = if copies {
            &mut *out
        } else {
            self.stored.resize(length, 0);
            &mut self.stored[..]
        };
        let position = layout.data_start + self.frame * frame_bytes;
        if !self.source.read_exact_at(position, target)? {
            return Err(InputError::new("truncated", "it became shorter while it was read")
                .hint("wait until it has been written completely"));
        }
        if !copies {
            self.pcm.decode(&self.stored, out)?;
        }
        self.frame += frames;
        Ok(self.output.bytes())
    }
}
