//! Takes offsets, returns whether they made sense; `kernels/tokens.ts` is the typed binding.

use wasm_bindgen::prelude::wasm_bindgen;

use super::{Element, Run, expand};
use crate::dsp::wasm::slices;

fn run_of<T: Element + 'static>(run: &Run, src: u32, dst: u32, stride: u32) -> bool {
    let stride = stride as usize;
    let (Some(from), Some(to)) = (run.source_length(), run.target_length(stride)) else {
        return false;
    };
    match slices::<u8, T>(src, from as u64, dst, to as u64) {
        Some((source, target)) => {
            expand(run, source, target, stride);
            true
        }
        None => false,
    }
}

/// Expands `count` tokens of `bits` bits to elements of 2, 4 or 8 bytes, `stride` elements apart;
/// returns whether the arguments made sense.
#[wasm_bindgen(js_name = expandTokens)]
pub fn expand_tokens(
    bits: u32,
    src: u32,
    first_bit: u32,
    count: u32,
    element_bytes: u32,
    dst: u32,
    stride: u32,
) -> bool {
    let Some(run) = Run::of(bits, first_bit, count as usize) else { return false };
    match element_bytes {
        2 => run_of::<u16>(&run, src, dst, stride),
        4 => run_of::<i32>(&run, src, dst, stride),
        8 => run_of::<i64>(&run, src, dst, stride),
        _ => false,
    }
}
