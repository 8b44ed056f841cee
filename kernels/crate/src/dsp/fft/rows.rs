//! Consecutive signals in memory, as lanes: each lane has its own row.

use super::complex::Complex;
use super::lanes::Lanes;
use super::pass::Source;
use super::vectors::{F32x4, F64x2};

#[cfg(target_arch = "wasm32")]
use core::arch::wasm32::*;

/// The most lanes that any vector has.
const MOST_LANES: usize = 4;

/// The starts of as many rows as there are lanes.
#[derive(Clone, Copy)]
pub struct Rows<S>([*mut S; MOST_LANES]);

impl<S> Rows<S> {
    /// `count` rows, at least one, `stride` numbers apart; further lanes share the last one.
    ///
    /// # Safety
    /// The rows are in one allocation.
    #[inline(always)]
    pub unsafe fn new(first: *mut S, stride: usize, count: usize) -> Self {
        // SAFETY: no row past the last one is accessed.
        Rows(core::array::from_fn(|row| unsafe { first.add(row.min(count - 1) * stride) }))
    }

    /// Two rows, read-only.
    #[inline(always)]
    pub fn two(first: *const S, second: *const S) -> Self {
        let second = second.cast_mut();
        Rows([first.cast_mut(), second, second, second])
    }
}

/// Lanes that can be loaded from rows, and stored to them.
///
/// Lanes that share a row hold the same value, so it doesn't matter which of them is written last.
pub trait RowLanes: Lanes {
    /// The number at `index` of every row.
    ///
    /// # Safety
    /// Every row has one there.
    #[inline(always)]
    unsafe fn load(rows: &Rows<Self::Scalar>, index: usize) -> Self {
        // SAFETY: guaranteed by the caller.
        Self::from_lanes(|lane| unsafe { *rows.0[lane].add(index) })
    }

    /// Sets the number at `index` of every row.
    ///
    /// # Safety
    /// Every row has a place there.
    #[inline(always)]
    unsafe fn store(self, rows: &Rows<Self::Scalar>, index: usize) {
        for lane in 0..Self::COUNT {
            // SAFETY: guaranteed by the caller.
            unsafe { *rows.0[lane].add(index) = self.lane(lane) };
        }
    }

    /// The numbers of every row at `index + further` and the place after it, as one complex number.
    ///
    /// # Safety
    /// Every row has both.
    #[inline(always)]
    unsafe fn load_pair(rows: &Rows<Self::Scalar>, index: usize, further: usize) -> Complex<Self> {
        let index = index + further;
        // SAFETY: guaranteed by the caller.
        unsafe { Complex::new(Self::load(rows, index), Self::load(rows, index + 1)) }
    }

    /// Four numbers of every row, as two complex numbers.
    ///
    /// # Safety
    /// Every row has them.
    #[inline(always)]
    unsafe fn load_pairs(
        rows: &Rows<Self::Scalar>,
        index: usize,
        further: usize,
    ) -> [Complex<Self>; 2] {
        // SAFETY: guaranteed by the caller.
        unsafe {
            [Self::load_pair(rows, index, further), Self::load_pair(rows, index + 2, further)]
        }
    }

    /// Sets the numbers at `index` and `index + 1` of every row.
    ///
    /// # Safety
    /// Every row has places there.
    #[inline(always)]
    unsafe fn store_pair(value: Complex<Self>, rows: &Rows<Self::Scalar>, index: usize) {
        // SAFETY: guaranteed by the caller.
        unsafe {
            value.re.store(rows, index);
            value.im.store(rows, index + 1);
        }
    }

    /// Sets four numbers of every row, starting at `index`.
    ///
    /// # Safety
    /// Every row has places there.
    #[inline(always)]
    unsafe fn store_pairs(values: [Complex<Self>; 2], rows: &Rows<Self::Scalar>, index: usize) {
        // SAFETY: guaranteed by the caller.
        unsafe {
            Self::store_pair(values[0], rows, index);
            Self::store_pair(values[1], rows, index + 2);
        }
    }
}

/// Rows whose pairs of numbers are read as complex numbers. There is a pair for each index, and
/// pairs are `step` numbers apart.
#[derive(Clone, Copy)]
pub struct Pairs<S> {
    pub rows: Rows<S>,
    pub step: usize,
}

impl<V: RowLanes> Source<V> for Pairs<V::Scalar> {
    const TWO: bool = true;

    #[inline(always)]
    unsafe fn get(self, _points: *const Complex<V>, index: usize, further: usize) -> Complex<V> {
        // SAFETY: guaranteed by the caller.
        unsafe { V::load_pair(&self.rows, self.step * index, self.step * further) }
    }

    #[inline(always)]
    unsafe fn get_two(
        self,
        points: *const Complex<V>,
        index: usize,
        further: usize,
    ) -> [Complex<V>; 2] {
        // SAFETY: guaranteed by the caller.
        unsafe {
            if self.step == 2 {
                return V::load_pairs(&self.rows, 2 * index, 2 * further);
            }
            [self.get(points, index, further), self.get(points, index + 1, further)]
        }
    }
}

