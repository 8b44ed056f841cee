//! Transforms of real signals, of any length.

use core::hint::black_box;

use super::complex::{Complex, as_complex, root};
use super::complex_fft::ComplexFft;
use super::lanes::{Lanes, Real};
use super::{FftError, LONGEST, check_length};

/// A plan for transforms of real signals of one length, to the bins from 0 to `len / 2` and back:
/// made once, and run on any number of signals, of any lanes over `S`. It holds only tables, and no
/// call allocates.
///
/// Both directions are unscaled, so a transform there and back multiplies by the length.
pub struct RealFft<S> {
    length: usize,
    /// Of half the length if it is even: even samples are real parts, odd ones imaginary.
    inner: ComplexFft<S>,
    /// For an even length, -i/2 · exp(-2πi k / len) for k up to a quarter of it.
    twiddles: Vec<Complex<S>>,
}

/// What happens to the bins.
pub(super) trait Sink<V> {
    /// Takes one bin.
    fn one(&mut self, bin: usize, value: Complex<V>);

    /// Takes a bin and the next one.
    #[inline(always)]
    fn two(&mut self, bin: usize, [first, second]: [Complex<V>; 2]) {
        self.one(bin, first);
        self.one(bin + 1, second);
    }
}

impl<V, F: FnMut(usize, Complex<V>)> Sink<V> for F {
    #[inline(always)]
    fn one(&mut self, bin: usize, value: Complex<V>) {
        self(bin, value);
    }
}

