//! Vector versions of the loops that the compiler leaves scalar. Each processes whole groups of
//! eight and returns how many elements it has done; the scalar code next to it finishes, and is the
//! specification: the tests of the shipped module compare the two at every length.

use core::arch::wasm32::*;
use core::hint::black_box;

const GROUP: usize = 8;

/// The groups of a source and of a target, as pointers to their starts.
fn groups<'a, A, B>(
    from: &'a [A],
    to: &'a mut [B],
) -> impl Iterator<Item = (*const v128, *mut v128)> {
    let to = to.chunks_exact_mut(GROUP).map(|group| group.as_mut_ptr().cast());
    from.chunks_exact(GROUP).map(|group| group.as_ptr().cast()).zip(to)
}

fn done<A, B>(from: &[A], to: &[B]) -> usize {
    from.len().min(to.len()) / GROUP * GROUP
}

/// A constant in every lane, made once before a loop and kept in a register. Engines rebuild a
/// plain vector constant each time it is used, which costs more than the instruction that uses it;
/// so the optimiser mustn't find out that this is one.
fn lanes(bits: u32) -> v128 {
    u32x4_splat(black_box(bits))
}

/// See `float16::widen`.
pub fn widen(from: &[u16], to: &mut [f32]) -> usize {
    let (sign, magnitude) = (lanes(0x8000_0000), lanes(0x0FFF_E000));
    let (finite, smallest) = (lanes(0x0F7F_FFFF), lanes(0x0080_0000));
    let (bias, base) = (lanes(0x3800_0000), lanes(0x3880_0000));
    let widen_any = |lanes: v128| {
        let bits = i32x4_shl(lanes, 13);
        let magnitude = v128_and(bits, magnitude);
        let special = v128_and(i32x4_gt(magnitude, finite), bias);
        let normal = i32x4_add(i32x4_add(magnitude, bias), special);
        let subnormal = f32x4_sub(i32x4_add(magnitude, base), base);
        let tiny = i32x4_lt(magnitude, smallest);
        v128_or(v128_bitselect(subnormal, normal, tiny), v128_and(bits, sign))
    };

    // Nearly all values are zero or normal. A multiplication by 2¹¹² is all they need, but
    // processors take a hundred times as long to multiply a subnormal.
    let (signed_magnitude, scale) = (lanes(0x8FFF_E000), lanes(0x7780_0000));
    let widen_normal =
        |lanes: v128| f32x4_mul(v128_and(i32x4_shl(lanes, 13), signed_magnitude), scale);
    let (absolute, zero) = (lanes(0x7FFF_7FFF), i16x8_splat(0));
    let (first_normal, last_normal) = (lanes(0x0400_0400), lanes(0x7BFF_7BFF));

    for (source, target) in groups(from, to) {
        // SAFETY: a group is eight halves (one vector) in and eight floats (two vectors) out.
        unsafe {
            let halves = v128_load(source);
            let (low, high) = (i32x4_extend_low_i16x8(halves), i32x4_extend_high_i16x8(halves));
            let absolute = v128_and(halves, absolute);
            let subnormal = v128_and(i16x8_gt(first_normal, absolute), i16x8_gt(absolute, zero));
            let (low, high) = if v128_any_true(v128_or(subnormal, i16x8_gt(absolute, last_normal)))
            {
                (widen_any(low), widen_any(high))
            } else {
                (widen_normal(low), widen_normal(high))
            };
            v128_store(target, low);
            v128_store(target.add(1), high);
        }
    }
    done(from, to)
}

