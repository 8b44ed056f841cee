//! Subframes: one channel of a frame (RFC 9639, section 9.2).

use super::FlacError;
use super::bits::BitReader;
use super::predictor::{MAX_ORDER, Predictor, restore_fixed};
use super::residual::read_residual;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Constant,
    Verbatim,
    Fixed(usize),
    Linear(usize),
}

/// How the samples are coded, their bits, and how many zero bits follow each.
struct Header {
    kind: Kind,
    bits: u32,
    wasted: u32,
}

impl Header {
    fn read(bits: &mut BitReader<'_>, depth: u32, block_size: usize) -> Result<Self, FlacError> {
        let [padding, code, has_wasted] =
            [bits.unsigned(1)?, bits.unsigned(6)?, bits.unsigned(1)?].map(|value| value as usize);
        if padding != 0 {
            return Err(FlacError::Forbidden("a subframe begins with a reserved bit"));
        }
        let kind = match code {
            0 => Kind::Constant,
            1 => Kind::Verbatim,
            8..=12 => Kind::Fixed(code - 8),
            32..64 => Kind::Linear(code - 31),
            _ => return Err(FlacError::Forbidden("a subframe has a reserved type")),
        };
        if let Kind::Fixed(order) | Kind::Linear(order) = kind
            && order > block_size
        {
            return Err(FlacError::Forbidden("a predictor's order is larger than its block"));
        }
        let wasted = if has_wasted == 1 { bits.unary()? + 1 } else { 0 };
        if wasted >= depth.into() {
            return Err(FlacError::Forbidden("a subframe declares all its bits wasted"));
        }
        Ok(Header { kind, bits: depth - wasted as u32, wasted: wasted as u32 })
    }
}

/// Fills `padded`, except for its first `MAX_ORDER` elements, which must be zeros, with samples of
/// `depth` bits, at most 32. `history` is scratch of the same length.
pub fn read_subframe(
    bits: &mut BitReader<'_>,
    depth: u32,
    padded: &mut [i32],
    history: &mut [i16],
) -> Result<(), FlacError> {
    let samples = &mut padded[MAX_ORDER..];
    let header = Header::read(bits, depth, samples.len())?;
    match header.kind {
        Kind::Constant => samples.fill(bits.signed(header.bits)? as i32),
        Kind::Verbatim => read_samples(bits, header.bits, samples)?,
        Kind::Fixed(order) => {
            let (first, residual) = samples.split_at_mut(order);
            read_samples(bits, header.bits, first)?;
            read_residual(bits, order, residual)?;
            restore_fixed(order, samples);
        }
        Kind::Linear(order) => {
            let (first, residual) = samples.split_at_mut(order);
            read_samples(bits, header.bits, first)?;
            let predictor = Predictor::read(bits, order)?;
            read_residual(bits, order, residual)?;
            predictor.restore(header.bits, padded, history);
        }
    }
    let samples = &mut padded[MAX_ORDER..];
    check_range(samples, header.bits)?;
    if header.wasted > 0 {
        samples.iter_mut().for_each(|sample| *sample <<= header.wasted);
    }
    Ok(())
}

fn read_samples(
    bits: &mut BitReader<'_>,
    depth: u32,
    samples: &mut [i32],
) -> Result<(), FlacError> {
    samples.iter_mut().try_for_each(|sample| {
        *sample = bits.signed(depth)? as i32;
        Ok(())
    })
}

/// Fails when a sample needs more than `depth` bits.
pub fn check_range(samples: &[i32], depth: u32) -> Result<(), FlacError> {
    let magnitudes = samples.iter().fold(0, |all, sample| all | (sample ^ sample >> 31));
    match magnitudes >> (depth - 1) {
        0 => Ok(()),
        _ => Err(FlacError::SampleRange),
    }
}

/// Like `read_subframe`, for the 33 bits that the difference of 32-bit channels takes. `residual`
/// is scratch of the same length.
pub fn read_wide_subframe(
    bits: &mut BitReader<'_>,
    samples: &mut [i64],
    residual: &mut [i32],
) -> Result<(), FlacError> {
    const FIXED: [[i32; 4]; 5] =
        [[0; 4], [1, 0, 0, 0], [2, -1, 0, 0], [3, -3, 1, 0], [4, -6, 4, -1]];
    let header = Header::read(bits, 33, samples.len())?;
    let order = match header.kind {
        Kind::Constant => {
            samples.fill(bits.signed(header.bits)?);
            0
        }
        Kind::Verbatim => samples.len(),
        Kind::Fixed(order) | Kind::Linear(order) => order,
    };
    for sample in &mut samples[..order] {
        *sample = bits.signed(header.bits)?;
    }
    if let Kind::Fixed(_) | Kind::Linear(_) = header.kind {
        let (shift, coefficients) = match header.kind {
            Kind::Linear(_) => {
                let predictor = Predictor::read(bits, order)?;
                (predictor.shift, predictor.coefficients[..order].to_vec())
            }
            _ => (0, FIXED[order][..order].to_vec()),
        };
        read_residual(bits, order, &mut residual[order..])?;
        for at in order..samples.len() {
            let last = samples[at - order..at].iter().rev();
            let sum: i64 = last.zip(&coefficients).map(|(a, &b)| a * i64::from(b)).sum();
            let sample = (sum >> shift) + i64::from(residual[at]);
            if sample >> (header.bits - 1) != sample >> 63 {
                return Err(FlacError::SampleRange);
            }
            samples[at] = sample;
        }
    }
    samples.iter_mut().for_each(|sample| *sample <<= header.wasted);
    Ok(())
}
