//! Memory that the JavaScript side owns, and checked ways to access it.

use std::alloc::{Layout, alloc, dealloc};

/// A cache line, and the alignment at which vector stores are fastest.
pub const ALIGNMENT: usize = 64;

fn layout(byte_length: usize) -> Option<Layout> {
    Layout::from_size_align(byte_length.max(1), ALIGNMENT).ok()
}

/// Reserves memory; null when none is left.
pub fn allocate(byte_length: usize) -> *mut u8 {
    match layout(byte_length) {
        // SAFETY: the layout's size is at least one.
        Some(layout) => unsafe { alloc(layout) },
        None => std::ptr::null_mut(),
    }
}

/// Frees memory.
///
/// # Safety
/// `offset` must come from [`allocate`] with the same `byte_length`, and must not have been freed.
pub unsafe fn free(offset: *mut u8, byte_length: usize) {
    if let Some(layout) = layout(byte_length)
        && !offset.is_null()
    {
        // SAFETY: promised by the caller.
        unsafe { dealloc(offset, layout) };
    }
}

/// A stretch of linear memory whose bounds and alignment have been checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    pub offset: usize,
    pub byte_length: usize,
}

impl Region {
    /// `count` elements of `size` bytes at `offset`; `None` if they aren't inside `memory` bytes or
    /// aren't aligned to an element.
    pub fn of(offset: u32, count: u64, size: usize, memory: u64) -> Option<Self> {
        let byte_length = count.checked_mul(size as u64)?;
        let end = u64::from(offset).checked_add(byte_length)?;
        let aligned = (offset as usize).is_multiple_of(size);
        (offset != 0 && aligned && end <= memory)
            .then_some(Region { offset: offset as usize, byte_length: byte_length as usize })
    }

    /// Whether two regions share a byte.
    pub fn overlaps(&self, other: &Region) -> bool {
        self.offset < other.offset + other.byte_length
            && other.offset < self.offset + self.byte_length
    }
}

#[cfg(target_arch = "wasm32")]
mod wasm {
    use wasm_bindgen::prelude::wasm_bindgen;

    /// Reserves `byte_length` bytes at a multiple of 64; 0 when memory has run out.
    #[wasm_bindgen]
    pub fn allocate(byte_length: u32) -> u32 {
        super::allocate(byte_length as usize) as u32
    }

    /// Frees what `allocate` returned, with the same length.
    #[wasm_bindgen]
    pub fn free(offset: u32, byte_length: u32) {
        // SAFETY: the typed binding is the only caller and pairs each allocation with one release.
        unsafe { super::free(offset as *mut u8, byte_length as usize) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn allocations_start_on_a_cache_line() {
        for length in [0, 1, 63, 64, 4097] {
            let offset = allocate(length);
            assert_eq!(offset as usize % ALIGNMENT, 0);
            // SAFETY: allocated with this length just above.
            unsafe { free(offset, length) };
        }
    }

    #[test]
    fn a_region_lies_inside_memory_and_is_aligned() {
        assert_eq!(Region::of(64, 4, 4, 80), Some(Region { offset: 64, byte_length: 16 }));
        assert_eq!(Region::of(64, 5, 4, 80), None);
        assert_eq!(Region::of(66, 1, 4, 80), None);
        assert_eq!(Region::of(u32::MAX, u64::MAX, 8, 1 << 32), None);
        assert_eq!(Region::of(0, 1, 1, 80), None);
    }

    #[test]
    fn regions_overlap_when_they_share_a_byte() {
        let region = |offset| Region { offset, byte_length: 8 };
        assert!(region(8).overlaps(&region(15)));
        assert!(!region(8).overlaps(&region(16)));
    }
}
