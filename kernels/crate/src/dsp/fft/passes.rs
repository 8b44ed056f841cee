//! The decimation in frequency that all transforms are made of.

use super::butterflies::{dft_prime, dft2, dft3, dft4, dft5, dft7, dft8};
use super::complex::{Complex, root};
use super::lanes::{Lanes, Real};

/// The largest prime that gets a pass of its own; lengths with a larger one are convolved.
pub const LARGEST_PRIME: usize = 31;

/// Columns that aren't known when compiling.
const ANY: usize = 0;

/// A transform in place that leaves its bins out of order, for lengths whose primes are all small.
///
/// Every element is a whole vector, so whatever reads the bins next may pick them from wherever they
/// lie: [`Decimation::position`] says where.
pub struct Decimation<S> {
    length: usize,
    passes: Vec<Pass<S>>,
    position: Vec<u32>,
}

/// One step: every block of `radix * columns` points becomes `radix` blocks, each to be transformed on
/// its own.
struct Pass<S> {
    radix: usize,
    columns: usize,
    blocks: usize,
    /// For each column, what its points 1 to `radix - 1` are turned by.
    twiddles: Vec<Complex<S>>,
    /// The `radix`-th roots of one, for a radix without code of its own.
    roots: Vec<Complex<S>>,
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

    /// Where each bin lies after [`Decimation::run`].
    pub fn position(&self) -> &[u32] {
        &self.position
    }

    /// Transforms `points` in place; there are as many as the plan's length.
    pub fn run<V: Lanes<Scalar = S>>(&self, points: &mut [Complex<V>]) {
        assert_eq!(points.len(), self.length);
        let points = points.as_mut_ptr();
        // SAFETY: there are as many points as indices.
        unsafe { self.run_from(|index, further| *points.add(index).add(further), points) };
    }

    /// Transforms what `source` gives for each index, which it is asked for as a sum of two, into the
    /// places from `points` on. The first pass thus reads straight from where a signal lies.
    ///
    /// # Safety
    /// There are as many places as the plan is long; `source` may be asked for every index below that,
    /// and may read those same places.
    #[inline(always)]
    pub unsafe fn run_from<V: Lanes<Scalar = S>>(
        &self,
        source: impl Fn(usize, usize) -> Complex<V>,
        points: *mut Complex<V>,
    ) {
        // SAFETY: the caller's; a point is read before it is written.
        unsafe {
            match self.passes.split_first() {
                Some((first, others)) => {
                    first.run(points, source);
                    for pass in others {
                        pass.run(points, |index, further| *points.add(index).add(further));
                    }
                }
                None => *points = source(0, 0),
            }
        }
    }
}

impl<S: Real> Pass<S> {
    fn new(radix: usize, block: usize, blocks: usize) -> Self {
        let columns = block / radix;
        let twiddles = (0..columns as u64)
            .flat_map(|column| (1..radix as u64).map(move |bin| root(column * bin, block as u64)))
            .collect();
        let roots = match radix {
            2 | 3 | 4 | 5 | 7 | 8 => Vec::new(),
            _ => (0..radix as u64).map(|index| root(index, radix as u64)).collect(),
        };
        Pass { radix, columns, blocks, twiddles, roots }
    }

    /// Reads from `source` and writes to `points`, which may be the same.
    ///
    /// # Safety
    /// `points` has the plan's length, which is all that is touched and asked for.
    #[inline(always)]
    unsafe fn run<V: Lanes<Scalar = S>>(
        &self,
        points: *mut Complex<V>,
        source: impl Fn(usize, usize) -> Complex<V>,
    ) {
        // SAFETY: the caller's.
        unsafe {
            match (self.radix, self.columns) {
                (2, _) => self.turn::<V, 2, ANY>(points, source, dft2()),
                (3, _) => self.turn::<V, 3, ANY>(points, source, dft3()),
                (4, 8) => self.turn::<V, 4, 8>(points, source, dft4()),
                (4, 64) => self.turn::<V, 4, 64>(points, source, dft4()),
                (4, _) => self.turn::<V, 4, ANY>(points, source, dft4()),
                (5, 8) => self.turn::<V, 5, 8>(points, source, dft5()),
                (5, _) => self.turn::<V, 5, ANY>(points, source, dft5()),
                (7, _) => self.turn::<V, 7, ANY>(points, source, dft7()),
                (8, 1) => self.turn::<V, 8, 1>(points, source, dft8()),
                (8, 8) => self.turn::<V, 8, 8>(points, source, dft8()),
                (8, 64) => self.turn::<V, 8, 64>(points, source, dft8()),
                (8, _) => self.turn::<V, 8, ANY>(points, source, dft8()),
                _ => self.turn_prime(points, source),
            }
        }
    }

