//! One long float64 transform at a time: hundreds of thousands of points, more than fit in the
//! caches nearest to the processor.
//!
//! The points form a matrix: its columns are transformed and multiplied by twiddles, and then its
//! rows are transformed (W. M. Gentleman and G. Sande, "Fast Fourier transforms: for fun and
//! profit", 1966). Each row or column fits in a cache, and as many are done at once as a vector has
//! lanes. Lengths with a large prime are convolved, as in `convolution.rs`.

use super::complex::Complex;
use super::complex_fft::ComplexFft;
use super::convolution::smooth_length;
use super::pass::LARGEST_PRIME;
use super::roots::Roots;
use super::rows::{Pairs, RowLanes, Rows};
use super::vectors::F64x2;
use super::{FftError, LONGEST_LONG, check_length};

/// Up to this length, one pass in a cache is faster than two over memory.
const SHORT: usize = 1024;

/// A plan for long complex transforms. It holds only tables, with about as many numbers as the
/// square root of the length, except for lengths with a large prime.
pub struct LongFft {
    length: usize,
    method: Method,
}

enum Method {
    Short(ComplexFft<f64>),
    Matrix(Box<Matrix>),
    Convolution(Box<Convolution>),
}

struct Matrix {
    /// Transforms columns: as long as there are rows.
    columns: ComplexFft<f64>,
    /// Transforms rows: as long as there are columns.
    rows: ComplexFft<f64>,
    roots: Roots,
}

struct Convolution {
    inner: LongFft,
    /// The roots whose square indices are the points of the chirp.
    roots: Roots,
    /// The transform of the conjugate chirp, divided by the inner length.
    filter: Vec<Complex<f64>>,
}

impl LongFft {
    /// Plans transforms of `length` points.
    pub fn new(length: usize) -> Result<Self, FftError> {
        check_length(length, LONGEST_LONG)?;
        let method = if !is_smooth(length) {
            Method::Convolution(Box::new(Convolution::new(length)?))
        } else if length <= SHORT {
            Method::Short(ComplexFft::new(length)?)
        } else {
            let rows = middle_divisor(length);
            Method::Matrix(Box::new(Matrix {
                columns: ComplexFft::new(rows)?,
                rows: ComplexFft::new(length / rows)?,
                roots: Roots::new(length as u64),
            }))
        };
        Ok(LongFft { length, method })
    }

    /// How many points are transformed.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> usize {
        self.length
    }

    /// How many complex numbers `scratch` must have room for.
    pub fn scratch_len(&self) -> usize {
        match &self.method {
            Method::Short(plan) => plan.scratch_len(),
            // Each vector is two numbers; the first one starts at a multiple of 16 bytes.
            Method::Matrix(matrix) => 2 * matrix.columns.len().max(matrix.rows.len()) + 2,
            Method::Convolution(plan) => 2 * plan.inner.length + plan.inner.scratch_len(),
        }
    }

    /// `output[k]` = Σ `input[n]` exp(-2πi n k / length). The input is overwritten.
    ///
    /// # Panics
    /// If `input` or `output` doesn't have the plan's length, or `scratch` is shorter than
    /// [`LongFft::scratch_len`].
    pub fn forward(
        &self,
        input: &mut [Complex<f64>],
        output: &mut [Complex<f64>],
        scratch: &mut [Complex<f64>],
    ) {
        assert!(input.len() == self.length && output.len() == self.length);
        match &self.method {
            Method::Short(plan) => plan.forward(input, output, scratch),
            Method::Matrix(matrix) => matrix.run(input, output, scratch),
            Method::Convolution(plan) => plan.run(input, output, scratch),
        }
    }

    /// `output[n]` = Σ `input[k]` exp(+2πi n k / length), without dividing by the length. The input
    /// is overwritten.
    ///
    /// # Panics
    /// Like [`LongFft::forward`].
    pub fn inverse(
        &self,
        input: &mut [Complex<f64>],
        output: &mut [Complex<f64>],
        scratch: &mut [Complex<f64>],
    ) {
        // An inverse transform is a forward one read backwards.
        self.forward(input, output, scratch);
        output[1..].reverse();
    }
}

