//! Eight tokens at a time. A group of eight takes as many bytes as a token has bits, so all groups
//! begin at the same bit of a byte, and one pattern finds the tokens of each.

use core::arch::wasm32::*;

use super::{Element, Run};

const GROUP: usize = 8;
/// Bytes that are loaded for a group; a group never spans more.
const LOADED: usize = 16;

/// Expands whole groups, and returns how many tokens that were; the scalar code finishes.
pub fn expand<T: Element>(run: &Run, source: &[u8], target: &mut [T], stride: usize) -> usize {
    if run.bits == 16 {
        return groups(run, source, target, stride, |bytes| bytes);
    }
    match (0..GROUP).all(|token| shift(run, token) + run.bits <= 16) {
        true => {
            let narrow = Narrow::of(run);
            groups(run, source, target, stride, |bytes| narrow.unpack(bytes))
        }
        false => {
            let wide = Wide::of(run);
            groups(run, source, target, stride, |bytes| wide.unpack(bytes))
        }
    }
}

fn groups<T: Element>(
    run: &Run,
    source: &[u8],
    target: &mut [T],
    stride: usize,
    unpack: impl Fn(v128) -> v128,
) -> usize {
    let bytes = run.bits as usize;
    // The last groups may not be followed by as many bytes as are loaded at once.
    let loadable = source.len().checked_sub(LOADED).map_or(0, |last| last / bytes + 1);
    let count = (run.count / GROUP).min(loadable);
    if stride == 1 {
        let (whole, _) = target.as_chunks_mut::<GROUP>();
        for (group, to) in whole.iter_mut().take(count).enumerate() {
            // SAFETY: the first `loadable` groups have 16 bytes from their start, and a chunk has
            // room for eight elements.
            unsafe {
                T::store(
                    unpack(v128_load(source.as_ptr().add(group * bytes).cast())),
                    to.as_mut_ptr(),
                )
            }
        }
        return count * GROUP;
    }
    let mut tokens = [0_u16; GROUP];
    for group in 0..count {
        // SAFETY: as above; the array has room for eight tokens.
        unsafe {
            let loaded = v128_load(source.as_ptr().add(group * bytes).cast());
            v128_store(tokens.as_mut_ptr().cast(), unpack(loaded));
        }
        let from = group * GROUP * stride;
        let end = from + (GROUP - 1) * stride + 1;
        for (slot, &token) in target[from..end].iter_mut().step_by(stride).zip(&tokens) {
            *slot = T::of(token);
        }
    }
    count * GROUP
}

/// The byte of a group that a token begins in.
fn byte(run: &Run, token: usize) -> u8 {
    ((run.first_bit as usize + token * run.bits as usize) / 8) as u8
}

/// The bit within that byte.
fn shift(run: &Run, token: usize) -> u32 {
    (run.first_bit + token as u32 * run.bits) % 8
}

/// Tokens that all lie within two bytes, such as 10-bit tokens that start at an even bit: lanes of
/// 16 bits. Lanes can't be shifted by different amounts, but they can be multiplied by powers of
/// two: that pushes out what is above the token, and one shift down does the rest.
struct Narrow {
    bytes: v128,
    factors: v128,
    down: u32,
}

impl Narrow {
    fn of(run: &Run) -> Self {
        let mut bytes = [0_u8; 16];
        let mut factors = [0_u16; GROUP];
        for token in 0..GROUP {
            bytes[token * 2] = byte(run, token);
            bytes[token * 2 + 1] = byte(run, token) + 1;
            factors[token] = 1 << (16 - run.bits - shift(run, token));
        }
        // SAFETY: both arrays are 16 bytes.
        let (bytes, factors) =
            unsafe { (v128_load(bytes.as_ptr().cast()), v128_load(factors.as_ptr().cast())) };
        Narrow { bytes, factors, down: 16 - run.bits }
    }

    fn unpack(&self, group: v128) -> v128 {
        let pairs = i8x16_swizzle(group, self.bytes);
        u16x8_shr(i16x8_mul(pairs, self.factors), self.down)
    }
}

/// Any other tokens, which lie within three bytes: lanes of 32 bits, in two halves.
struct Wide {
    bytes: [v128; 2],
    factors: [v128; 2],
    down: u32,
}

impl Wide {
    fn of(run: &Run) -> Self {
        let half = |first: usize| {
            let mut bytes = [0_u8; 16];
            let mut factors = [0_u32; 4];
            for lane in 0..4 {
                for part in 0..4 {
                    // The swizzle gives zero for indices above 15, and no token lies there.
                    bytes[lane * 4 + part] = byte(run, first + lane) + part as u8;
                }
                factors[lane] = 1 << (32 - run.bits - shift(run, first + lane));
            }
            // SAFETY: both arrays are 16 bytes.
            unsafe { (v128_load(bytes.as_ptr().cast()), v128_load(factors.as_ptr().cast())) }
        };
        let ((low, low_factors), (high, high_factors)) = (half(0), half(4));
        Wide { bytes: [low, high], factors: [low_factors, high_factors], down: 32 - run.bits }
    }

    fn unpack(&self, group: v128) -> v128 {
        let half = |at: usize| {
            let words = i8x16_swizzle(group, self.bytes[at]);
            u32x4_shr(i32x4_mul(words, self.factors[at]), self.down)
        };
        u16x8_narrow_i32x4(half(0), half(1))
    }
}

/// Stores eight tokens unchanged.
///
/// # Safety
/// There must be room for eight elements.
pub unsafe fn store16(tokens: v128, to: *mut v128) {
    // SAFETY: promised by the caller.
    unsafe { v128_store(to, tokens) }
}

/// Stores eight tokens as 32-bit integers.
///
/// # Safety
/// There must be room for eight elements.
pub unsafe fn store32(tokens: v128, to: *mut v128) {
    // SAFETY: promised by the caller.
    unsafe {
        v128_store(to, u32x4_extend_low_u16x8(tokens));
        v128_store(to.add(1), u32x4_extend_high_u16x8(tokens));
    }
}

/// Stores eight tokens as 64-bit integers.
///
/// # Safety
/// There must be room for eight elements.
pub unsafe fn store64(tokens: v128, to: *mut v128) {
    let (low, high) = (u32x4_extend_low_u16x8(tokens), u32x4_extend_high_u16x8(tokens));
    // SAFETY: promised by the caller.
    unsafe {
        v128_store(to, u64x2_extend_low_u32x4(low));
        v128_store(to.add(1), u64x2_extend_high_u32x4(low));
        v128_store(to.add(2), u64x2_extend_low_u32x4(high));
        v128_store(to.add(3), u64x2_extend_high_u32x4(high));
    }
}
