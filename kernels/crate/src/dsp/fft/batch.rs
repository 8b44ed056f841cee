//! Many transforms of one length, between rows of memory: as many at once as a vector has lanes.
//! The first pass turns rows into lanes as it reads them, and bins turn into rows as they are
//! written.

use super::complex::Complex;
use super::complex_fft::ComplexFft;
use super::lanes::Real;
use super::real_fft::{RealFft, Sink};
use super::rows::{Pairs, RowLanes, Rows};

/// Rows in memory: where the first one starts, how many numbers apart the starts are, and how many
/// rows there are.
#[derive(Clone, Copy)]
pub struct Layout<S> {
    pub first: *mut S,
    pub stride: usize,
    pub count: usize,
}

impl<S> Layout<S> {
    /// The rows from `index`, as lanes.
    ///
    /// # Safety
    /// `index` is below the count, and the rows are in one allocation.
    #[inline(always)]
    unsafe fn lanes(&self, index: usize) -> Rows<S> {
        // SAFETY: guaranteed by the caller.
        unsafe { Rows::new(self.first.add(index * self.stride), self.stride, self.count - index) }
    }
}

/// How many complex numbers the working memory of a plan's batches needs.
pub fn real_work_len<S: Real>(plan: &RealFft<S>) -> usize {
    let points = if plan.is_even() { plan.bins() } else { plan.len() };
    points + plan.inner().scratch_len()
}

/// How many complex numbers the working memory of a plan's batches needs.
pub fn complex_work_len<S: Real>(plan: &ComplexFft<S>) -> usize {
    plan.len() + plan.scratch_len()
}

/// Transforms rows of `plan.len()` numbers to rows of `plan.bins()` complex ones.
///
/// # Safety
/// All rows are in memory, and no row that is read overlaps one that is written.
///
/// # Panics
/// If `work` is shorter than [`real_work_len`].
pub unsafe fn real_forward<V: RowLanes>(
    plan: &RealFft<V::Scalar>,
    from: Layout<V::Scalar>,
    to: Layout<V::Scalar>,
    work: &mut [Complex<V>],
) {
    let inner = plan.inner();
    let (points, scratch) = work.split_at_mut(inner.len());
    // SAFETY: guaranteed by the caller; indices are below the length and bins below their number.
    unsafe {
        if plan.is_even() {
            for row in (0..from.count).step_by(V::COUNT) {
                let (source, target) = (from.lanes(row), to.lanes(row));
                inner.scramble_from(Pairs { rows: source, step: 2 }, points.as_mut_ptr(), scratch);
                plan.unscramble(points, Target(target));
            }
            return;
        }
        // Twice as many rows at once: one real signal in the real parts, another in the imaginary
        // ones. The symmetric part of the spectrum belongs to the first, the antisymmetric part to
        // the second.
        let length = plan.len();
        let half = V::splat(V::Scalar::from_f64(0.5));
        let position = inner.position();
        for row in (0..from.count).step_by(2 * V::COUNT) {
            let next = (row + V::COUNT).min(from.count - 1);
            let (source, other_source) = (from.lanes(row), from.lanes(next));
            let (target, other_target) = (to.lanes(row), to.lanes(next));
            let both = |index: usize, further: usize| {
                Complex::new(
                    V::load(&source, index + further),
                    V::load(&other_source, index + further),
                )
            };
            inner.scramble_from(both, points.as_mut_ptr(), scratch);
            for bin in 0..plan.bins() {
                let low = points[position[bin] as usize].scale(half);
                let high = if bin == 0 {
                    low
                } else {
                    points[position[length - bin] as usize].scale(half)
                };
                let other = Complex::new(low.im + high.im, high.re - low.re);
                V::store_pair(other, &other_target, 2 * bin);
                V::store_pair(low + high.conj(), &target, 2 * bin);
            }
        }
    }
}

