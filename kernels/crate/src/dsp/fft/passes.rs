//! The decimation in frequency that all transforms are made of.

use super::butterflies::{dft_prime, dft2, dft3, dft4, dft5, dft7, dft8};
use super::complex::{Complex, root};
use super::lanes::{Lanes, Real};

/// The largest prime that gets a pass of its own; lengths with a larger one are convolved.
pub const LARGEST_PRIME: usize = 31;

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
            passes.push(Pass::new(radix, block));
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
        for pass in &self.passes {
            pass.run(points);
        }
    }
}

impl<S: Real> Pass<S> {
    fn new(radix: usize, block: usize) -> Self {
        let columns = block / radix;
        let twiddles = (0..columns as u64)
            .flat_map(|column| (1..radix as u64).map(move |bin| root(column * bin, block as u64)))
            .collect();
        let roots = match radix {
            2 | 3 | 4 | 5 | 7 | 8 => Vec::new(),
            _ => (0..radix as u64).map(|index| root(index, radix as u64)).collect(),
        };
        Pass { radix, columns, twiddles, roots }
    }

    fn run<V: Lanes<Scalar = S>>(&self, points: &mut [Complex<V>]) {
        match self.radix {
            2 => self.turn(points, dft2),
            3 => self.turn(points, dft3),
            4 => self.turn(points, dft4),
            5 => self.turn(points, dft5),
            7 => self.turn(points, dft7),
            8 => self.turn(points, dft8),
            _ => self.turn_prime(points),
        }
    }

    #[inline(always)]
    fn turn<V: Lanes<Scalar = S>, const R: usize>(
        &self,
        points: &mut [Complex<V>],
        dft: impl Fn([Complex<V>; R]) -> [Complex<V>; R],
    ) {
        for block in points.chunks_exact_mut(R * self.columns) {
            for (column, twiddles) in self.twiddles.chunks_exact(R - 1).enumerate() {
                let inputs = core::array::from_fn(|row| block[column + row * self.columns]);
                let outputs = dft(inputs);
                block[column] = outputs[0];
                for row in 1..R {
                    block[column + row * self.columns] = outputs[row].times(twiddles[row - 1]);
                }
            }
        }
    }

    fn turn_prime<V: Lanes<Scalar = S>>(&self, points: &mut [Complex<V>]) {
        let mut inputs = [Complex::zero(); LARGEST_PRIME];
        let mut work = [Complex::zero(); LARGEST_PRIME];
        for block in points.chunks_exact_mut(self.radix * self.columns) {
            for (column, twiddles) in self.twiddles.chunks_exact(self.radix - 1).enumerate() {
                for (row, input) in inputs[..self.radix].iter_mut().enumerate() {
                    *input = block[column + row * self.columns];
                }
                dft_prime(&mut inputs[..self.radix], &mut work, &self.roots);
                block[column] = inputs[0];
                for row in 1..self.radix {
                    block[column + row * self.columns] = inputs[row].times(twiddles[row - 1]);
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
    let mut rest = length;
    for prime in (3..=LARGEST_PRIME).step_by(2).chain([8, 4, 2]) {
        while rest.is_multiple_of(prime) {
            radices.push(prime);
            rest /= prime;
        }
    }
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
