//! Complex transforms of any length.

use super::complex::Complex;
use super::convolution::Convolution;
use super::lanes::{Lanes, Real};
use super::passes::Decimation;
use super::{FftError, check_length};

/// A plan for complex transforms of one length: made once, run on any number of signals, of any lanes
/// over `S`. It holds tables only, and no call allocates.
///
/// Both directions are unscaled, so that one after the other multiplies by the length.
pub struct ComplexFft<S> {
    length: usize,
    method: Method<S>,
}

enum Method<S> {
    Passes(Decimation<S>),
    Convolution(Convolution<S>),
}

impl<S: Real> ComplexFft<S> {
    /// Plans transforms of `length` points.
    pub fn new(length: usize) -> Result<Self, FftError> {
        check_length(length)?;
        let method = match Decimation::new(length) {
            Some(passes) => Method::Passes(passes),
            None => Method::Convolution(Convolution::new(length)),
        };
        Ok(ComplexFft { length, method })
    }

    /// How many points are transformed.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> usize {
        self.length
    }

    /// How many complex numbers `scratch` must have room for, often 0.
    pub fn scratch_len(&self) -> usize {
        match &self.method {
            Method::Passes(_) => 0,
            Method::Convolution(convolution) => convolution.scratch_len(),
        }
    }

    /// `output[k]` = Σ `input[n]` exp(-2πi n k / len). The input is overwritten.
    ///
    /// # Panics
    /// If `input` or `output` isn't of the plan's length, or `scratch` is shorter than
    /// [`ComplexFft::scratch_len`].
    pub fn forward<V: Lanes<Scalar = S>>(
        &self,
        input: &mut [Complex<V>],
        output: &mut [Complex<V>],
        scratch: &mut [Complex<V>],
    ) {
        assert_eq!(output.len(), self.length);
        self.run(input, scratch, |bin, value| output[bin] = value);
    }

    /// `output[n]` = Σ `input[k]` exp(+2πi n k / len), without dividing by the length. The input is
    /// overwritten.
    ///
    /// # Panics
    /// As [`ComplexFft::forward`].
    pub fn inverse<V: Lanes<Scalar = S>>(
        &self,
        input: &mut [Complex<V>],
        output: &mut [Complex<V>],
        scratch: &mut [Complex<V>],
    ) {
        assert_eq!(output.len(), self.length);
        // An inverse transform is a forward one read backwards.
        self.run(input, scratch, |bin, value| output[(self.length - bin) % self.length] = value);
    }

    fn run<V: Lanes<Scalar = S>>(
        &self,
        input: &mut [Complex<V>],
        scratch: &mut [Complex<V>],
        mut sink: impl FnMut(usize, Complex<V>),
    ) {
        assert_eq!(input.len(), self.length);
        match &self.method {
            Method::Passes(passes) => {
                passes.run(input);
                for (bin, &at) in passes.position().iter().enumerate() {
                    sink(bin, input[at as usize]);
                }
            }
            Method::Convolution(convolution) => convolution.run(input, scratch, sink),
        }
    }
}