/// Transforms rows of `plan.bins()` complex numbers to rows of `plan.len()` real ones.
///
/// # Safety
/// All rows are in memory, and no row that is read overlaps one that is written.
///
/// # Panics
/// If `work` is shorter than [`real_work_len`].
pub unsafe fn real_inverse<V: RowLanes>(
    plan: &RealFft<V::Scalar>,
    from: Layout<V::Scalar>,
    to: Layout<V::Scalar>,
    work: &mut [Complex<V>],
) {
    let (inner, bins) = (plan.inner(), plan.bins());
    let position = inner.position();
    // SAFETY: guaranteed by the caller; indices are below the length and bins below their number.
    unsafe {
        if plan.is_even() {
            let (points, scratch) = work.split_at_mut(bins);
            let half = inner.len();
            for row in (0..from.count).step_by(V::COUNT) {
                let (source, target) = (from.lanes(row), to.lanes(row));
                for (bin, point) in points.iter_mut().enumerate() {
                    *point = V::load_pair(&source, 2 * bin, 0);
                }
                plan.pair(points);
                inner.scramble(&mut points[..half], scratch);
                for (index, &at) in position.iter().enumerate() {
                    let index = if index == 0 { 0 } else { half - index };
                    V::store_pair(points[at as usize], &target, 2 * index);
                }
            }
            return;
        }
        let length = plan.len();
        let (points, scratch) = work.split_at_mut(length);
        for row in (0..from.count).step_by(2 * V::COUNT) {
            let next = (row + V::COUNT).min(from.count - 1);
            let (source, other_source) = (from.lanes(row), from.lanes(next));
            let (target, other_target) = (to.lanes(row), to.lanes(next));
            for bin in 0..bins {
                let (mut one, mut other) =
                    (V::load_pair(&source, 2 * bin, 0), V::load_pair(&other_source, 2 * bin, 0));
                if bin == 0 {
                    (one.im, other.im) = (V::zero(), V::zero());
                }
                points[if bin == 0 { 0 } else { length - bin }] =
                    Complex::new(one.re + other.im, other.re - one.im);
                points[bin] = Complex::new(one.re - other.im, one.im + other.re);
            }
            inner.scramble(points, scratch);
            for (index, &at) in position.iter().enumerate() {
                let index = if index == 0 { 0 } else { length - index };
                let point = points[at as usize];
                point.im.store(&other_target, index);
                point.re.store(&target, index);
            }
        }
    }
}

/// Transforms rows of `plan.len()` complex numbers to rows of the same length, unscaled in both
/// directions.
///
/// # Safety
/// All rows are in memory, and no row that is read overlaps one that is written.
///
/// # Panics
/// If `work` is shorter than [`complex_work_len`].
pub unsafe fn complex<V: RowLanes>(
    plan: &ComplexFft<V::Scalar>,
    inverse: bool,
    from: Layout<V::Scalar>,
    to: Layout<V::Scalar>,
    work: &mut [Complex<V>],
) {
    let (points, scratch) = work.split_at_mut(plan.len());
    let position = plan.position();
    for row in (0..from.count).step_by(V::COUNT) {
        // SAFETY: guaranteed by the caller; indices are below the length.
        unsafe {
            let (source, target) = (from.lanes(row), to.lanes(row));
            plan.scramble_from(Pairs { rows: source, step: 2 }, points.as_mut_ptr(), scratch);
            for (bin, &at) in position.iter().enumerate() {
                // An inverse transform is a forward one read backwards.
                let bin = if inverse && bin > 0 { plan.len() - bin } else { bin };
                V::store_pair(points[at as usize], &target, 2 * bin);
            }
        }
    }
}

/// Rows that bins are written to; there is a place for each bin.
struct Target<S>(Rows<S>);

impl<V: RowLanes> Sink<V> for Target<V::Scalar> {
    #[inline(always)]
    fn one(&mut self, bin: usize, value: Complex<V>) {
        // SAFETY: guaranteed by the type.
        unsafe { V::store_pair(value, &self.0, 2 * bin) };
    }

    #[inline(always)]
    fn two(&mut self, bin: usize, values: [Complex<V>; 2]) {
        // SAFETY: guaranteed by the type.
        unsafe { V::store_pairs(values, &self.0, 2 * bin) };
    }
}
