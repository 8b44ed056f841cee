//! Lengths with a large prime, by Bluestein's method: L. I. Bluestein, "A linear filtering approach
//! to the computation of the discrete Fourier transform", 1970. As `i k = (i² + k² - (k - i)²) /
//! 2`, a transform is a convolution with a chirp, which transforms of any greater length can
//! compute.

use super::complex::{Complex, root};
use super::decimation::Decimation;
use super::lanes::{Lanes, Real};
use super::pass::Source;

pub struct Convolution<S> {
    length: usize,
    inner: Decimation<S>,
    inner_length: usize,
    /// exp(-πi k² / length).
    chirp: Vec<Complex<S>>,
    /// The transform of the conjugate chirp, divided by the inner length, bin by bin.
    filter: Vec<Complex<S>>,
}

impl<S: Real> Convolution<S> {
    /// Plans transforms of at least one point.
    pub fn new(length: usize) -> Self {
        let inner_length = smooth_length(2 * length - 1);
        // The length has been chosen so that a plan exists.
        let (inner, exact) = (Decimation::new(inner_length), Decimation::<f64>::new(inner_length));
        let (Some(inner), Some(exact)) = (inner, exact) else { unreachable!() };
        let period = 2 * length as u64;
        let square = |index: usize| (index as u64 * index as u64) % period;
        // In float64, whatever the transform itself uses: its error is added to that of every
        // result.
        let mut filter = vec![Complex::zero(); inner_length];
        for index in 0..length {
            let value = root::<f64>(square(index), period).conj().scale(1.0 / inner_length as f64);
            filter[index] = value;
            filter[(inner_length - index) % inner_length] = value;
        }
        exact.run(&mut filter);
        let narrow =
            |value: Complex<f64>| Complex { re: S::from_f64(value.re), im: S::from_f64(value.im) };
        Convolution {
            length,
            inner_length,
            chirp: (0..length).map(|index| root(square(index), period)).collect(),
            filter: exact.position().iter().map(|&at| narrow(filter[at as usize])).collect(),
            inner,
        }
    }

    /// How many complex numbers of scratch [`Convolution::run`] needs.
    pub fn scratch_len(&self) -> usize {
        2 * self.inner_length
    }

    /// Transforms what `source` gives for each index and writes it to `points`, with the bins in
    /// order.
    ///
    /// # Safety
    /// There are `length` places from `points`; `source` may be asked for every index below that.
    pub unsafe fn run_from<V: Lanes<Scalar = S>>(
        &self,
        source: impl Source<V>,
        points: *mut Complex<V>,
        scratch: &mut [Complex<V>],
    ) {
        let (signal, product) = scratch[..self.scratch_len()].split_at_mut(self.inner_length);
        for (index, (to, &chirp)) in signal.iter_mut().zip(&self.chirp).enumerate() {
            // SAFETY: guaranteed by the caller.
            *to = unsafe { source.get(points, index, 0) }.times(chirp.splat());
        }
        signal[self.length..].fill(Complex::zero());
        self.inner.run(signal);
        let position = self.inner.position();
        for ((to, &at), &filter) in product.iter_mut().zip(position).zip(&self.filter) {
            *to = signal[at as usize].times(filter.splat());
        }
        self.inner.run(product);
        for (bin, &chirp) in self.chirp.iter().enumerate() {
            // An inverse transform is a forward one read backwards.
            let at = position[if bin == 0 { 0 } else { self.inner_length - bin }];
            // SAFETY: guaranteed by the caller.
            unsafe { *points.add(bin) = product[at as usize].times(chirp.splat()) };
        }
    }
}

/// The smallest length of at least `least` points whose prime factors are 2, 3 and 5.
pub fn smooth_length(least: usize) -> usize {
    let mut best = least.next_power_of_two();
    let mut fives = 1;
    while fives < best {
        let mut odd = fives;
        while odd < best {
            let candidate = odd * least.div_ceil(odd).next_power_of_two();
            best = best.min(candidate);
            odd *= 3;
        }
        fives *= 5;
    }
    best
}
