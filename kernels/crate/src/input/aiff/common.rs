//! The `COMM` chunk.

use crate::input::chunks::{Chunk, head};
use crate::input::pcm::Coding;
use crate::input::{InputError, Source, limits};

#[derive(Clone, Copy, Debug)]
pub struct Common {
    pub coding: Coding,
    pub channels: u32,
    pub sample_rate: u32,
    pub frames: u32,
}

impl Common {
    pub fn read<S: Source>(source: &mut S, chunk: &Chunk) -> Result<Self, InputError> {
        let Some(fields) = head::<18, S>(source, chunk)? else {
            return Err(InputError::truncated_header("format", source.size()));
        };
        let [c0, c1, f0, f1, f2, f3, b0, b1, rate @ ..] = fields;
        // Only AIFF-C says how the samples are coded.
        let coding = match head::<22, S>(source, chunk)? {
            Some([.., a, b, c, d]) => [a, b, c, d],
            None => *b"NONE",
        };
        let bits = u16::from_be_bytes([b0, b1]);
        Ok(Common {
            channels: limits::check_channels(u16::from_be_bytes([c0, c1]).into())?,
            sample_rate: limits::check_sample_rate(extended(rate))?,
            frames: u32::from_be_bytes([f0, f1, f2, f3]),
            coding: coding_of(coding, bits)?,
        })
    }
}

fn coding_of(id: [u8; 4], bits: u16) -> Result<Coding, InputError> {
    let bytes = usize::from(bits.div_ceil(8));
    let coding = match &id {
        b"NONE" | b"twos" => Coding::integer(bytes, true),
        b"sowt" => Coding::integer(bytes, false),
        b"raw " => Some(Coding::Unsigned8),
        b"in24" => Some(Coding::Int24Be),
        b"in32" => Some(Coding::Int32Be),
        b"42ni" => Some(Coding::Int24),
        b"23ni" => Some(Coding::Int32),
        b"fl32" | b"FL32" => Some(Coding::Float32Be),
        b"fl64" | b"FL64" => Some(Coding::Float64Be),
        b"alaw" | b"ALAW" => Some(Coding::ALaw),
        b"ulaw" | b"ULAW" => Some(Coding::MuLaw),
        _ => None,
    };
    coding.ok_or_else(|| {
        let name = String::from_utf8_lossy(&id);
        InputError::unsupported_codec(format!("{bits}-bit {:?} in AIFF", name.trim_end()))
    })
}

/// An 80-bit float: a sign, 15 bits of exponent, 64 bits of fraction with an explicit leading one.
fn extended([e0, e1, fraction @ ..]: [u8; 10]) -> f64 {
    let sign = if e0 & 0x80 == 0 { 1.0 } else { -1.0 };
    let exponent = i32::from(u16::from_be_bytes([e0 & 0x7F, e1])) - 16_383 - 63;
    sign * u64::from_be_bytes(fraction) as f64 * 2_f64.powi(exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extended_floats_are_read() {
        let of = |exponent: u16, fraction: u64| {
            let mut bytes = [0; 10];
            bytes[..2].copy_from_slice(&exponent.to_be_bytes());
            bytes[2..].copy_from_slice(&fraction.to_be_bytes());
            extended(bytes)
        };
        assert_eq!(of(0x400E, 0xAC44 << 48), 44_100.0);
        assert_eq!(of(0x400D, 0xADDD_1746 << 32).round(), 22_255.0);
        assert_eq!(of(0xC00E, 0xAC44 << 48), -44_100.0);
        assert_eq!(of(0, 0), 0.0);
        assert!(of(0x7FFF, u64::MAX).is_infinite());
    }
}
