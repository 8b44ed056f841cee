//! What frames need from lanes beyond arithmetic. Each lane is a separate frame.

use crate::dsp::fft::{F32x4, F64x2, Lanes};
use crate::math::Portable;

#[cfg(target_arch = "wasm32")]
use core::arch::wasm32::*;

/// Frames computed together, in whichever type of vector.
pub const GROUP: usize = 4;

/// A vector of frames.
pub trait FrameLanes: Lanes {
    /// Sets `into[i]` to the samples at `starts[lane] + i`, each times `window[i]`: the rows of a
    /// signal, windowed and turned into columns.
    ///
    /// # Panics
    /// If there is a start for each lane but not `window.len()` samples from each of them, or if
    /// `into` is shorter than the window.
    fn gather(samples: &[f32], starts: &[usize], window: &[Self::Scalar], into: &mut [Self]);

    /// Sets the lanes of `to` that belong to the `part`-th vector of a group, rounded to float32.
    fn put(self, to: &mut F32x4, part: usize);
}

/// The square root of each lane.
#[inline(always)]
pub fn sqrt(lanes: F32x4) -> F32x4 {
    #[cfg(target_arch = "wasm32")]
    return F32x4(f32x4_sqrt(lanes.0));
    #[cfg(not(target_arch = "wasm32"))]
    return F32x4(lanes.0.map(f32::sqrt));
}

/// Raises each lane to a power.
pub fn powf(lanes: F32x4, exponent: f64) -> F32x4 {
    F32x4::from_array(lanes.to_array().map(|value| f64::from(value).power(exponent) as f32))
}

/// The larger value, lane by lane; the second where either isn't a number.
#[inline(always)]
pub fn max(a: F32x4, b: F32x4) -> F32x4 {
    #[cfg(target_arch = "wasm32")]
    return F32x4(f32x4_pmax(b.0, a.0));
    #[cfg(not(target_arch = "wasm32"))]
    return F32x4(core::array::from_fn(
        |lane| if a.0[lane] > b.0[lane] { a.0[lane] } else { b.0[lane] },
    ));
}

fn check_rows<V, S>(samples: &[f32], starts: &[usize], window: &[S], into: &[V], count: usize) {
    assert!(starts.len() == count && window.len() <= into.len());
    for &start in starts {
        assert!(start <= samples.len() && window.len() <= samples.len() - start);
    }
}

#[allow(clippy::needless_range_loop)]
fn gather_from<V: FrameLanes>(
    from: usize,
    samples: &[f32],
    starts: &[usize],
    window: &[V::Scalar],
    into: &mut [V],
    promote: impl Fn(f32) -> V::Scalar,
) {
    for index in from..window.len() {
        let sample = |lane: usize| promote(samples[starts[lane] + index]);
        into[index] = V::from_lanes(sample) * V::splat(window[index]);
    }
}

impl FrameLanes for F32x4 {
    #[inline]
    fn gather(samples: &[f32], starts: &[usize], window: &[f32], into: &mut [Self]) {
        check_rows(samples, starts, window, into, Self::COUNT);
        #[cfg(target_arch = "wasm32")]
        let done = {
            let whole = window.len() / 4 * 4;
            // SAFETY: `check_rows` has made sure that each start has a window's length of samples,
            // and that `into` is no shorter.
            unsafe { gather_four(samples.as_ptr(), starts, &window[..whole], into.as_mut_ptr()) };
            whole
        };
        #[cfg(not(target_arch = "wasm32"))]
        let done = 0;
        gather_from(done, samples, starts, window, into, |sample| sample);
    }

    #[inline(always)]
    fn put(self, to: &mut F32x4, _part: usize) {
        *to = self;
    }
}

impl FrameLanes for F64x2 {
    #[inline]
    fn gather(samples: &[f32], starts: &[usize], window: &[f64], into: &mut [Self]) {
        check_rows(samples, starts, window, into, Self::COUNT);
        #[cfg(target_arch = "wasm32")]
        let done = {
            let whole = window.len() / 2 * 2;
            // SAFETY: as for four.
            unsafe { gather_two(samples.as_ptr(), starts, &window[..whole], into.as_mut_ptr()) };
            whole
        };
        #[cfg(not(target_arch = "wasm32"))]
        let done = 0;
        gather_from(done, samples, starts, window, into, f64::from);
    }

    #[inline(always)]
    fn put(self, to: &mut F32x4, part: usize) {
        #[cfg(target_arch = "wasm32")]
        // SAFETY: stores half a vector, the first or the second.
        unsafe {
            let pair = f32x4_demote_f64x2_zero(self.0);
            let half: *mut u64 = std::ptr::from_mut(to).cast();
            v128_store64_lane::<0>(pair, half.add(part & 1));
        }
        #[cfg(not(target_arch = "wasm32"))]
        to.0[part * 2..][..2].copy_from_slice(&self.0.map(|value| value as f32));
    }
}

/// Four frames, four samples of each at a time: loaded as rows, windowed, transposed.
#[cfg(target_arch = "wasm32")]
unsafe fn gather_four(samples: *const f32, starts: &[usize], window: &[f32], into: *mut F32x4) {
    let &[a, b, c, d] = starts else { return };
    // SAFETY: promised by the caller.
    unsafe {
        let (a, b, c, d) = (samples.add(a), samples.add(b), samples.add(c), samples.add(d));
        let into: *mut v128 = into.cast();
        for (index, weights) in window.chunks_exact(4).enumerate() {
            let at = index * 4;
            let weights = v128_load(weights.as_ptr().cast());
            let row = |frame: *const f32| f32x4_mul(v128_load(frame.add(at).cast()), weights);
            let (a, b, c, d) = (row(a), row(b), row(c), row(d));
            let (ab, cd) = (i32x4_shuffle::<0, 4, 1, 5>(a, b), i32x4_shuffle::<0, 4, 1, 5>(c, d));
            v128_store(into.add(at), i64x2_shuffle::<0, 2>(ab, cd));
            v128_store(into.add(at + 1), i64x2_shuffle::<1, 3>(ab, cd));
            let (ab, cd) = (i32x4_shuffle::<2, 6, 3, 7>(a, b), i32x4_shuffle::<2, 6, 3, 7>(c, d));
            v128_store(into.add(at + 2), i64x2_shuffle::<0, 2>(ab, cd));
            v128_store(into.add(at + 3), i64x2_shuffle::<1, 3>(ab, cd));
        }
    }
}

/// Two frames in float64, two samples of each at a time.
#[cfg(target_arch = "wasm32")]
unsafe fn gather_two(samples: *const f32, starts: &[usize], window: &[f64], into: *mut F64x2) {
    let &[a, b] = starts else { return };
    // SAFETY: promised by the caller.
    unsafe {
        let (a, b) = (samples.add(a), samples.add(b));
        let into: *mut v128 = into.cast();
        for (index, weights) in window.chunks_exact(2).enumerate() {
            let at = index * 2;
            let weights = v128_load(weights.as_ptr().cast());
            let row = |frame: *const f32| {
                let pair = v128_load64_zero(frame.add(at).cast());
                f64x2_mul(f64x2_promote_low_f32x4(pair), weights)
            };
            let (a, b) = (row(a), row(b));
            v128_store(into.add(at), i64x2_shuffle::<0, 2>(a, b));
            v128_store(into.add(at + 1), i64x2_shuffle::<1, 3>(a, b));
        }
    }
}
