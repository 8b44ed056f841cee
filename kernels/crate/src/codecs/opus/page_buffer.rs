//! Assembles pages from bytes, however those arrive.

use crate::ogg::{MAX_PAGE_BYTES, Page, PageError};

/// Bytes waiting to become pages; a page always fits.
const CAPACITY: usize = 2 * MAX_PAGE_BYTES;

#[derive(Default)]
pub struct PageBuffer {
    bytes: Vec<u8>,
    start: usize,
}

impl PageBuffer {
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.start = 0;
    }

    pub fn is_empty(&self) -> bool {
        self.start == self.bytes.len()
    }

    /// Takes as much of `input` as there is room for.
    pub fn fill(&mut self, input: &mut &[u8]) {
        let waiting = self.bytes.len() - self.start;
        self.bytes.copy_within(self.start.., 0);
        self.bytes.truncate(waiting);
        self.start = 0;
        let (now, later) = input.split_at(input.len().min(CAPACITY - waiting));
        self.bytes.reserve_exact(CAPACITY - waiting);
        self.bytes.extend_from_slice(now);
        *input = later;
    }

    /// The next page.
    pub fn page(&self) -> Result<Page<'_>, PageError> {
        Page::parse(&self.bytes[self.start..])
    }

    /// The remaining bytes.
    pub fn rest(&self) -> &[u8] {
        &self.bytes[self.start..]
    }

    /// Moves past a page.
    pub fn consume(&mut self, byte_length: usize) {
        self.start += byte_length;
    }
}
