//! The `desc` chunk.

use crate::input::chunks::{Chunk, head};
use crate::input::pcm::Coding;
use crate::input::{InputError, Source, limits};

#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Pcm(Coding),
    Aac,
    Alac,
    Opus,
}

#[derive(Clone, Copy, Debug)]
pub struct Description {
    pub kind: Kind,
    pub channels: u32,
    pub sample_rate: u32,
    /// Bytes in every packet; 0 where a table gives them.
    pub packet_bytes: u32,
    /// Frames in every packet; 0 where a table gives them.
    pub packet_frames: u32,
}

impl Description {
    pub fn read<S: Source>(source: &mut S, chunk: &Chunk) -> Result<Self, InputError> {
        let Some(fields) = head::<32, S>(source, chunk)? else {
            return Err(InputError::truncated_header("format", source.size()));
        };
        let [r0, r1, r2, r3, r4, r5, r6, r7, i0, i1, i2, i3, words @ ..] = fields;
        let (words, _) = words.as_chunks::<4>();
        let words = words.iter().map(|&word| u32::from_be_bytes(word)).collect::<Vec<_>>();
        let [flags, packet_bytes, packet_frames, channels, bits] = words[..] else {
            return Err(InputError::truncated_header("format", source.size()));
        };
        let id = [i0, i1, i2, i3];
        let rate = f64::from_be_bytes([r0, r1, r2, r3, r4, r5, r6, r7]);
        limits::check_channels(channels)?;
        let kind = match &id {
            b"lpcm" => linear(flags, packet_bytes, (channels, bits))?,
            b"alaw" => Some(Kind::Pcm(Coding::ALaw)),
            b"ulaw" => Some(Kind::Pcm(Coding::MuLaw)),
            b"aac " => Some(Kind::Aac),
            b"alac" => Some(Kind::Alac),
            b"opus" => Some(Kind::Opus),
            _ => None,
        };
        let kind = kind.ok_or_else(|| {
            let name = String::from_utf8_lossy(&id);
            InputError::unsupported_codec(format!("{bits}-bit {:?} in CAF", name.trim_end()))
        })?;
        let sample_rate = limits::check_sample_rate(rate)?;
        Ok(Description { kind, channels, sample_rate, packet_bytes, packet_frames })
    }
}

/// Samples stored in the bytes that a frame has for each; if there are fewer bits, they are in the
/// upper part of the last byte.
fn linear(
    flags: u32,
    frame_bytes: u32,
    (channels, bits): (u32, u32),
) -> Result<Option<Kind>, InputError> {
    const FLOAT: u32 = 1;
    const LITTLE_ENDIAN: u32 = 2;
    let bytes = match bits {
        0 => frame_bytes / channels,
        bits => bits.div_ceil(8),
    };
    if bytes.checked_mul(channels) != Some(frame_bytes) {
        return Err(InputError::new(
            "bad-header",
            "its header contradicts itself about the size of a frame",
        )
        .found(format!("{frame_bytes} bytes per packet"))
        .wanted(format!("what {channels} channels of {bits} bits take"))
        .hint("convert it to WAV or FLAC with a program that plays it right"));
    }
    let big_endian = flags & LITTLE_ENDIAN == 0;
    let coding = match flags & FLOAT {
        0 => Coding::integer(bytes as usize, big_endian),
        _ => Coding::float(bytes as usize, big_endian),
    };
    Ok(coding.map(Kind::Pcm))
}