/// See `float16::narrow`.
pub fn narrow(from: &[f32], to: &mut [u16]) -> usize {
    let (sign, one, payload) = (lanes(0x8000), lanes(1), lanes(0x3FF));
    let (rebias, magic, infinity) = (lanes(0xC800_0FFF), lanes(0x3F00_0000), lanes(0x7C00));
    let (smallest, largest) = (lanes(0x3880_0000), lanes(0x477F_FFFF));
    let (wide_infinity, magnitude_bits) = (lanes(0x7F80_0000), lanes(0x7FFF_FFFF));
    let narrow_lanes = |bits: v128| {
        let magnitude = v128_and(bits, magnitude_bits);
        let shifted = u32x4_shr(magnitude, 13);
        let rounding = i32x4_add(rebias, v128_and(shifted, one));
        let normal = u32x4_shr(i32x4_add(magnitude, rounding), 13);
        let subnormal = i32x4_sub(f32x4_add(magnitude, magic), magic);
        let finite = v128_bitselect(subnormal, normal, i32x4_lt(magnitude, smallest));

        let payload = v128_and(shifted, payload);
        // A comparison gives -1 where it is true.
        let lost = i32x4_eq(payload, i32x4_splat(0));
        let nan = i32x4_sub(v128_or(infinity, payload), lost);
        let large = v128_bitselect(nan, infinity, i32x4_gt(magnitude, wide_infinity));

        let result = v128_bitselect(large, finite, i32x4_gt(magnitude, largest));
        v128_or(result, v128_and(u32x4_shr(bits, 16), sign))
    };
    for (source, target) in groups(from, to) {
        // SAFETY: a group is eight floats (two vectors) in and eight halves (one vector) out.
        unsafe {
            let low = narrow_lanes(v128_load(source));
            let high = narrow_lanes(v128_load(source.add(1)));
            v128_store(target, u16x8_narrow_i32x4(low, high));
        }
    }
    done(from, to)
}

/// See `convert::convert`; the second result is a flag word.
pub fn int16_to_float32(from: &[i16], to: &mut [f32]) -> (usize, u32) {
    let scale = lanes((1.0_f32 / 32_768.0).to_bits());
    for (source, target) in groups(from, to) {
        // SAFETY: a group is eight integers (one vector) in and eight floats (two vectors) out.
        unsafe {
            let samples = v128_load(source);
            let low = f32x4_convert_i32x4(i32x4_extend_low_i16x8(samples));
            let high = f32x4_convert_i32x4(i32x4_extend_high_i16x8(samples));
            v128_store(target, f32x4_mul(low, scale));
            v128_store(target.add(1), f32x4_mul(high, scale));
        }
    }
    (done(from, to), 0)
}

/// See `mix::mix_to_mono`, for two channels: the sum of two integers, divided by 65,536, is exact.
pub fn int16_pairs_to_float32(from: &[i16], to: &mut [f32]) -> usize {
    let scale = lanes((1.0_f32 / 65_536.0).to_bits());
    let (frames, _) = from.as_chunks::<2>();
    for (source, target) in groups(frames, to) {
        // SAFETY: a group is eight pairs (two vectors) in and eight floats (two vectors) out.
        unsafe {
            let low = i32x4_extadd_pairwise_i16x8(v128_load(source));
            let high = i32x4_extadd_pairwise_i16x8(v128_load(source.add(1)));
            v128_store(target, f32x4_mul(f32x4_convert_i32x4(low), scale));
            v128_store(target.add(1), f32x4_mul(f32x4_convert_i32x4(high), scale));
        }
    }
    done(frames, to)
}

/// See `convert::convert`; the second result is a flag word.
pub fn float32_to_int16(from: &[f32], to: &mut [i16]) -> (usize, u32) {
    float32_to_int16_by(from, to, 32_767.0)
}

/// See `level::scale::scale`; the second result is a flag word.
pub fn float32_to_int16_by(from: &[f32], to: &mut [i16], factor: f64) -> (usize, u32) {
    let scaler = Scaler::new(factor);
    let mut flags = i32x4_splat(0);
    for (source, target) in groups(from, to) {
        // SAFETY: a group is eight floats (two vectors) in and eight integers (one vector) out.
        unsafe {
            let (low, high) = (v128_load(source), v128_load(source.add(1)));
            flags = v128_or(flags, v128_or(scaler.non_finite(low), scaler.non_finite(high)));
            let (low, high) = (scaler.round(low), scaler.round(high));
            v128_store(target, i16x8_narrow_i32x4(low, high));
        }
    }
    (done(from, to), any_lane(flags))
}

/// See `convert::convert`; the second result is a flag word.
pub fn float32_to_int32(from: &[f32], to: &mut [i32]) -> (usize, u32) {
    float32_to_int32_by(from, to, 2_147_483_647.0)
}

