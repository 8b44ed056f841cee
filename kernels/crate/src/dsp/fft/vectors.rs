//! The vectors of WebAssembly, and arrays that behave alike where there are none.

use std::ops::{Add, Mul, Neg, Sub};

use super::lanes::Lanes;

#[cfg(target_arch = "wasm32")]
use core::arch::wasm32::*;

/// A vector type: its number, lanes, and the instructions that work on all of them.
macro_rules! vector {
    (
        $(#[$doc:meta])*
        $name:ident, $scalar:ty, $count:literal,
        $add:ident, $sub:ident, $mul:ident, $neg:ident, $splat:ident
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
    F32x4, f32, 4, f32x4_add, f32x4_sub, f32x4_mul, f32x4_neg, f32x4_splat
);
vector!(
    /// Two float64.
    F64x2, f64, 2, f64x2_add, f64x2_sub, f64x2_mul, f64x2_neg, f64x2_splat
);
