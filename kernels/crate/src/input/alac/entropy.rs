//! Adaptive Golomb codes: the code's parameter follows a running mean.

use crate::input::InputError;
use crate::input::bits::Bits;

/// The number of ones before an uncoded value.
const MAX_PREFIX: u32 = 9;
/// Bits of the running mean's fraction.
const MEAN_SHIFT: u32 = 9;
const MAX_MEAN: u32 = 0xFFFF;

/// The entropy coder's parameters for a channel.
#[derive(Clone, Copy, Debug)]
pub struct Golomb {
    pub history_multiplier: u32,
    pub initial_history: u32,
    pub limit: u32,
    /// Bits in an uncoded value.
    pub bits: u32,
}

impl Golomb {
    /// Decodes as many values as `out` has room for.
    pub fn decode(&self, bits: &mut Bits<'_>, out: &mut [i32]) -> Result<(), InputError> {
        let mut mean = self.initial_history;
        let mut after_zeros = 0;
        let mut index = 0;
        while index < out.len() {
            let k = (31 - ((mean >> MEAN_SHIFT) + 3).leading_zeros()).min(self.limit);
            let value = code(bits, k, (1 << k) - 1, self.bits);
            let coded = value.wrapping_add(after_zeros);
            // The lowest bit is the sign.
            out[index] = (coded >> 1) as i32 ^ -((coded & 1) as i32);
            index += 1;
            let decay = self.history_multiplier.wrapping_mul(mean) >> MEAN_SHIFT;
            let growth = self.history_multiplier.wrapping_mul(coded);
            mean = mean.wrapping_add(growth).wrapping_sub(decay);
            if value > MAX_MEAN {
                mean = MAX_MEAN;
            }
            after_zeros = 0;
            if mean < 128 && index < out.len() {
                // A run of zeros, however short.
                let k = mean.leading_zeros() - 24 + ((mean + 16) >> 6);
                let mask = ((1 << k) - 1) & ((1 << self.limit) - 1);
                let zeros = code(bits, k, mask, 16) as usize;
                let Some(run) = out.get_mut(index..index + zeros) else {
                    return Err(InputError::damaged("a run of zeros is too long"));
                };
                run.fill(0);
                index += zeros;
                after_zeros = u32::from(zeros < 0xFFFF);
                mean = 0;
            }
        }
        bits.check()
    }
}

/// One code: ones, a zero, then `k` bits, or one fewer where that is enough.
fn code(bits: &mut Bits<'_>, k: u32, multiplier: u32, written_out: u32) -> u32 {
    let prefix = bits.peek().leading_ones();
    if prefix >= MAX_PREFIX {
        bits.skip(MAX_PREFIX as usize);
        return bits.read(written_out);
    }
    bits.skip(prefix as usize + 1);
    let rest = if k == 0 { 0 } else { bits.peek() >> (32 - k) };
    let base = prefix * multiplier;
    if rest >= 2 {
        bits.skip(k as usize);
        base + rest - 1
    } else {
        bits.skip(k.saturating_sub(1) as usize);
        base
    }
}