/// See `level::scale::scale`; the second result is a flag word.
pub fn float32_to_int32_by(from: &[f32], to: &mut [i32], factor: f64) -> (usize, u32) {
    let scaler = Scaler::new(factor);
    let mut flags = i32x4_splat(0);
    for (source, target) in groups(from, to) {
        // SAFETY: a group is eight floats (two vectors) in and eight integers (two vectors) out.
        unsafe {
            let (low, high) = (v128_load(source), v128_load(source.add(1)));
            flags = v128_or(flags, v128_or(scaler.non_finite(low), scaler.non_finite(high)));
            v128_store(target, scaler.round(low));
            v128_store(target.add(1), scaler.round(high));
        }
    }
    (done(from, to), any_lane(flags))
}

/// Floats to integers: scaled in float64 and rounded once, to nearest even.
struct Scaler {
    scale: v128,
    smallest: v128,
    largest: v128,
    rounder: v128,
    exponent: v128,
    carry: v128,
}

impl Scaler {
    fn new(scale: f64) -> Self {
        Scaler {
            scale: f64x2_splat(black_box(scale)),
            smallest: f64x2_splat(black_box(-2_147_483_648.0)),
            largest: f64x2_splat(black_box(2_147_483_647.0)),
            // 2⁵² + 2⁵¹: a sum with it has its last place at 1, so adding rounds, and its low word
            // is the integer. Instructions for rounding and truncation cost four times as much.
            rounder: f64x2_splat(black_box(6_755_399_441_055_744.0)),
            exponent: lanes(0x7F80_0000),
            carry: lanes(0x0080_0000),
        }
    }

    fn round(&self, values: v128) -> v128 {
        let upper = i64x2_shuffle::<1, 1>(values, values);
        let low = self.round_pair(f64x2_promote_low_f32x4(values));
        let high = self.round_pair(f64x2_promote_low_f32x4(upper));
        i32x4_shuffle::<0, 2, 4, 6>(low, high)
    }

    /// The results are in the low words of the two lanes.
    fn round_pair(&self, values: v128) -> v128 {
        let scaled = f64x2_mul(values, self.scale);
        let clamped = f64x2_pmax(f64x2_pmin(scaled, self.largest), self.smallest);
        f64x2_add(clamped, self.rounder)
    }

    /// Bit 31 of each lane that is NaN or infinite.
    fn non_finite(&self, values: v128) -> v128 {
        i32x4_add(v128_and(values, self.exponent), self.carry)
    }
}

fn any_lane(flags: v128) -> u32 {
    u32x4_extract_lane::<0>(flags)
        | u32x4_extract_lane::<1>(flags)
        | u32x4_extract_lane::<2>(flags)
        | u32x4_extract_lane::<3>(flags)
}

/// See `level::phase::energies`: how many two-sample frames were done, and both sums, which are
/// exact for fewer than 2³¹ frames.
pub fn int16_pair_energies(samples: &[i16]) -> (usize, u64, u64) {
    let ones = i16x8_splat(1);
    let (mut squares, mut sums) = (u64x2_splat(0), u64x2_splat(0));
    for group in samples.chunks_exact(GROUP) {
        // SAFETY: a group is one vector of eight samples, four frames.
        let frames = unsafe { v128_load(group.as_ptr().cast()) };
        // Twice the square of -32,768 is 2³¹: correct as an unsigned number.
        let energy = i32x4_dot_i16x8(frames, frames);
        let sum = i32x4_dot_i16x8(frames, ones);
        squares = i64x2_add(squares, u64x2_extend_low_u32x4(energy));
        squares = i64x2_add(squares, u64x2_extend_high_u32x4(energy));
        sums = i64x2_add(sums, i64x2_extmul_low_i32x4(sum, sum));
        sums = i64x2_add(sums, i64x2_extmul_high_i32x4(sum, sum));
    }
    let total = |lanes| u64x2_extract_lane::<0>(lanes) + u64x2_extract_lane::<1>(lanes);
    (samples.len() / GROUP * (GROUP / 2), total(squares), total(sums))
}
