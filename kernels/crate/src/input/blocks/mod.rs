//! Codings in blocks of a fixed size, as telephony and games have them in WAV: `adpcm` has IMA's and
//! Microsoft's, `gsm` the one of mobile telephones.

mod adpcm;
mod gsm;

pub use self::adpcm::PREDICTORS;
use self::adpcm::{Ima, Microsoft};
use self::gsm::Gsm;
use super::output::Output;
use super::packets::{Codec, Lead, PacketDecoder, Packets};
use super::pcm_stream::PcmPart;
use super::window::Window;
use super::{Decoder, InputError, SampleFormat, Source, StreamInfo, Truncation};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockCoding {
    Ima,
    Microsoft,
    Gsm,
}

/// How blocks are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockLayout {
    pub coding: BlockCoding,
    pub channels: u32,
    pub block_bytes: u32,
}

impl BlockLayout {
    /// Fails for a size that blocks of this coding can't have. `frames` is how many a block holds
    /// according to the file; 0 if it doesn't say.
    pub fn check(self, frames: u32) -> Result<Self, InputError> {
        let channels = match self.coding {
            BlockCoding::Ima => 8,
            BlockCoding::Microsoft => 2,
            BlockCoding::Gsm => 1,
        };
        if self.channels > channels {
            let found = format!("{} with {} channels", self.name(), self.channels);
            return Err(InputError::unsupported_codec(found));
        }
        let there = self.frames_in(self.block_bytes);
        let fits = self.coding != BlockCoding::Gsm || self.block_bytes == gsm::BLOCK_BYTES;
        if there == 0 || !fits || (frames > 0 && u64::from(frames) != there) {
            return Err(InputError::new(
                "bad-header",
                "its header contradicts itself about the size of a block",
            )
            .found(format!("{} bytes per block, {frames} frames", self.block_bytes))
            .wanted(format!("{there} frames, for {} channels", self.channels))
            .hint("convert it to WAV or FLAC with a program that plays it right"));
        }
        Ok(self)
    }

    pub fn name(&self) -> &'static str {
        match self.coding {
            BlockCoding::Ima => "IMA ADPCM",
            BlockCoding::Microsoft => "Microsoft ADPCM",
            BlockCoding::Gsm => "GSM 6.10",
        }
    }

    /// The frames in a block of this many bytes. The last block may be shorter than the others.
    pub fn frames_in(&self, bytes: u32) -> u64 {
        let channels = self.channels;
        let frames = match self.coding {
            BlockCoding::Ima => {
                bytes.checked_sub(4 * channels).map(|rest| 1 + rest / (4 * channels) * 8)
            }
            BlockCoding::Microsoft => {
                bytes.checked_sub(7 * channels).map(|rest| 2 + rest * 2 / channels)
            }
            BlockCoding::Gsm => Some(bytes / gsm::BLOCK_BYTES * gsm::BLOCK_FRAMES),
        };
        frames.unwrap_or(0).into()
    }

    /// The frames in this many bytes of whole blocks and a last one.
    pub fn frames(&self, bytes: u64) -> u64 {
        let block = u64::from(self.block_bytes);
        let rest = self.frames_in((bytes % block) as u32);
        (bytes / block).saturating_mul(self.frames_in(self.block_bytes)).saturating_add(rest)
    }

    fn decoder(&self) -> Box<dyn Codec> {
        let channels = self.channels as usize;
        match self.coding {
            BlockCoding::Ima => Box::new(Ima { channels }),
            BlockCoding::Microsoft => Box::new(Microsoft { channels }),
            BlockCoding::Gsm => Box::new(Gsm::default()),
        }
    }
}

/// What is known about a file of blocks.
pub struct BlockFile {
    pub container: &'static str,
    pub layout: BlockLayout,
    pub sample_rate: u32,
    /// The frames that are meant to be heard, if a `fact` chunk says so.
    pub fact: Option<u64>,
    /// Bytes that the header announces but the file lacks.
    pub missing_bytes: u64,
}

/// Opens audio in blocks. The frames of `parts` are bytes.
pub fn open<S: Source>(
    source: S,
    file: BlockFile,
    parts: Vec<PcmPart>,
) -> Result<impl Decoder, InputError> {
    let BlockFile { container, layout, sample_rate, fact, missing_bytes } = file;
    let most = parts.iter().map(|part| layout.frames(part.frames)).sum::<u64>();
    let cut_off = parts
        .last()
        .map_or(0, |part| layout.frames(part.frames + missing_bytes) - layout.frames(part.frames));
    // The last block is usually padded. A number that is off by more than a block was never right.
    let block = layout.frames_in(layout.block_bytes);
    let all = most + cut_off;
    let all = fact.filter(|&fact| fact <= all && fact + block > all).unwrap_or(all);
    let frames = most.min(all);
    let info = StreamInfo {
        sample_rate,
        channels: layout.channels,
        format: SampleFormat::Int16,
        frames: Some(frames),
        container,
        codec: layout.name(),
        bits: if layout.coding == BlockCoding::Gsm { 0 } else { 4 },
        seekable: layout.coding != BlockCoding::Gsm && parts.len() == 1,
    };
    let blocks = Blocks { window: Window::new(source), layout, parts, part: 0, byte: 0 };
    let missing = all - frames;
    let truncation = (missing > 0).then_some(Truncation { missing: Some(missing) });
    let decoder = PacketDecoder::new(blocks, layout.decoder(), info, Lead(0));
    Ok(decoder.lacking(truncation))
}

impl Codec for Box<dyn Codec> {
    fn decode(&mut self, packet: &[u8], output: &mut Output) -> Result<(), InputError> {
        self.as_mut().decode(packet, output)
    }
}

/// One block after another.
struct Blocks<S: Source> {
    window: Window<S>,
    layout: BlockLayout,
    parts: Vec<PcmPart>,
    part: usize,
    /// The next block's place in the part.
    byte: u64,
}

impl<S: Source> Packets for Blocks<S> {
    fn next(&mut self, packet: &mut Vec<u8>) -> Result<bool, InputError> {
        while let Some(part) = self.parts.get(self.part) {
            let left = part.frames.saturating_sub(self.byte);
            let length = left.min(self.layout.block_bytes.into()) as u32;
            if self.layout.frames_in(length) == 0 {
                (self.part, self.byte) = (self.part + 1, 0);
                continue;
            }
            let bytes = self.window.at(part.start + self.byte, length as usize)?;
            packet.clear();
            packet.extend_from_slice(bytes);
            self.byte += u64::from(length);
            return Ok(true);
        }
        Ok(false)
    }

    fn seek(&mut self, frame: u64) -> Result<Option<u64>, InputError> {
        let block_frames = self.layout.frames_in(self.layout.block_bytes);
        let block = frame / block_frames;
        (self.part, self.byte) = (0, block * u64::from(self.layout.block_bytes));
        Ok(Some(block * block_frames))
    }
}