impl Matrix {
    fn run(
        &self,
        input: &mut [Complex<f64>],
        output: &mut [Complex<f64>],
        scratch: &mut [Complex<f64>],
    ) {
        let (height, width) = (self.columns.len(), self.rows.len());
        // As numbers first: a vector starts at a multiple of 16 bytes, a complex number at one of
        // 8.
        // SAFETY: all of these are numbers, and any bits are valid.
        let (_, work, _) =
            unsafe { scratch.align_to_mut::<f64>().1.align_to_mut::<Complex<F64x2>>() };
        assert!(work.len() >= height.max(width));
        let (from, to) = (input.as_mut_ptr().cast::<f64>(), output.as_mut_ptr().cast::<f64>());
        // SAFETY: rows and columns are those of matrices of the plan's length, which has been checked.
        unsafe {
            for column in (0..width).step_by(2) {
                let columns = Rows::new(from.add(2 * column), 2, width - column);
                let source = Pairs { rows: columns, step: 2 * width };
                self.columns.scramble_from(source, work.as_mut_ptr(), &mut []);
                let next = (column + 1).min(width - 1);
                for (row, &at) in self.columns.position().iter().enumerate() {
                    let turn = self.roots.two([(column * row) as u64, (next * row) as u64]);
                    let turned = work[at as usize].times(turn);
                    F64x2::store_pair(turned, &columns, 2 * width * row);
                }
            }
            for row in (0..height).step_by(2) {
                let rows = Rows::new(from.add(2 * width * row), 2 * width, height - row);
                self.rows.scramble_from(Pairs { rows, step: 2 }, work.as_mut_ptr(), &mut []);
                let columns = Rows::new(to.add(2 * row), 2, height - row);
                for (bin, &at) in self.rows.position().iter().enumerate() {
                    F64x2::store_pair(work[at as usize], &columns, 2 * height * bin);
                }
            }
        }
    }
}

impl Convolution {
    fn new(length: usize) -> Result<Self, FftError> {
        let inner = LongFft::new(smooth_length(2 * length - 1))?;
        let size = inner.length;
        let roots = Roots::new(2 * length as u64);
        let (mut chirp, mut filter) = (zeros(size)?, zeros(size)?);
        for index in 0..length {
            let value = chirp_point(&roots, index).conj().scale(1.0 / size as f64);
            chirp[index] = value;
            chirp[(size - index) % size] = value;
        }
        let mut scratch = zeros(inner.scratch_len())?;
        inner.forward(&mut chirp, &mut filter, &mut scratch);
        Ok(Convolution { inner, roots, filter })
    }

    fn run(
        &self,
        input: &[Complex<f64>],
        output: &mut [Complex<f64>],
        scratch: &mut [Complex<f64>],
    ) {
        let size = self.inner.length;
        let (signal, scratch) = scratch.split_at_mut(size);
        let (product, scratch) = scratch.split_at_mut(size);
        for (index, (to, from)) in signal.iter_mut().zip(input).enumerate() {
            *to = from.times(chirp_point(&self.roots, index));
        }
        signal[input.len()..].fill(Complex::zero());
        self.inner.forward(signal, product, scratch);
        for (value, &filter) in product.iter_mut().zip(&self.filter) {
            *value = value.times(filter);
        }
        self.inner.inverse(product, signal, scratch);
        for (index, (to, from)) in output.iter_mut().zip(signal).enumerate() {
            *to = from.times(chirp_point(&self.roots, index));
        }
    }
}

/// exp(-πi index² / length), from the roots of twice the length.
fn chirp_point(roots: &Roots, index: usize) -> Complex<f64> {
    roots.one(index as u64 * index as u64 % roots.length())
}

fn zeros(length: usize) -> Result<Vec<Complex<f64>>, FftError> {
    let mut zeros = Vec::new();
    zeros.try_reserve_exact(length).map_err(|_| FftError { length })?;
    zeros.resize(length, Complex::zero());
    Ok(zeros)
}

fn is_smooth(length: usize) -> bool {
    let mut rest = length;
    for prime in 2..=LARGEST_PRIME {
        while rest.is_multiple_of(prime) {
            rest /= prime;
        }
    }
    rest == 1
}

/// The largest divisor up to the square root, or an even one if it isn't much smaller: lanes come
/// in pairs.
fn middle_divisor(length: usize) -> usize {
    let largest = length.isqrt();
    let divisors = || (1..=largest).rev().filter(|&divisor| length.is_multiple_of(divisor));
    let first = divisors().next().unwrap_or(1);
    divisors().find(|divisor| divisor.is_multiple_of(2) && 2 * divisor > first).unwrap_or(first)
}
