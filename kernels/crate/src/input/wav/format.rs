//! The `fmt ` chunk.

use crate::input::blocks::{BlockCoding, BlockLayout, PREDICTORS};
use crate::input::pcm::Coding;
use crate::input::{InputError, limits};

const PCM: u16 = 1;
const MICROSOFT: u16 = 2;
const FLOAT: u16 = 3;
const A_LAW: u16 = 6;
const MU_LAW: u16 = 7;
const IMA: u16 = 0x11;
const GSM: u16 = 0x31;
const EXTENSIBLE: u16 = 0xFFFE;

/// What follows the format tag in the identifier of an extensible format: Microsoft's, and the
/// ambisonic one.
const SUBFORMATS: [[u8; 14]; 2] = [
    [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71],
    [0, 0, 0x21, 7, 0xD3, 0x11, 0x86, 0x44, 0xC8, 0xC1, 0xCA, 0, 0, 0],
];

/// How the audio is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WavCoding {
    Pcm(Coding),
    Blocks(BlockLayout),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WavFormat {
    pub coding: WavCoding,
    pub channels: u16,
    pub sample_rate: u32,
}

impl WavFormat {
    /// The bytes that audio may not be divided within: a frame of PCM. Blocks tell how long they
    /// are, so the last one may have any length.
    pub fn unit_bytes(&self) -> u64 {
        match self.coding {
            WavCoding::Pcm(coding) => coding.stored_bytes() as u64 * u64::from(self.channels),
            WavCoding::Blocks(_) => 1,
        }
    }

    /// Parses the chunk's contents; the first 64 bytes are enough.
    pub fn parse(chunk: &[u8]) -> Result<Self, InputError> {
        let u16_at = |at: usize| Some(u16::from_le_bytes(chunk.get(at..at + 2)?.try_into().ok()?));
        let u32_at = |at: usize| Some(u32::from_le_bytes(chunk.get(at..at + 4)?.try_into().ok()?));
        let (Some(tag), Some(channels), Some(sample_rate), Some(block)) =
            (u16_at(0), u16_at(2), u32_at(4), u16_at(12))
        else {
            return Err(InputError::new("bad-header", "its format chunk is too short")
                .found(format!("{} bytes", chunk.len()))
                .wanted("at least 14 bytes"));
        };
        limits::check_channels(channels.into())?;
        limits::check_sample_rate(f64::from(sample_rate))?;
        let tag = if tag == EXTENSIBLE { subformat(chunk)? } else { tag };
        if let Some(coding) = block_coding(tag) {
            let block_bytes = block.into();
            let layout = BlockLayout { coding, channels: channels.into(), block_bytes };
            let bits = u16_at(14).unwrap_or(0);
            if !matches!(bits, 0 | 4) && coding != BlockCoding::Gsm {
                return Err(unsupported(format!("{}-bit {}", bits, layout.name())));
            }
            if coding == BlockCoding::Microsoft {
                check_predictors(chunk)?;
            }
            let layout = layout.check(u16_at(18).unwrap_or(0).into())?;
            return Ok(WavFormat { coding: WavCoding::Blocks(layout), channels, sample_rate });
        }
        if !matches!(tag, PCM | FLOAT | A_LAW | MU_LAW) {
            return Err(unsupported(format!("{} (format 0x{tag:04X})", name(tag))));
        }
        let width = sample_width(tag, channels, (block, u16_at(14).unwrap_or(0)))?;
        Ok(WavFormat { coding: WavCoding::Pcm(coding(tag, width)?), channels, sample_rate })
    }
}

fn block_coding(tag: u16) -> Option<BlockCoding> {
    match tag {
        MICROSOFT => Some(BlockCoding::Microsoft),
        IMA => Some(BlockCoding::Ima),
        GSM => Some(BlockCoding::Gsm),
        _ => None,
    }
}

/// A file may bring predictors of its own; every known encoder uses the usual seven.
fn check_predictors(chunk: &[u8]) -> Result<(), InputError> {
    let usual = PREDICTORS.map(|(one, two)| [one.to_le_bytes(), two.to_le_bytes()].concat());
    match chunk.get(20..) {
        None | Some([] | [0, 0, ..]) => Ok(()),
        Some([7, 0, table @ ..]) if table.starts_with(&usual.concat()) => Ok(()),
        Some(_) => Err(unsupported("Microsoft ADPCM with predictors of its own".into())),
    }
}

