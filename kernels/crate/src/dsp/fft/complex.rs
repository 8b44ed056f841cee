//! Complex numbers over lanes.

use crate::math::Portable;
use std::ops::{Add, Neg, Sub};

use super::lanes::{Lanes, Real};

/// A complex number, or as many of them as `V` has lanes: real parts in one vector, imaginary parts
/// in the next. A slice of `2 n` values is therefore also one of `n` complex numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[repr(C)]
pub struct Complex<V> {
    pub re: V,
    pub im: V,
}

impl<V: Lanes> Complex<V> {
    #[inline(always)]
    pub fn new(re: V, im: V) -> Self {
        Complex { re, im }
    }

    /// Zero in every lane.
    #[inline(always)]
    pub fn zero() -> Self {
        Complex { re: V::zero(), im: V::zero() }
    }

    /// The product, lane by lane.
    #[inline(always)]
    pub fn times(self, factor: Self) -> Self {
        Complex {
            re: self.re * factor.re - self.im * factor.im,
            im: self.re * factor.im + self.im * factor.re,
        }
    }

    /// Multiplies every lane by the same number.
    #[inline(always)]
    pub fn scale(self, factor: V) -> Self {
        Complex { re: self.re * factor, im: self.im * factor }
    }

    /// Swaps the real and imaginary parts: with that, a forward transform computes an inverse one.
    #[inline(always)]
    pub fn swap(self) -> Self {
        Complex { re: self.im, im: self.re }
    }

    /// Times -i.
    #[inline(always)]
    pub fn times_minus_i(self) -> Self {
        Complex { re: self.im, im: -self.re }
    }

    /// The conjugate.
    #[inline(always)]
    pub fn conj(self) -> Self {
        Complex { re: self.re, im: -self.im }
    }
}

impl<S: Real> Complex<S> {
    /// The same complex number in every lane.
    #[inline(always)]
    pub fn splat<V: Lanes<Scalar = S>>(self) -> Complex<V> {
        Complex { re: V::splat(self.re), im: V::splat(self.im) }
    }
}

impl<V: Lanes> Add for Complex<V> {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Complex { re: self.re + other.re, im: self.im + other.im }
    }
}

impl<V: Lanes> Neg for Complex<V> {
    type Output = Self;

    #[inline(always)]
    fn neg(self) -> Self {
        Complex { re: -self.re, im: -self.im }
    }
}

impl<V: Lanes> Sub for Complex<V> {
    type Output = Self;

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Complex { re: self.re - other.re, im: self.im - other.im }
    }
}

/// exp(-2πi · `index` / `length`), computed in float64 from an angle of at most 45°, so that it is
/// exact to float64's last place and symmetric.
pub fn root<S: Real>(index: u64, length: u64) -> Complex<S> {
    let index = index % length;
    // Eighths of the circle; the angle within one is counted from its nearer axis.
    let octant = 8 * index / length;
    let eighth = |count: u64| (count as f64) * (std::f64::consts::TAU / (8.0 * length as f64));
    let within = |index: u64| (eighth(index).cosine(), eighth(index).sine());
    let (cos, sin) = match octant {
        0 => within(8 * index),
        1 => {
            let (cos, sin) = within(2 * length - 8 * index);
            (sin, cos)
        }
        2 => {
            let (cos, sin) = within(8 * index - 2 * length);
            (-sin, cos)
        }
        3 => {
            let (cos, sin) = within(4 * length - 8 * index);
            (-cos, sin)
        }
        4 => {
            let (cos, sin) = within(8 * index - 4 * length);
            (-cos, -sin)
        }
        5 => {
            let (cos, sin) = within(6 * length - 8 * index);
            (-sin, -cos)
        }
        6 => {
            let (cos, sin) = within(8 * index - 6 * length);
            (sin, -cos)
        }
        _ => {
            let (cos, sin) = within(8 * length - 8 * index);
            (cos, -sin)
        }
    };
    Complex { re: S::from_f64(cos), im: S::from_f64(-sin) }
}

/// A slice of values as complex numbers: the even ones are the real parts.
pub fn as_complex<V>(values: &mut [V]) -> &mut [Complex<V>] {
    // SAFETY: `Complex<V>` is two `V` side by side, with the alignment of one.
    unsafe { std::slice::from_raw_parts_mut(values.as_mut_ptr().cast(), values.len() / 2) }
}
