//! Decimation in frequency, the basis of all transforms.

use super::complex::Complex;
use super::lanes::{Lanes, Real};
use super::pass::{InPlace, LARGEST_PRIME, Pass, Source};

/// A transform in place that leaves its bins out of order, for lengths whose prime factors are all
/// small.
///
/// Every element is a whole vector, so whatever reads the bins next can pick them from wherever
/// they are: [`Decimation::position`] says where.
pub struct Decimation<S> {
    length: usize,
    passes: Vec<Pass<S>>,
    position: Vec<u32>,
}

impl<S: Real> Decimation<S> {
    /// `None` if `length` is 0 or has a prime above [`LARGEST_PRIME`].
    pub fn new(length: usize) -> Option<Self> {
        let radices = radices(length)?;
        let mut passes = Vec::with_capacity(radices.len());
        let mut block = length;
        for &radix in &radices {
            passes.push(Pass::new(radix, block, length / block));
            block /= radix;
        }
        Some(Decimation { length, passes, position: positions(length, &radices) })
    }

    /// Where each bin is after [`Decimation::run`].
    pub fn position(&self) -> &[u32] {
        &self.position
    }

    /// Transforms `points` in place; there are as many as the plan's length.
    pub fn run<V: Lanes<Scalar = S>>(&self, points: &mut [Complex<V>]) {
        assert_eq!(points.len(), self.length);
        let points = points.as_mut_ptr();
        // SAFETY: there are as many points as indices.
        unsafe { self.run_from(InPlace, points) };
    }

    /// Transforms what `source` gives for each index, which is passed as a sum of two, into the
    /// places from `points`. This lets the first pass read straight from the signal's own memory.
    ///
    /// # Safety
    /// There are as many places as the plan is long; `source` may be asked for every index below
    /// that, and may read those same places.
    #[inline(always)]
    pub unsafe fn run_from<V: Lanes<Scalar = S>>(
        &self,
        source: impl Source<V>,
        points: *mut Complex<V>,
    ) {
        // SAFETY: guaranteed by the caller; a point is read before it is written.
        unsafe {
            match self.passes.split_first() {
                Some((first, others)) => {
                    first.run(points, source);
                    for pass in others {
                        pass.run(points, InPlace);
                    }
                }
                None => *points = source.get(points, 0, 0),
            }
        }
    }
}

/// The radices of the passes, in order; `None` if a prime is too large.
fn radices(length: usize) -> Option<Vec<usize>> {
    if length == 0 {
        return None;
    }
    let mut radices = Vec::new();
    let mut rest = length >> length.trailing_zeros();
    for prime in (3..=LARGEST_PRIME).step_by(2) {
        while rest.is_multiple_of(prime) {
            radices.push(prime);
            rest /= prime;
        }
    }
    // Four points fit in an engine's registers, eight don't: radix 8 is only worth it once, for the
    // last three twos of an odd number of them, in the last pass, where there are no twiddles.
    let twos = length.trailing_zeros() as usize;
    let (fours, last) = match twos {
        1 => (0, Some(2)),
        _ if twos.is_multiple_of(2) => (twos / 2, None),
        _ => ((twos - 3) / 2, Some(8)),
    };
    radices.extend(std::iter::repeat_n(4, fours));
    radices.extend(last);
    (rest == 1).then_some(radices)
}

/// If the first pass has radix `r`, bin `k` of a transform is bin `k / r` of its block `k % r`.
fn positions(length: usize, radices: &[usize]) -> Vec<u32> {
    (0..length)
        .map(|bin| {
            let (mut bin, mut block, mut position) = (bin, length, 0);
            for &radix in radices {
                block /= radix;
                position += bin % radix * block;
                bin /= radix;
            }
            position as u32
        })
        .collect()
}
