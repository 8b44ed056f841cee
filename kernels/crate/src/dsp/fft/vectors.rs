//! The vectors of WebAssembly, and equivalent arrays elsewhere.

use std::ops::{Add, Mul, Neg, Sub};

#[cfg(target_arch = "wasm32")]
use super::complex::Complex;
use super::lanes::Lanes;

#[cfg(target_arch = "wasm32")]
use core::arch::wasm32::*;

/// A vector type: its number type, its lanes, and the instructions that work on all of them.
macro_rules! vector {
    (
        $(#[$doc:meta])*
        $name:ident, $scalar:ty, $count:literal,
        $add:ident, $sub:ident, $mul:ident, $neg:ident, $splat:ident, $splat_two:ident
    ) => {
        $(#[$doc])*
        #[cfg(target_arch = "wasm32")]
        #[derive(Clone, Copy)]
        #[repr(transparent)]
        pub struct $name(pub v128);

        $(#[$doc])*
        #[cfg(not(target_arch = "wasm32"))]
        #[derive(Clone, Copy)]
        #[repr(C, align(16))]
        pub struct $name(pub [$scalar; $count]);

        vector!(@binary $name, $count, Add, add, $add, +);
        vector!(@binary $name, $count, Sub, sub, $sub, -);
        vector!(@binary $name, $count, Mul, mul, $mul, *);

        impl Neg for $name {
            type Output = Self;

            #[inline(always)]
            fn neg(self) -> Self {
                #[cfg(target_arch = "wasm32")]
                return Self($neg(self.0));
                #[cfg(not(target_arch = "wasm32"))]
                return Self(self.0.map(|value| -value));
            }
        }

        impl $name {
            /// The numbers in the lanes.
            #[inline(always)]
            pub fn to_array(self) -> [$scalar; $count] {
                // SAFETY: both are `$count` numbers in 16 bytes, and any bits are numbers.
                unsafe { core::mem::transmute(self) }
            }

            /// A vector of these numbers.
            #[inline(always)]
            pub fn from_array(lanes: [$scalar; $count]) -> Self {
                // SAFETY: both are `$count` numbers in 16 bytes, and any bits are numbers.
                unsafe { core::mem::transmute(lanes) }
            }
        }

        impl Lanes for $name {
            type Scalar = $scalar;
            const COUNT: usize = $count;

            #[inline(always)]
            fn splat(value: $scalar) -> Self {
                #[cfg(target_arch = "wasm32")]
                return Self($splat(value));
                #[cfg(not(target_arch = "wasm32"))]
                return Self([value; $count]);
            }

            #[inline(always)]
            fn lane(self, lane: usize) -> $scalar {
                self.to_array()[lane]
            }

            #[cfg(target_arch = "wasm32")]
            #[inline(always)]
            unsafe fn splat_two(from: *const Complex<$scalar>) -> [Complex<Self>; 2] {
                // SAFETY: guaranteed by the caller.
                unsafe { $splat_two(from) }
            }

            #[inline(always)]
            fn from_lanes(value: impl FnMut(usize) -> $scalar) -> Self {
                Self::from_array(core::array::from_fn(value))
            }
        }
    };
    (@binary $name:ident, $count:literal, $trait:ident, $method:ident, $instruction:ident, $op:tt) => {
        impl $trait for $name {
            type Output = Self;

            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                #[cfg(target_arch = "wasm32")]
                return Self($instruction(self.0, other.0));
                #[cfg(not(target_arch = "wasm32"))]
                return Self(core::array::from_fn(|lane| self.0[lane] $op other.0[lane]));
            }
        }
    };
}

vector!(
    /// Four float32.
    F32x4, f32, 4, f32x4_add, f32x4_sub, f32x4_mul, f32x4_neg, f32x4_splat, splat_two_f32
);
vector!(
    /// Two float64.
    F64x2, f64, 2, f64x2_add, f64x2_sub, f64x2_mul, f64x2_neg, f64x2_splat, splat_two_f64
);

/// One load for four numbers: engines check the bounds of every access, which costs more than the
/// access itself, while copying a number to every lane costs as much as loading it there.
#[cfg(target_arch = "wasm32")]
#[inline(always)]
unsafe fn splat_two_f32(from: *const Complex<f32>) -> [Complex<F32x4>; 2] {
    // SAFETY: guaranteed by the caller; loads needn't be aligned.
    let numbers = unsafe { v128_load(from.cast()) };
    [
        Complex {
            re: F32x4(i32x4_shuffle::<0, 0, 0, 0>(numbers, numbers)),
            im: F32x4(i32x4_shuffle::<1, 1, 1, 1>(numbers, numbers)),
        },
        Complex {
            re: F32x4(i32x4_shuffle::<2, 2, 2, 2>(numbers, numbers)),
            im: F32x4(i32x4_shuffle::<3, 3, 3, 3>(numbers, numbers)),
        },
    ]
}

/// See [`splat_two_f32`].
#[cfg(target_arch = "wasm32")]
#[inline(always)]
unsafe fn splat_two_f64(from: *const Complex<f64>) -> [Complex<F64x2>; 2] {
    let splat = |at: usize| {
        // SAFETY: guaranteed by the caller; loads needn't be aligned.
        let numbers = unsafe { v128_load(from.add(at).cast()) };
        Complex {
            re: F64x2(i64x2_shuffle::<0, 0>(numbers, numbers)),
            im: F64x2(i64x2_shuffle::<1, 1>(numbers, numbers)),
        }
    };
    [splat(0), splat(1)]
}
