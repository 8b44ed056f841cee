//! Roots of unity for long transforms, as products of two from short tables: sines would cost more
//! than the transform itself.

use std::ptr::from_ref;

use super::complex::{Complex, root};
use super::rows::{RowLanes, Rows};
use super::vectors::F64x2;

/// exp(-2πi · index / length), for any index below the length.
pub struct Roots {
    length: u64,
    /// The indices of `fine` are the low bits of an index; those of `coarse` are the rest.
    bits: u32,
    fine: Vec<Complex<f64>>,
    coarse: Vec<Complex<f64>>,
}

impl Roots {
    /// The roots for a length of at least one.
    pub fn new(length: u64) -> Self {
        let bits = length.ilog2().div_ceil(2);
        let coarse = (0..=(length - 1) >> bits).map(|index| root(index << bits, length));
        Roots {
            length,
            bits,
            fine: (0..1 << bits).map(|index| root(index, length)).collect(),
            coarse: coarse.collect(),
        }
    }

    /// The length that these roots are for.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// One root.
    #[inline(always)]
    pub fn one(&self, index: u64) -> Complex<f64> {
        let (coarse, fine) = self.places(index);
        self.coarse[coarse].times(self.fine[fine])
    }

    /// Two roots, each in its lane.
    #[inline(always)]
    pub fn two(&self, [first, second]: [u64; 2]) -> Complex<F64x2> {
        let (first_coarse, first_fine) = self.places(first);
        let (second_coarse, second_fine) = self.places(second);
        let pair = |one: &Complex<f64>, other: &Complex<f64>| {
            // SAFETY: each of the rows is one complex number.
            unsafe {
                F64x2::load_pair(&Rows::two(from_ref(one).cast(), from_ref(other).cast()), 0, 0)
            }
        };
        pair(&self.coarse[first_coarse], &self.coarse[second_coarse])
            .times(pair(&self.fine[first_fine], &self.fine[second_fine]))
    }

    #[inline(always)]
    fn places(&self, index: u64) -> (usize, usize) {
        ((index >> self.bits) as usize, (index & ((1 << self.bits) - 1)) as usize)
    }
}
