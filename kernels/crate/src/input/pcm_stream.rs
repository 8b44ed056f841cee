//! Uncompressed audio, read a piece at a time, wherever it is in a file.

use super::output::Output;
use super::pcm::{Coding, PcmDecoder};
use super::{Decoder, InputError, Options, Source, StreamInfo, Truncation};

/// Bytes of the file in a piece: few enough for the second-level cache, enough to make the cost of
/// a read negligible.
const PIECE_BYTES: usize = 128 * 1024;

/// What the audio is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PcmLayout {
    pub container: &'static str,
    pub coding: Coding,
    /// From 1 to 255.
    pub channels: u32,
    pub sample_rate: u32,
}

impl PcmLayout {
    pub fn frame_bytes(&self) -> u64 {
        self.coding.stored_bytes() as u64 * u64::from(self.channels)
    }
}

/// A part of a file that is audio.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PcmPart {
    /// Where it begins.
    pub start: u64,
    pub frames: u64,
}

/// Uncompressed audio being read. Once it is open, it allocates only what symphonia's packets need.
pub struct PcmStream<S: Source> {
    source: S,
    layout: PcmLayout,
    parts: Vec<PcmPart>,
    /// The frames of all parts.
    frames: u64,
    truncation: Option<Truncation>,
    pcm: PcmDecoder,
    /// The part being read, and its next frame.
    part: usize,
    frame: u64,
    stored: Vec<u8>,
    output: Output,
}

impl<S: Source> PcmStream<S> {
    pub fn new(source: S, layout: PcmLayout, parts: Vec<PcmPart>) -> Result<Self, InputError> {
        let frames = parts.iter().map(|part| part.frames).sum::<u64>();
        let most = (PIECE_BYTES as u64 / layout.frame_bytes()).min(frames);
        let samples = (most * u64::from(layout.channels)) as usize;
        let pcm = PcmDecoder::new(layout.coding, samples.max(1))?;
        Ok(PcmStream {
            source,
            layout,
            parts,
            frames,
            truncation: None,
            pcm,
            part: 0,
            frame: 0,
            stored: Vec::new(),
            output: Output::default(),
        })
    }

    /// Records that this many frames are missing, if any are.
    pub fn lacking(mut self, missing: u64) -> Self {
        self.truncation = (missing > 0).then_some(Truncation { missing: Some(missing) });
        self
    }
}

/// Opens audio that is in one piece: where it begins, and how many bytes it has if the header says.
pub fn open_extent<S: Source>(
    source: S,
    layout: PcmLayout,
    (start, bytes): (u64, Option<u64>),
    options: Options,
) -> Result<PcmStream<S>, InputError> {
    let there = source.size().saturating_sub(start);
    let bytes = bytes.unwrap_or(there);
    if bytes > there && !options.accept_truncated {
        return Err(InputError::truncated_bytes(there, bytes));
    }
    let frames = bytes.min(there) / layout.frame_bytes();
    let missing = bytes / layout.frame_bytes() - frames;
    Ok(PcmStream::new(source, layout, vec![PcmPart { start, frames }])?.lacking(missing))
}

impl<S: Source> Decoder for PcmStream<S> {
    fn info(&self) -> StreamInfo {
        let PcmLayout { container, coding, channels, sample_rate } = self.layout;
        StreamInfo {
            sample_rate,
            channels,
            format: coding.format(),
            frames: Some(self.frames),
            container,
            codec: coding.name(),
            bits: 8 * coding.stored_bytes() as u32,
            seekable: true,
        }
    }

    fn seek(&mut self, frame: u64) -> Result<bool, InputError> {
        (self.part, self.frame) = (0, frame);
        while let Some(part) = self.parts.get(self.part)
            && self.frame >= part.frames
        {
            self.frame -= part.frames;
            self.part += 1;
        }
        Ok(true)
    }

    fn truncation(&self) -> Option<Truncation> {
        self.truncation
    }

    fn read_next(&mut self) -> Result<&[u8], InputError> {
        let layout = self.layout;
        let frame_bytes = layout.frame_bytes();
        while self.parts.get(self.part).is_some_and(|part| self.frame >= part.frames) {
            (self.part, self.frame) = (self.part + 1, 0);
        }
        self.output.clear();
        let Some(part) = self.parts.get(self.part) else { return Ok(self.output.bytes()) };
        let frames = (PIECE_BYTES as u64 / frame_bytes).min(part.frames - self.frame);
        let samples = (frames * u64::from(layout.channels)) as usize;
        let length = samples * layout.coding.stored_bytes();
        let out = self.output.extend(samples * layout.coding.format().bytes());
        let copies = matches!(self.pcm, PcmDecoder::Copy);
        let target = if copies {
            &mut *out
        } else {
            self.stored.resize(length, 0);
            &mut self.stored[..]
        };
        let position = part.start + self.frame * frame_bytes;
        if !self.source.read_exact_at(position, target)? {
            return Err(InputError::new("truncated", "it became shorter while it was being read")
                .hint("wait until it has been written completely"));
        }
        if !copies {
            self.pcm.decode(&self.stored, out)?;
        }
        self.frame += frames;
        Ok(self.output.bytes())
    }
}
