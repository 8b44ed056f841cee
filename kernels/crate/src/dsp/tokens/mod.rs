//! Codec tokens on their way from a file to a batch: unpacked from their bits, widened to the type
//! that embedding layers take, and written at a stride.

#[cfg(target_arch = "wasm32")]
mod simd;
#[cfg(target_arch = "wasm32")]
mod wasm;

/// Consecutive tokens of `bits` bits each in memory, from the lowest bit of a byte upwards.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    bits: u32,
    first_bit: u32,
    count: usize,
}

impl Run {
    /// `count` tokens of 1 to 16 bits, the first one starting at bit `first_bit` of the first byte;
    /// `None` unless that is below 8, and 0 for tokens of 16 bits, which always begin with a byte.
    pub fn of(bits: u32, first_bit: u32, count: usize) -> Option<Self> {
        let is_run = (1..=16).contains(&bits) && first_bit < 8 && (bits < 16 || first_bit == 0);
        is_run.then_some(Run { bits, first_bit, count })
    }

    /// How many bytes the tokens span; `None` if that overflows.
    pub fn source_length(&self) -> Option<usize> {
        if self.count == 0 {
            return Some(0);
        }
        let bits =
            self.count.checked_mul(self.bits as usize)?.checked_add(self.first_bit as usize)?;
        Some(bits.div_ceil(8))
    }

    /// Elements from the first one written to the last, `stride` apart; `None` if that overflows or
    /// they would overlap.
    pub fn target_length(&self, stride: usize) -> Option<usize> {
        match self.count {
            0 => Some(0),
            _ if stride == 0 => None,
            count => (count - 1).checked_mul(stride)?.checked_add(1),
        }
    }

    /// The token at `index`; it spans at most three bytes.
    fn token(&self, source: &[u8], index: usize) -> u16 {
        let bit = self.first_bit as usize + index * self.bits as usize;
        let byte = |at: usize| u32::from(source.get(at).copied().unwrap_or(0));
        let at = bit / 8;
        let word = byte(at) | byte(at + 1) << 8 | byte(at + 2) << 16;
        ((word >> (bit % 8)) & ((1 << self.bits) - 1)) as u16
    }
}

/// What tokens become: 16 bits, unchanged, or wider signed integers.
pub trait Element: Copy {
    fn of(token: u16) -> Self;
    /// Stores eight tokens.
    ///
    /// # Safety
    /// `to` must have room for eight.
    #[cfg(target_arch = "wasm32")]
    unsafe fn store(tokens: core::arch::wasm32::v128, to: *mut Self);
}

/// Writes each token of the run, `stride` elements apart.
///
/// `source` and `target` have the lengths that [`Run`] gives.
pub fn expand<T: Element>(run: &Run, source: &[u8], target: &mut [T], stride: usize) {
    #[cfg(target_arch = "wasm32")]
    let done = simd::expand(run, source, target, stride);
    #[cfg(not(target_arch = "wasm32"))]
    let done = 0;
    for index in done..run.count {
        target[index * stride] = T::of(run.token(source, index));
    }
}

macro_rules! element {
    ($type:ty, $store:path) => {
        impl Element for $type {
            fn of(token: u16) -> Self {
                token.into()
            }
            #[cfg(target_arch = "wasm32")]
            unsafe fn store(tokens: core::arch::wasm32::v128, to: *mut Self) {
                // SAFETY: promised by the caller.
                unsafe { $store(tokens, to.cast()) }
            }
        }
    };
}

element!(u16, simd::store16);
element!(i32, simd::store32);
element!(i64, simd::store64);

#[cfg(test)]
mod tests {
    use super::*;

    fn pack(tokens: &[u16], bits: u32, first_bit: u32) -> Vec<u8> {
        let run = Run::of(bits, first_bit, tokens.len()).unwrap();
        let mut bytes = vec![0; run.source_length().unwrap()];
        for (index, token) in tokens.iter().enumerate() {
            for bit in 0..bits as usize {
                let at = first_bit as usize + index * bits as usize + bit;
                bytes[at / 8] |= ((token >> bit) as u8 & 1) << (at % 8);
            }
        }
        bytes
    }

    #[test]
    fn tokens_of_every_width_come_back_at_every_offset() {
        for bits in 1..=16 {
            for first_bit in if bits == 16 { 0..1 } else { 0..8 } {
                let mask = ((1_u32 << bits) - 1) as u16;
                let tokens: Vec<u16> =
                    (0..37_u16).map(|index| index.wrapping_mul(40_503) & mask).collect();
                let source = pack(&tokens, bits, first_bit);
                let run = Run::of(bits, first_bit, tokens.len()).unwrap();
                let mut narrow = vec![0_u16; 37];
                expand(&run, &source, &mut narrow, 1);
                assert_eq!(narrow, tokens, "{bits} bits from bit {first_bit}");
                let mut wide = vec![-1_i64; run.target_length(3).unwrap()];
                expand(&run, &source, &mut wide, 3);
                for (at, &value) in wide.iter().enumerate() {
                    assert_eq!(value, if at % 3 == 0 { tokens[at / 3].into() } else { -1 });
                }
            }
        }
    }

    #[test]
    fn invalid_runs_are_refused() {
        assert!(Run::of(0, 0, 1).is_none());
        assert!(Run::of(17, 0, 1).is_none());
        assert!(Run::of(10, 8, 1).is_none());
        assert!(Run::of(16, 1, 1).is_none());
        let run = Run::of(10, 0, usize::MAX).unwrap();
        assert_eq!(run.source_length(), None);
        assert_eq!(run.target_length(2), None);
        assert_eq!(Run::of(10, 0, 2).unwrap().target_length(0), None);
        assert_eq!(Run::of(10, 7, 0).unwrap().source_length(), Some(0));
    }
}
