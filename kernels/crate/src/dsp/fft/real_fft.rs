//! Transforms of real signals, of any length.

use super::FftError;
use super::complex::{Complex, as_complex, root};
use super::complex_fft::ComplexFft;
use super::lanes::{Lanes, Real};

/// A plan for transforms of real signals of one length, to the bins from 0 to `len / 2` and back: made
/// once, run on any number of signals, of any lanes over `S`. It holds tables only, and no call
/// allocates.
///
/// Both directions are unscaled, so that one after the other multiplies by the length.
pub struct RealFft<S> {
    length: usize,
    /// Of half the length where that is whole: even samples are real parts, odd ones imaginary.
    inner: ComplexFft<S>,
    /// For an even length, -i/2 · exp(-2πi k / len) for k up to a quarter of it.
    twiddles: Vec<Complex<S>>,
}

impl<S: Real> RealFft<S> {
    /// Plans transforms of `length` samples.
    pub fn new(length: usize) -> Result<Self, FftError> {
        let even = length.is_multiple_of(2);
        let inner = ComplexFft::new(if even { length / 2 } else { length })?;
        let twiddles = (0..if even { length / 4 + 1 } else { 0 }).map(|bin| {
            let turn = root::<f64>(bin as u64, length as u64).times_minus_i().scale(0.5);
            Complex { re: S::from_f64(turn.re), im: S::from_f64(turn.im) }
        });
        Ok(RealFft { length, inner, twiddles: twiddles.collect() })
    }

    /// How many samples are transformed.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> usize {
        self.length
    }

    /// How many bins there are: `len / 2 + 1`.
    pub fn bins(&self) -> usize {
        self.length / 2 + 1
    }

    /// How many complex numbers `scratch` must have room for; 0 for even lengths without large primes.
    pub fn scratch_len(&self) -> usize {
        if self.length.is_multiple_of(2) {
            self.inner.len() + self.inner.scratch_len()
        } else {
            2 * self.length + self.inner.scratch_len()
        }
    }

    /// `output[k]` = Σ `input[n]` exp(-2πi n k / len) for the bins from 0 to `len / 2`. The input is
    /// overwritten.
    ///
    /// # Panics
    /// If `input` isn't of [`RealFft::len`] samples, `output` isn't of [`RealFft::bins`] bins, or
    /// `scratch` is shorter than [`RealFft::scratch_len`].
    pub fn forward<V: Lanes<Scalar = S>>(
        &self,
        input: &mut [V],
        output: &mut [Complex<V>],
        scratch: &mut [Complex<V>],
    ) {
        assert_eq!(output.len(), self.bins());
        self.forward_each(input, scratch, |bin, value| output[bin] = value);
    }

    /// As [`RealFft::forward`], but hands each bin, as soon as it is known, to `sink`: once each, in an
    /// order of the plan's own. What is wanted of a bin (its power, its product with a filter) can be
    /// computed before it ever gets to memory.
    ///
    /// # Panics
    /// As [`RealFft::forward`].
    #[inline]
    pub fn forward_each<V: Lanes<Scalar = S>>(
        &self,
        input: &mut [V],
        scratch: &mut [Complex<V>],
        mut sink: impl FnMut(usize, Complex<V>),
    ) {
        assert_eq!(input.len(), self.length);
        if !self.length.is_multiple_of(2) {
            let (signal, rest) = scratch.split_at_mut(self.length);
            let (spectrum, rest) = rest.split_at_mut(self.length);
            for (to, &sample) in signal.iter_mut().zip(&*input) {
                *to = Complex::new(sample, V::zero());
            }
            self.inner.forward(signal, spectrum, rest);
            for (bin, &value) in spectrum[..self.bins()].iter().enumerate() {
                sink(bin, value);
            }
            return;
        }
        let half = self.length / 2;
        let (packed, rest) = scratch.split_at_mut(half);
        self.inner.forward(as_complex(input), packed, rest);
        let first = packed[0];
        sink(0, Complex::new(first.re + first.im, V::zero()));
        sink(half, Complex::new(first.re - first.im, V::zero()));
        let one_half = V::splat(S::from_f64(0.5));
        for (bin, &twiddle) in self.twiddles.iter().enumerate().skip(1) {
            let (low, high) = (packed[bin], packed[half - bin].conj());
            let (even, odd) = ((low + high).scale(one_half), (low - high).times(twiddle));
            sink(bin, even + odd);
            if bin != half - bin {
                sink(half - bin, (even - odd).conj());
            }
        }
    }

    /// `output[n]` = Σ X[k] exp(+2πi n k / len) over all `len` bins, of which `input` holds those from 0
    /// to `len / 2` and the others are their conjugates; without dividing by the length. The imaginary
    /// parts of bin 0, and for an even length of the last bin, count as 0. The input is overwritten.
    ///
    /// # Panics
    /// As [`RealFft::forward`], with the roles exchanged.
    pub fn inverse<V: Lanes<Scalar = S>>(
        &self,
        input: &mut [Complex<V>],
        output: &mut [V],
        scratch: &mut [Complex<V>],
    ) {
        assert_eq!(input.len(), self.bins());
        assert_eq!(output.len(), self.length);
        if !self.length.is_multiple_of(2) {
            let (spectrum, rest) = scratch.split_at_mut(self.length);
            let (signal, rest) = rest.split_at_mut(self.length);
            spectrum[0] = Complex::new(input[0].re, V::zero());
            for (bin, &value) in input.iter().enumerate().skip(1) {
                spectrum[bin] = value;
                spectrum[self.length - bin] = value.conj();
            }
            self.inner.inverse(spectrum, signal, rest);
            for (to, value) in output.iter_mut().zip(signal) {
                *to = value.re;
            }
            return;
        }
        let half = self.length / 2;
        let (first, last) = (input[0].re, input[half].re);
        input[0] = Complex::new(first + last, first - last);
        let two = V::splat(S::from_f64(2.0));
        for (bin, &twiddle) in self.twiddles.iter().enumerate().skip(1) {
            let (low, high) = (input[bin], input[half - bin].conj());
            let (even, odd) = (low + high, (low - high).scale(two).times(twiddle.conj()));
            input[bin] = even + odd;
            if bin != half - bin {
                input[half - bin] = (even - odd).conj();
            }
        }
        self.inner.inverse(&mut input[..half], as_complex(output), scratch);
    }
}
