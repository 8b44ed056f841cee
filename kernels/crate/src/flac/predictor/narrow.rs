//! Linear prediction modulo 2³², four samples at a time.
//!
//! The terms of the four that depend on samples before the last four are a sum of vectors, which
//! needs no waiting. Only the others, seven at most, have to wait for the sample before.

use super::{MAX_ORDER, Predictor};
use older::{Older16, Older32};

/// Undoes a prediction of samples of any size.
pub fn restore(predictor: &Predictor, padded: &mut [i32]) {
    match predictor.order.div_ceil(4) {
        0 | 1 => run::<Older32<0>>(predictor, padded, &mut []),
        2 => run::<Older32<4>>(predictor, padded, &mut []),
        3 => run::<Older32<8>>(predictor, padded, &mut []),
        4 => run::<Older32<12>>(predictor, padded, &mut []),
        5 => run::<Older32<16>>(predictor, padded, &mut []),
        6 => run::<Older32<20>>(predictor, padded, &mut []),
        7 => run::<Older32<24>>(predictor, padded, &mut []),
        _ => run::<Older32<28>>(predictor, padded, &mut []),
    }
}

/// Undoes a prediction of 16-bit samples: vectors hold twice as many. `history` is as long as
/// `padded`.
pub fn restore_16(predictor: &Predictor, padded: &mut [i32], history: &mut [i16]) {
    for (short, &sample) in history.iter_mut().zip(&padded[..MAX_ORDER + predictor.order]) {
        *short = sample as i16;
    }
    match predictor.order.div_ceil(4) {
        0 | 1 => run::<Older16<0>>(predictor, padded, history),
        2 => run::<Older16<2>>(predictor, padded, history),
        3 => run::<Older16<4>>(predictor, padded, history),
        4 => run::<Older16<6>>(predictor, padded, history),
        5 => run::<Older16<8>>(predictor, padded, history),
        6 => run::<Older16<10>>(predictor, padded, history),
        7 => run::<Older16<12>>(predictor, padded, history),
        _ => run::<Older16<14>>(predictor, padded, history),
    }
}

/// The terms that depend on samples before the last four.
trait Older {
    fn new(coefficients: &[i32; MAX_ORDER]) -> Self;

    /// Four residuals at `at`, times 2^shift, plus the terms.
    fn sum(&self, padded: &[i32], history: &[i16], at: usize, shift: u32) -> Option<[i32; 4]>;

    /// Stores the four samples at `at`.
    fn keep(history: &mut [i16], at: usize, samples: [i32; 4]);
}

#[inline(always)]
fn run<O: Older>(predictor: &Predictor, padded: &mut [i32], history: &mut [i16]) {
    let Predictor { order, shift, ref coefficients } = *predictor;
    let older = O::new(coefficients);
    let [c0, c1, c2, c3, c4, c5, c6, ..] = *coefficients;
    let mut at = MAX_ORDER + order;
    let Some(&[mut d, mut c, mut b, mut a]) = padded[..at].last_chunk::<4>() else { return };
    while let Some([e, f, g, h]) = older.sum(padded, history, at, shift) {
        let e = dot(e, [(c3, d), (c2, c), (c1, b), (c0, a)]) >> shift;
        let f = dot(f, [(c4, d), (c3, c), (c2, b), (c1, a), (c0, e)]) >> shift;
        let g = dot(g, [(c5, d), (c4, c), (c3, b), (c2, a), (c1, e), (c0, f)]) >> shift;
        let h = dot(h, [(c6, d), (c5, c), (c4, b), (c3, a), (c2, e), (c1, f), (c0, g)]) >> shift;
        [d, c, b, a] = [e, f, g, h];
        if let Some(place) = padded.get_mut(at..at + 4) {
            place.copy_from_slice(&[d, c, b, a]);
        }
        O::keep(history, at, [d, c, b, a]);
        at += 4;
    }
    for at in at..padded.len() {
        let sum = (0..order).fold(padded[at].wrapping_shl(shift), |sum, index| {
            sum.wrapping_add(coefficients[index].wrapping_mul(padded[at - 1 - index]))
        });
        padded[at] = sum >> shift;
    }
}

#[inline(always)]
fn dot<const TERMS: usize>(sum: i32, terms: [(i32, i32); TERMS]) -> i32 {
    terms.iter().fold(sum, |sum, (a, b)| sum.wrapping_add(a.wrapping_mul(*b)))
}

