//! One long real float64 transform at a time: see `long.rs`.

use super::complex::{Complex, as_complex};
use super::long::LongFft;
use super::roots::Roots;
use super::{FftError, LONGEST_LONG, check_length};

/// A plan for long transforms of real signals, to the bins from 0 to `length / 2` and back.
pub struct LongRealFft {
    length: usize,
    /// Of half the length if it is even: even samples are real parts, odd ones imaginary.
    inner: LongFft,
    roots: Roots,
}

impl LongRealFft {
    /// Plans transforms of `length` samples.
    pub fn new(length: usize) -> Result<Self, FftError> {
        check_length(length, LONGEST_LONG)?;
        let inner = LongFft::new(if length.is_multiple_of(2) { length / 2 } else { length })?;
        Ok(LongRealFft { length, inner, roots: Roots::new(length as u64) })
    }

    /// How many samples are transformed.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> usize {
        self.length
    }

    /// How many bins there are.
    pub fn bins(&self) -> usize {
        self.length / 2 + 1
    }

    /// How many complex numbers `scratch` must have room for.
    pub fn scratch_len(&self) -> usize {
        let odd = if self.length.is_multiple_of(2) { 0 } else { self.length };
        self.inner.len() + odd + self.inner.scratch_len()
    }

    /// The first `output.len()` bins, up to all of them, of a signal, which is overwritten.
    ///
    /// # Panics
    /// If `input` doesn't have the plan's length, `output` has too many bins, or `scratch` is too
    /// short.
    pub fn forward(
        &self,
        input: &mut [f64],
        output: &mut [Complex<f64>],
        scratch: &mut [Complex<f64>],
    ) {
        assert!(input.len() == self.length && output.len() <= self.bins());
        let size = self.inner.len();
        let (spectrum, scratch) = scratch.split_at_mut(size);
        if !self.length.is_multiple_of(2) {
            let (signal, scratch) = scratch.split_at_mut(size);
            for (to, &sample) in signal.iter_mut().zip(&*input) {
                *to = Complex::new(sample, 0.0);
            }
            self.inner.forward(signal, spectrum, scratch);
            output.copy_from_slice(&spectrum[..output.len()]);
            return;
        }
        self.inner.forward(as_complex(input), spectrum, scratch);
        for (bin, to) in output.iter_mut().enumerate() {
            // Bin `size` of the inner spectrum equals its bin 0.
            let low = spectrum[if bin < size { bin } else { 0 }];
            let high = spectrum[if bin == 0 { 0 } else { size - bin }].conj();
            let odd = (low - high).times(self.roots.one(bin as u64)).times_minus_i();
            *to = (low + high + odd).scale(0.5);
        }
    }

    /// The signal of a whole spectrum, which is overwritten, times the length. The imaginary parts
    /// of bin 0, and for an even length of the last bin, count as 0.
    ///
    /// # Panics
    /// If a length isn't the plan's, or `scratch` is too short.
    pub fn inverse(
        &self,
        input: &mut [Complex<f64>],
        output: &mut [f64],
        scratch: &mut [Complex<f64>],
    ) {
        assert!(input.len() == self.bins() && output.len() == self.length);
        let size = self.inner.len();
        let (points, scratch) = scratch.split_at_mut(size);
        input[0].im = 0.0;
        if !self.length.is_multiple_of(2) {
            let (signal, scratch) = scratch.split_at_mut(size);
            points[..input.len()].copy_from_slice(input);
            for (bin, value) in input.iter().enumerate().skip(1) {
                points[size - bin] = value.conj();
            }
            self.inner.inverse(points, signal, scratch);
            for (to, value) in output.iter_mut().zip(signal) {
                *to = value.re;
            }
            return;
        }
        input[size].im = 0.0;
        for (bin, to) in points.iter_mut().enumerate() {
            let (low, high) = (input[bin], input[size - bin].conj());
            // Times i.
            let odd = (low - high).times(self.roots.one(bin as u64).conj()).times_minus_i();
            *to = low + high - odd;
        }
        self.inner.inverse(points, as_complex(output), scratch);
    }
}