/// Bytes per sample. If there are fewer bits than that, they are in its upper part, so only the
/// bytes matter.
///
/// Some writers give twice the size of a frame (`nBlockAlign`): libsndfile, ffmpeg and SoX trust
/// the bits, and so do we. They disagree about 24 bits in frames of 32, which may be samples in the
/// upper or the lower bytes, scaled floats, or a wrong size, so that is refused.
fn sample_width(tag: u16, channels: u16, (block, bits): (u16, u16)) -> Result<u16, InputError> {
    let width = match (block, bits) {
        (_, 0) => block / channels,
        // Samples of these take a byte, whatever the header says about their precision.
        _ if matches!(tag, A_LAW | MU_LAW) && block == channels => 1,
        _ => bits.div_ceil(8),
    };
    let frame = u32::from(width) * u32::from(channels);
    let agrees = match (u32::from(block), bits) {
        (0, _) => true,
        (block, 0) => block == frame,
        (block, _) if width == 3 => block >= frame && block != 4 * u32::from(channels),
        (block, _) => block >= frame,
    };
    if agrees && width > 0 {
        return Ok(width);
    }
    Err(InputError::new("bad-header", "its header contradicts itself about the size of a frame")
        .found(format!("{block} bytes per frame (nBlockAlign)"))
        .wanted(format!("{frame} bytes, for {channels} channels of {bits} bits"))
        .hint("convert it to 16 or 24-bit WAV with a program that plays it right"))
}

/// The format tag inside an extensible format.
fn subformat(chunk: &[u8]) -> Result<u16, InputError> {
    let Some(&[low, high, ref rest @ ..]) = chunk.get(24..40) else {
        return Err(InputError::new("bad-header", "its extensible format chunk is too short")
            .found(format!("{} bytes", chunk.len()))
            .wanted("40 bytes"));
    };
    if SUBFORMATS.iter().any(|known| known == rest) {
        return Ok(u16::from_le_bytes([low, high]));
    }
    Err(unsupported("a coding with its own identifier".into()))
}

fn coding(tag: u16, width: u16) -> Result<Coding, InputError> {
    match (tag, width) {
        (PCM, 1) => Ok(Coding::Unsigned8),
        (PCM, 2) => Ok(Coding::Int16),
        (PCM, 3) => Ok(Coding::Int24),
        (PCM, 4) => Ok(Coding::Int32),
        (FLOAT, 4) => Ok(Coding::Float32),
        (FLOAT, 8) => Ok(Coding::Float64),
        (A_LAW, 1) => Ok(Coding::ALaw),
        (MU_LAW, 1) => Ok(Coding::MuLaw),
        (PCM, _) => Err(unsupported(format!("{}-bit integer PCM", u32::from(width) * 8))),
        (FLOAT, _) => Err(unsupported(format!("{}-bit float PCM", u32::from(width) * 8))),
        _ => Err(unsupported(format!("{} with {} bytes per sample", name(tag), width))),
    }
}

fn name(tag: u16) -> &'static str {
    match tag {
        A_LAW => "A-law of an unusual size",
        MU_LAW => "µ-law of an unusual size",
        0x0040 => "G.721 ADPCM",
        0x0050 => "MPEG audio",
        0x0055 => "MP3",
        0x00FF | 0x1600 | 0x1610 => "AAC",
        0x0161 | 0x0162 => "Windows Media Audio",
        0x2000 => "AC-3",
        0x566F => "Vorbis",
        0xF1AC => "FLAC",
        _ => "an unknown coding",
    }
}

fn unsupported(found: String) -> InputError {
    InputError::new("unsupported-codec", format!("its audio is {found}"))
        .found(found)
        .wanted("8 to 32-bit integer, 32 or 64-bit float, A-law, µ-law, ADPCM or GSM 6.10")
        .hint("convert it to 16 or 24-bit PCM first")
}
