//! Takes offsets, returns whether they made sense; `kernels/transpose.ts` is the typed binding.

use core::arch::wasm32::memory_size;
use std::slice::{from_raw_parts, from_raw_parts_mut};

use wasm_bindgen::prelude::wasm_bindgen;

use super::{Matrix, transpose};
use crate::memory::Region;

fn run<T: Copy + 'static>(matrix: &Matrix, src: u32, dst: u32) -> bool {
    let memory = memory_size(0) as u64 * 65_536;
    let (Some(from), Some(to)) = (matrix.source_length(), matrix.target_length()) else {
        return false;
    };
    let source = Region::of(src, from as u64, size_of::<T>(), memory);
    let target = Region::of(dst, to as u64, size_of::<T>(), memory);
    match (source, target) {
        (Some(source), Some(target)) if !source.overlaps(&target) => {
            // SAFETY: both regions lie inside linear memory, are aligned, and are disjoint; T is a
            // number, for which every bit pattern is a value; the slices don't outlive the call.
            let (source, target) = unsafe {
                (
                    from_raw_parts(source.offset as *const T, from),
                    from_raw_parts_mut(target.offset as *mut T, to),
                )
            };
            transpose(matrix, source, target);
            true
        }
        _ => false,
    }
}

/// Transposes a matrix of elements of 2 or 4 bytes; returns whether the arguments made sense.
#[wasm_bindgen(js_name = transpose)]
#[allow(clippy::too_many_arguments)]
pub fn transpose_matrix(
    element_bytes: u32,
    src: u32,
    src_stride: u32,
    rows: u32,
    columns: u32,
    dst: u32,
    dst_stride: u32,
) -> bool {
    let matrix = Matrix {
        rows: rows as usize,
        columns: columns as usize,
        source_stride: src_stride as usize,
        target_stride: dst_stride as usize,
    };
    match element_bytes {
        2 => run::<u16>(&matrix, src, dst),
        4 => run::<u32>(&matrix, src, dst),
        _ => false,
    }
}