/// With vectors.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod older {
    use std::arch::wasm32::*;

    use super::super::MAX_ORDER;
    use super::{Older, pair_taps, taps};

    pub struct Older32<const TAPS: usize>([v128; TAPS]);

    impl<const TAPS: usize> Older for Older32<TAPS> {
        #[inline(always)]
        fn new(coefficients: &[i32; MAX_ORDER]) -> Self {
            Older32(std::array::from_fn(|tap| {
                let [a, b, c, d] = taps(coefficients, tap);
                i32x4(a, b, c, d)
            }))
        }

        #[inline(always)]
        fn sum(&self, padded: &[i32], _: &[i16], at: usize, shift: u32) -> Option<[i32; 4]> {
            let &[a, b, c, d] = padded.get(at..)?.first_chunk::<4>()?;
            let last = padded.get(at - 4 - TAPS..at - 4)?.first_chunk::<TAPS>()?;
            let mut sum = i32x4_shl(i32x4(a, b, c, d), shift);
            for (tap, factors) in self.0.iter().enumerate() {
                let product = i32x4_mul(i32x4_splat(last[TAPS - 1 - tap]), *factors);
                sum = i32x4_add(sum, product);
            }
            Some(lanes(sum))
        }

        #[inline(always)]
        fn keep(_: &mut [i16], _: usize, _: [i32; 4]) {}
    }

    pub struct Older16<const PAIRS: usize>([v128; PAIRS]);

    impl<const PAIRS: usize> Older for Older16<PAIRS> {
        #[inline(always)]
        fn new(coefficients: &[i32; MAX_ORDER]) -> Self {
            Older16(std::array::from_fn(|pair| {
                let [a, b, c, d, e, f, g, h] = pair_taps(coefficients, pair);
                i16x8(a, b, c, d, e, f, g, h)
            }))
        }

        #[inline(always)]
        fn sum(&self, padded: &[i32], history: &[i16], at: usize, shift: u32) -> Option<[i32; 4]> {
            let &[a, b, c, d] = padded.get(at..)?.first_chunk::<4>()?;
            let last = history.get(at - 4 - 2 * PAIRS..at - 4)?.as_chunks::<2>().0;
            let last = last.first_chunk::<PAIRS>()?;
            let mut sum = i32x4_shl(i32x4(a, b, c, d), shift);
            for (pair, factors) in self.0.iter().enumerate() {
                let [low, high] = last[PAIRS - 1 - pair];
                let both = u32::from(low as u16) | u32::from(high as u16) << 16;
                sum = i32x4_add(sum, i32x4_dot_i16x8(u32x4_splat(both), *factors));
            }
            Some(lanes(sum))
        }

        #[inline(always)]
        fn keep(history: &mut [i16], at: usize, samples: [i32; 4]) {
            if let Some(place) = history.get_mut(at..at + 4) {
                place.copy_from_slice(&samples.map(|sample| sample as i16));
            }
        }
    }

    #[inline(always)]
    fn lanes(vector: v128) -> [i32; 4] {
        [
            i32x4_extract_lane::<0>(vector),
            i32x4_extract_lane::<1>(vector),
            i32x4_extract_lane::<2>(vector),
            i32x4_extract_lane::<3>(vector),
        ]
    }
}

/// Without vectors: the specification.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod older {
    use super::super::MAX_ORDER;
    use super::{Older, pair_taps, taps};

    pub struct Older32<const TAPS: usize>([[i32; 4]; TAPS]);

    impl<const TAPS: usize> Older for Older32<TAPS> {
        fn new(coefficients: &[i32; MAX_ORDER]) -> Self {
            Older32(std::array::from_fn(|tap| taps(coefficients, tap)))
        }

        fn sum(&self, padded: &[i32], _: &[i16], at: usize, shift: u32) -> Option<[i32; 4]> {
            let mut sum = padded.get(at..)?.first_chunk::<4>()?.map(|sample| sample << shift);
            for (tap, factors) in self.0.iter().enumerate() {
                let sample = padded[at - 5 - tap];
                for (sum, factor) in sum.iter_mut().zip(factors) {
                    *sum = sum.wrapping_add(factor.wrapping_mul(sample));
                }
            }
            Some(sum)
        }

        fn keep(_: &mut [i16], _: usize, _: [i32; 4]) {}
    }

    pub struct Older16<const PAIRS: usize>([[i16; 8]; PAIRS]);

    impl<const PAIRS: usize> Older for Older16<PAIRS> {
        fn new(coefficients: &[i32; MAX_ORDER]) -> Self {
            Older16(std::array::from_fn(|pair| pair_taps(coefficients, pair)))
        }

        fn sum(&self, padded: &[i32], history: &[i16], at: usize, shift: u32) -> Option<[i32; 4]> {
            let mut sum = padded.get(at..)?.first_chunk::<4>()?.map(|sample| sample << shift);
            for (pair, factors) in self.0.iter().enumerate() {
                let [low, high] = [6, 5].map(|back| i32::from(history[at - back - 2 * pair]));
                for (lane, sum) in sum.iter_mut().enumerate() {
                    let [first, second] = [2 * lane, 2 * lane + 1].map(|at| i32::from(factors[at]));
                    *sum = sum.wrapping_add(first.wrapping_mul(low) + second.wrapping_mul(high));
                }
            }
            Some(sum)
        }

        fn keep(history: &mut [i16], at: usize, samples: [i32; 4]) {
            history[at..at + 4].copy_from_slice(&samples.map(|sample| sample as i16));
        }
    }
}

fn coefficient(coefficients: &[i32; MAX_ORDER], index: usize) -> i32 {
    coefficients.get(index).copied().unwrap_or(0)
}

/// The factors of the sample `5 + tap` before the next, for the next four.
fn taps(coefficients: &[i32; MAX_ORDER], tap: usize) -> [i32; 4] {
    std::array::from_fn(|lane| coefficient(coefficients, 4 + tap + lane))
}

/// The same for pairs of samples, `6 + 2·pair` and `5 + 2·pair` before the next.
fn pair_taps(coefficients: &[i32; MAX_ORDER], pair: usize) -> [i16; 8] {
    std::array::from_fn(|index| {
        let (lane, first) = (index / 2, (index + 1) % 2);
        coefficient(coefficients, 4 + 2 * pair + lane + first) as i16
    })
}