impl RowLanes for f32 {}
impl RowLanes for f64 {}

#[cfg(not(target_arch = "wasm32"))]
impl RowLanes for F32x4 {}
#[cfg(not(target_arch = "wasm32"))]
impl RowLanes for F64x2 {}

#[cfg(target_arch = "wasm32")]
impl RowLanes for F32x4 {
    #[inline(always)]
    unsafe fn load_pair(rows: &Rows<f32>, index: usize, further: usize) -> Complex<Self> {
        // SAFETY: guaranteed by the caller; loads needn't be aligned.
        unsafe {
            let pair = |row: usize| rows.0[row].add(index).add(further).cast::<u64>();
            let low = v128_load64_lane::<1>(v128_load64_zero(pair(0)), pair(1));
            let high = v128_load64_lane::<1>(v128_load64_zero(pair(2)), pair(3));
            Complex {
                re: F32x4(i32x4_shuffle::<0, 2, 4, 6>(low, high)),
                im: F32x4(i32x4_shuffle::<1, 3, 5, 7>(low, high)),
            }
        }
    }

    #[inline(always)]
    unsafe fn load_pairs(rows: &Rows<f32>, index: usize, further: usize) -> [Complex<Self>; 2] {
        // SAFETY: guaranteed by the caller; loads needn't be aligned.
        unsafe {
            let four = |row: usize| v128_load(rows.0[row].add(index).add(further).cast());
            let (a, b, c, d) = (four(0), four(1), four(2), four(3));
            let low = (i64x2_shuffle::<0, 2>(a, b), i64x2_shuffle::<0, 2>(c, d));
            let high = (i64x2_shuffle::<1, 3>(a, b), i64x2_shuffle::<1, 3>(c, d));
            let even = |(x, y): (v128, v128)| F32x4(i32x4_shuffle::<0, 2, 4, 6>(x, y));
            let odd = |(x, y): (v128, v128)| F32x4(i32x4_shuffle::<1, 3, 5, 7>(x, y));
            [Complex { re: even(low), im: odd(low) }, Complex { re: even(high), im: odd(high) }]
        }
    }

    #[inline(always)]
    unsafe fn store_pair(value: Complex<Self>, rows: &Rows<f32>, index: usize) {
        // SAFETY: guaranteed by the caller; stores needn't be aligned.
        unsafe {
            let pair = |row: usize| rows.0[row].add(index).cast::<u64>();
            let low = i32x4_shuffle::<0, 4, 1, 5>(value.re.0, value.im.0);
            let high = i32x4_shuffle::<2, 6, 3, 7>(value.re.0, value.im.0);
            v128_store64_lane::<0>(low, pair(0));
            v128_store64_lane::<1>(low, pair(1));
            v128_store64_lane::<0>(high, pair(2));
            v128_store64_lane::<1>(high, pair(3));
        }
    }

    #[inline(always)]
    unsafe fn store_pairs([a, b]: [Complex<Self>; 2], rows: &Rows<f32>, index: usize) {
        // SAFETY: guaranteed by the caller; stores needn't be aligned.
        unsafe {
            let low = |x: F32x4, y: F32x4| i32x4_shuffle::<0, 4, 1, 5>(x.0, y.0);
            let high = |x: F32x4, y: F32x4| i32x4_shuffle::<2, 6, 3, 7>(x.0, y.0);
            let place = |row: usize| rows.0[row].add(index).cast::<v128>();
            let (a01, b01) = (low(a.re, a.im), low(b.re, b.im));
            let (a23, b23) = (high(a.re, a.im), high(b.re, b.im));
            v128_store(place(0), i64x2_shuffle::<0, 2>(a01, b01));
            v128_store(place(1), i64x2_shuffle::<1, 3>(a01, b01));
            v128_store(place(2), i64x2_shuffle::<0, 2>(a23, b23));
            v128_store(place(3), i64x2_shuffle::<1, 3>(a23, b23));
        }
    }
}

#[cfg(target_arch = "wasm32")]
impl RowLanes for F64x2 {
    #[inline(always)]
    unsafe fn load_pair(rows: &Rows<f64>, index: usize, further: usize) -> Complex<Self> {
        // SAFETY: guaranteed by the caller; loads needn't be aligned.
        unsafe {
            let pair = |row: usize| v128_load(rows.0[row].add(index).add(further).cast());
            let (first, second) = (pair(0), pair(1));
            Complex {
                re: F64x2(i64x2_shuffle::<0, 2>(first, second)),
                im: F64x2(i64x2_shuffle::<1, 3>(first, second)),
            }
        }
    }

    #[inline(always)]
    unsafe fn store_pair(value: Complex<Self>, rows: &Rows<f64>, index: usize) {
        // SAFETY: guaranteed by the caller; stores needn't be aligned.
        unsafe {
            let pair = |row: usize| rows.0[row].add(index).cast();
            v128_store(pair(0), i64x2_shuffle::<0, 2>(value.re.0, value.im.0));
            v128_store(pair(1), i64x2_shuffle::<1, 3>(value.re.0, value.im.0));
        }
    }
}
