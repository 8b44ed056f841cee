//! Complex transforms of any length.

use super::complex::Complex;
use super::convolution::Convolution;
use super::decimation::Decimation;
use super::lanes::{Lanes, Real};
use super::pass::{InPlace, Source};
use super::{FftError, LONGEST, check_length};

/// A plan for complex transforms of one length: made once, and run on any number of signals, of any
/// lanes over `S`. It holds only tables, and no call allocates.
///
/// Both directions are unscaled, so a transform there and back multiplies by the length.
pub struct ComplexFft<S> {
    length: usize,
    method: Method<S>,
}

enum Method<S> {
    Passes(Decimation<S>),
    /// With the bins' positions, which are in order.
    Convolution(Convolution<S>, Vec<u32>),
}

impl<S: Real> ComplexFft<S> {
    /// Plans transforms of `length` points, up to [`LONGEST`].
    pub fn new(length: usize) -> Result<Self, FftError> {
        check_length(length, LONGEST)?;
        let method = match Decimation::new(length) {
            Some(passes) => Method::Passes(passes),
            None => Method::Convolution(Convolution::new(length), (0..length as u32).collect()),
        };
        Ok(ComplexFft { length, method })
    }

    /// How many points are transformed.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> usize {
        self.length
    }

    /// How many complex numbers `scratch` must have room for: 0 for lengths without large primes.
    pub fn scratch_len(&self) -> usize {
        match &self.method {
            Method::Passes(_) => 0,
            Method::Convolution(convolution, _) => convolution.scratch_len(),
        }
    }

    /// `output[k]` = Σ `input[n]` exp(-2πi n k / len). The input is overwritten.
    ///
    /// # Panics
    /// If `input` or `output` doesn't have the plan's length, or `scratch` is shorter than
    /// [`ComplexFft::scratch_len`].
    pub fn forward<V: Lanes<Scalar = S>>(
        &self,
        input: &mut [Complex<V>],
        output: &mut [Complex<V>],
        scratch: &mut [Complex<V>],
    ) {
        assert_eq!(output.len(), self.length);
        self.scramble(input, scratch);
        for (to, &at) in output.iter_mut().zip(self.position()) {
            *to = input[at as usize];
        }
    }

    /// `output[n]` = Σ `input[k]` exp(+2πi n k / len), without dividing by the length. The input is
    /// overwritten.
    ///
    /// # Panics
    /// Like [`ComplexFft::forward`].
    pub fn inverse<V: Lanes<Scalar = S>>(
        &self,
        input: &mut [Complex<V>],
        output: &mut [Complex<V>],
        scratch: &mut [Complex<V>],
    ) {
        assert_eq!(output.len(), self.length);
        self.scramble(input, scratch);
        // An inverse transform is a forward one read backwards.
        let position = self.position();
        output[0] = input[position[0] as usize];
        for (to, &at) in output[1..].iter_mut().rev().zip(&position[1..]) {
            *to = input[at as usize];
        }
    }

    /// Where each bin is after [`ComplexFft::scramble`].
    pub(super) fn position(&self) -> &[u32] {
        match &self.method {
            Method::Passes(passes) => passes.position(),
            Method::Convolution(_, position) => position,
        }
    }

    /// Transforms `points` in place, and leaves the bins out of order.
    pub(super) fn scramble<V: Lanes<Scalar = S>>(
        &self,
        points: &mut [Complex<V>],
        scratch: &mut [Complex<V>],
    ) {
        assert_eq!(points.len(), self.length);
        let start = points.as_mut_ptr();
        // SAFETY: indices are below the length, which is that of `points`. A point is read before
        // it is written.
        unsafe { self.scramble_from(InPlace, start, scratch) };
    }

    /// Transforms what `source` gives for each index into the `len` places from `points`, out of
    /// order.
    ///
    /// # Safety
    /// There are that many places; `source` may be asked for every index below the length, and may
    /// read those same places.
    #[inline(always)]
    pub(super) unsafe fn scramble_from<V: Lanes<Scalar = S>>(
        &self,
        source: impl Source<V>,
        points: *mut Complex<V>,
        scratch: &mut [Complex<V>],
    ) {
        // SAFETY: guaranteed by the caller.
        unsafe {
            match &self.method {
                Method::Passes(passes) => passes.run_from(source, points),
                Method::Convolution(convolution, _) => {
                    convolution.run_from(source, points, scratch);
                }
            }
        }
    }
}