impl<S: Real> RealFft<S> {
    /// Plans transforms of `length` samples, up to [`LONGEST`].
    pub fn new(length: usize) -> Result<Self, FftError> {
        check_length(length, LONGEST)?;
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

    /// How many complex numbers `scratch` must have room for: 0 for even lengths without large
    /// primes.
    pub fn scratch_len(&self) -> usize {
        self.inner.scratch_len() + if self.is_even() { 0 } else { self.length }
    }

    pub(super) fn is_even(&self) -> bool {
        self.length.is_multiple_of(2)
    }

    pub(super) fn inner(&self) -> &ComplexFft<S> {
        &self.inner
    }

    /// `output[k]` = Σ `input[n]` exp(-2πi n k / len) for the bins from 0 to `len / 2`. The input
    /// is overwritten.
    ///
    /// # Panics
    /// If `input` doesn't have [`RealFft::len`] samples, `output` doesn't have [`RealFft::bins`]
    /// bins, or `scratch` is shorter than [`RealFft::scratch_len`].
    pub fn forward<V: Lanes<Scalar = S>>(
        &self,
        input: &mut [V],
        output: &mut [Complex<V>],
        scratch: &mut [Complex<V>],
    ) {
        assert_eq!(output.len(), self.bins());
        let output = output.as_mut_ptr();
        // SAFETY: bins are below `bins()`, which is the length of `output`.
        self.forward_each(input, scratch, |bin, value| unsafe { *output.add(bin) = value });
    }

    /// Like [`RealFft::forward`], but passes each bin to `sink` as soon as it is known: once each,
    /// in an order that depends on the plan. Anything made from a bin (its power, its product with
    /// a filter) can be computed before it ever reaches memory.
    ///
    /// # Panics
    /// Like [`RealFft::forward`].
    #[inline(always)]
    pub fn forward_each<V: Lanes<Scalar = S>>(
        &self,
        input: &mut [V],
        scratch: &mut [Complex<V>],
        mut sink: impl FnMut(usize, Complex<V>),
    ) {
        assert_eq!(input.len(), self.length);
        if self.is_even() {
            let points = as_complex(input);
            self.inner.scramble(points, scratch);
            self.unscramble(points, sink);
            return;
        }
        let (points, scratch) = scratch.split_at_mut(self.length);
        // SAFETY: there are as many samples, and as many points, as indices.
        unsafe {
            let source = |index: usize, further: usize| {
                Complex::new(*input.get_unchecked(index + further), V::zero())
            };
            self.inner.scramble_from(source, points.as_mut_ptr(), scratch);
        }
        for (bin, &at) in self.inner.position()[..self.bins()].iter().enumerate() {
            sink(bin, points[at as usize]);
        }
    }

    /// Makes the bins of an even length from the scrambled transform of its samples taken in pairs.
    /// The even samples' spectrum is its symmetric part, and the odd ones' is its antisymmetric
    /// part.
    #[inline(always)]
    pub(super) fn unscramble<V: Lanes<Scalar = S>>(
        &self,
        points: &[Complex<V>],
        mut sink: impl Sink<V>,
    ) {
        let half = self.length / 2;
        let position = self.inner.position();
        assert!(points.len() == half && position.len() == half);
        let first = points[position[0] as usize];
        sink.one(0, Complex::new(first.re + first.im, V::zero()));
        sink.one(half, Complex::new(first.re - first.im, V::zero()));
        let one_half = V::splat(S::from_f64(black_box(0.5)));
        // SAFETY: bins are from 1 to `len / 4`, where there are twiddles, and positions below `half`.
        let point = |at: u32| unsafe { *points.get_unchecked(at as usize) };
        let at = |bin: usize| unsafe { *position.get_unchecked(bin) };
        let both = |low: Complex<V>, high: Complex<V>, twiddle: Complex<V>| {
            let even = Complex::new(low.re + high.re, low.im - high.im).scale(one_half);
            let odd = Complex::new(low.re - high.re, low.im + high.im).times(twiddle);
            (even + odd, Complex::new(even.re - odd.re, odd.im - even.im))
        };
        let quarter = half.div_ceil(2);
        let mut bin = 1;
        while bin + 1 < quarter {
            // SAFETY: as above; two positions are read at once.
            let (first, second, [turn, next_turn]) = unsafe {
                let two = |bin: usize| position.as_ptr().add(bin).cast::<u64>().read_unaligned();
                (two(bin), two(half - bin - 1), V::splat_two(self.twiddles.as_ptr().add(bin)))
            };
            let (low, high) = both(point(first as u32), point((second >> 32) as u32), turn);
            let (next_low, next_high) =
                both(point((first >> 32) as u32), point(second as u32), next_turn);
            sink.two(bin, [low, next_low]);
            sink.two(half - bin - 1, [next_high, high]);
            bin += 2;
        }
        while bin <= half / 2 {
            let twiddle = self.twiddles[bin].splat();
            let (low, high) = both(point(at(bin)), point(at(half - bin)), twiddle);
            sink.one(bin, low);
            if bin != half - bin {
                sink.one(half - bin, high);
            }
            bin += 1;
        }
    }

    /// `output[n]` = Σ X[k] exp(+2πi n k / len) over all `len` bins: `input` holds those from 0 to
    /// `len / 2`, and the others are their conjugates; doesn't divide by the length. The imaginary
    /// parts of bin 0, and for an even length of the last bin, count as 0. The input is
    /// overwritten.
    ///
    /// # Panics
    /// Like [`RealFft::forward`], with the roles exchanged.
    pub fn inverse<V: Lanes<Scalar = S>>(
        &self,
        input: &mut [Complex<V>],
        output: &mut [V],
        scratch: &mut [Complex<V>],
    ) {
        assert_eq!(input.len(), self.bins());
        assert_eq!(output.len(), self.length);
        if self.is_even() {
            self.pair(input);
            self.inner.inverse(&mut input[..self.length / 2], as_complex(output), scratch);
            return;
        }
        let (points, scratch) = scratch.split_at_mut(self.length);
        let length = self.length;
        let source = |index: usize, further: usize| {
            let index = index + further;
            if index == 0 {
                Complex::new(input[0].re, V::zero())
            } else if index < input.len() {
                input[index]
            } else {
                input[length - index].conj()
            }
        };
        // SAFETY: there are as many points as indices.
        unsafe { self.inner.scramble_from(source, points.as_mut_ptr(), scratch) };
        let position = self.inner.position();
        output[0] = points[position[0] as usize].re;
        for (to, &at) in output[1..].iter_mut().rev().zip(&position[1..]) {
            *to = points[at as usize].re;
        }
    }

    /// The reverse of [`RealFft::unscramble`], in place and in order: `bins[..len / 2]` becomes the
    /// transform of the samples taken in pairs, times 2.
    #[inline(always)]
    pub(super) fn pair<V: Lanes<Scalar = S>>(&self, bins: &mut [Complex<V>]) {
        let half = self.length / 2;
        let (first, last) = (bins[0].re, bins[half].re);
        bins[0] = Complex::new(first + last, first - last);
        let two = V::splat(S::from_f64(2.0));
        for (bin, &twiddle) in self.twiddles.iter().enumerate().skip(1) {
            let (low, high) = (bins[bin], bins[half - bin].conj());
            let (even, odd) = (low + high, (low - high).scale(two).times(twiddle.conj().splat()));
            bins[bin] = even + odd;
            bins[half - bin] = (even - odd).conj();
        }
    }
}