    /// The pass of a radix `R`, and of `COLUMNS` columns where they aren't [`ANY`]: then all of a
    /// butterfly's points are at fixed distances, and no addresses are computed.
    ///
    /// # Safety
    /// As for [`Pass::run`].
    #[inline(never)]
    unsafe fn turn<V: Lanes<Scalar = S>, const R: usize, const COLUMNS: usize>(
        &self,
        points: *mut Complex<V>,
        source: impl Fn(usize, usize) -> Complex<V>,
        dft: impl Fn([Complex<V>; R]) -> [Complex<V>; R],
    ) {
        let columns = if COLUMNS == ANY { self.columns } else { COLUMNS };
        // SAFETY: the caller's; there are `R - 1` twiddles for each column.
        unsafe {
            if columns == 1 {
                // The last pass: nothing to turn.
                for block in 0..self.blocks {
                    let target = points.add(block * R);
                    let outputs = dft(core::array::from_fn(|row| source(block * R, row)));
                    for row in 0..R {
                        *target.add(row) = outputs[row];
                    }
                }
                return;
            }
            for block in 0..self.blocks {
                let mut twiddles = self.twiddles.as_ptr();
                let start = block * R * columns;
                for column in start..start + columns {
                    let target = points.add(column);
                    let outputs = dft(core::array::from_fn(|row| source(column, row * columns)));
                    *target = outputs[0];
                    for row in 1..R {
                        *target.add(row * columns) = outputs[row].times(*twiddles.add(row - 1));
                    }
                    twiddles = twiddles.add(R - 1);
                }
            }
        }
    }

    /// The pass of a prime radix.
    ///
    /// # Safety
    /// As for [`Pass::run`].
    #[inline(never)]
    unsafe fn turn_prime<V: Lanes<Scalar = S>>(
        &self,
        points: *mut Complex<V>,
        source: impl Fn(usize, usize) -> Complex<V>,
    ) {
        let (radix, columns) = (self.radix, self.columns);
        let mut inputs = [Complex::zero(); LARGEST_PRIME];
        let mut work = [Complex::zero(); LARGEST_PRIME];
        for block in 0..self.blocks {
            let start = block * radix * columns;
            let twiddles = self.twiddles.chunks_exact(radix - 1);
            for (column, twiddles) in (start..start + columns).zip(twiddles) {
                for (row, input) in inputs[..radix].iter_mut().enumerate() {
                    *input = source(column, row * columns);
                }
                dft_prime(&mut inputs[..radix], &mut work, &self.roots);
                // SAFETY: the caller's.
                unsafe { *points.add(column) = inputs[0] };
                for row in 1..radix {
                    let turned = inputs[row].times(twiddles[row - 1]);
                    // SAFETY: the caller's.
                    unsafe { *points.add(column + row * columns) = turned };
                }
            }
        }
    }
}

/// The radices of the passes, in their order; `None` if a prime is too large.
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
    // Eights do the most work between a load and a store; the last pass, which has nothing to turn, is
    // one too where there is any.
    let twos = length.trailing_zeros() as usize;
    let (fours, single) = match (twos % 3, twos) {
        (0, _) => (0, 0),
        (1, 1) => (0, 1),
        (1, _) => (2, 0),
        _ => (1, 0),
    };
    radices.extend(std::iter::repeat_n(2, single));
    radices.extend(std::iter::repeat_n(4, fours));
    radices.extend(std::iter::repeat_n(8, (twos - single - 2 * fours) / 3));
    (rest == 1).then_some(radices)
}

/// Bin `k` of a transform of which the first pass has radix `r` is bin `k / r` of its block `k % r`.
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
