//! Treats numbers and vectors of numbers alike.

use super::complex::Complex;
use std::ops::{Add, Mul, Neg, Sub};

/// What a transform computes with: a number, or several that are computed in the same way, each in
/// its lane.
///
/// One generic transform therefore serves a single signal (`f32`, `f64`) and as many signals as a
/// vector has lanes ([`F32x4`](super::F32x4), [`F64x2`](super::F64x2)), without ever moving a value
/// between lanes.
pub trait Lanes:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Neg<Output = Self> + 'static
{
    /// The number in one lane.
    type Scalar: Real;
    /// How many lanes there are.
    const COUNT: usize;

    /// The same number in every lane.
    fn splat(value: Self::Scalar) -> Self;

    /// One lane's number; `lane` is below [`Lanes::COUNT`].
    fn lane(self, lane: usize) -> Self::Scalar;

    /// Sets each lane to what `value` returns for it.
    fn from_lanes(value: impl FnMut(usize) -> Self::Scalar) -> Self;

    /// Two adjacent complex numbers, each in every lane.
    ///
    /// # Safety
    /// Both can be read.
    #[inline(always)]
    unsafe fn splat_two(from: *const Complex<Self::Scalar>) -> [Complex<Self>; 2] {
        // SAFETY: guaranteed by the caller.
        unsafe { [(*from).splat(), (*from.add(1)).splat()] }
    }

    /// Zero in every lane.
    #[inline(always)]
    fn zero() -> Self {
        Self::splat(Self::Scalar::from_f64(0.0))
    }
}

/// A floating-point number.
pub trait Real: Lanes<Scalar = Self> + Default + PartialOrd {
    /// The nearest number of this type.
    fn from_f64(value: f64) -> Self;

    /// The same number.
    fn to_f64(self) -> f64;
}

macro_rules! real {
    ($type:ty) => {
        impl Lanes for $type {
            type Scalar = Self;
            const COUNT: usize = 1;

            #[inline(always)]
            fn splat(value: Self) -> Self {
                value
            }

            #[inline(always)]
            fn lane(self, _lane: usize) -> Self {
                self
            }

            #[inline(always)]
            fn from_lanes(mut value: impl FnMut(usize) -> Self) -> Self {
                value(0)
            }
        }

        impl Real for $type {
            #[inline(always)]
            fn from_f64(value: f64) -> Self {
                value as $type
            }

            #[inline(always)]
            fn to_f64(self) -> f64 {
                f64::from(self)
            }
        }
    };
}

real!(f32);
real!(f64);
