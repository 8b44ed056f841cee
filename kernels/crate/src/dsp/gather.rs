//! Copies rows to a different stride, with padding: this is how a record becomes a row of a batch.

/// Where rows are and how long they are, in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Rows {
    /// From one source row's start to the next.
    pub source_stride: usize,
    /// How much of each row is copied.
    pub row_bytes: usize,
    /// How many rows are copied.
    pub rows: usize,
    /// From one destination row's start to the next: every byte of it is written.
    pub target_stride: usize,
    /// How many rows are written; those beyond `rows` are padding.
    pub target_rows: usize,
}

impl Rows {
    /// Bytes that the source must hold; `None` if that overflows.
    pub fn source_length(&self) -> Option<usize> {
        match self.rows {
            0 => Some(0),
            rows => (rows - 1).checked_mul(self.source_stride)?.checked_add(self.row_bytes),
        }
    }

    /// Bytes that are written; `None` if that overflows.
    pub fn target_length(&self) -> Option<usize> {
        self.target_rows.checked_mul(self.target_stride)
    }

    /// Whether every row fits its destination.
    pub fn fit(&self) -> bool {
        self.row_bytes <= self.target_stride && self.rows <= self.target_rows
    }
}

/// Copies the rows and fills the rest; `pad` repeats from the end of each row's data.
///
/// `source` and `target` have the lengths that [`Rows`] gives.
pub fn gather(rows: &Rows, source: &[u8], target: &mut [u8], pad: u64) {
    if rows.target_stride == 0 {
        return;
    }
    let (filled, padding) = target.split_at_mut(rows.rows * rows.target_stride);
    for (row, out) in filled.chunks_exact_mut(rows.target_stride).enumerate() {
        let from = row * rows.source_stride;
        let (data, rest) = out.split_at_mut(rows.row_bytes);
        data.copy_from_slice(&source[from..from + rows.row_bytes]);
        fill(rest, pad);
    }
    fill(padding, pad);
}

/// An element of 1, 2, 4 or 8 bytes, repeated to eight; `None` for any other size.
pub fn pattern(size: u32, low: u32, high: u32) -> Option<u64> {
    match size {
        1 => Some(u64::from(low & 0xFF) * 0x0101_0101_0101_0101),
        2 => Some(u64::from(low & 0xFFFF) * 0x0001_0001_0001_0001),
        4 => Some(u64::from(low) * 0x0000_0001_0000_0001),
        8 => Some(u64::from(high) << 32 | u64::from(low)),
        _ => None,
    }
}

fn fill(target: &mut [u8], pad: u64) {
    let bytes = pad.to_le_bytes();
    let mut words = target.chunks_exact_mut(8);
    for word in &mut words {
        word.copy_from_slice(&bytes);
    }
    let rest = words.into_remainder();
    let length = rest.len();
    rest.copy_from_slice(&bytes[..length]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_padded_and_missing_rows_filled() {
        let rows =
            Rows { source_stride: 5, row_bytes: 3, rows: 2, target_stride: 6, target_rows: 3 };
        let source: Vec<u8> = (1..=8).collect();
        assert_eq!(rows.source_length(), Some(8));
        assert_eq!(rows.target_length(), Some(18));
        let mut target = [0; 18];
        gather(&rows, &source, &mut target, pattern(1, 9, 0).unwrap());
        assert_eq!(target, [1, 2, 3, 9, 9, 9, 6, 7, 8, 9, 9, 9, 9, 9, 9, 9, 9, 9]);
    }

    #[test]
    fn the_pattern_starts_where_the_data_ends() {
        let rows =
            Rows { source_stride: 2, row_bytes: 2, rows: 1, target_stride: 8, target_rows: 1 };
        let mut target = [0; 8];
        gather(&rows, &[1, 2], &mut target, pattern(2, 0xBBAA, 0).unwrap());
        assert_eq!(target, [1, 2, 0xAA, 0xBB, 0xAA, 0xBB, 0xAA, 0xBB]);
    }

    #[test]
    fn no_rows_is_all_padding() {
        let rows =
            Rows { source_stride: 7, row_bytes: 7, rows: 0, target_stride: 16, target_rows: 1 };
        let mut target = [0; 16];
        gather(&rows, &[], &mut target, pattern(8, 1, 2).unwrap());
        assert_eq!(target, [1, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0]);
    }

    #[test]
    fn sizes_that_overflow_or_do_not_fit_are_refused() {
        let rows = Rows {
            source_stride: usize::MAX,
            row_bytes: 4,
            rows: 3,
            target_stride: 2,
            target_rows: usize::MAX,
        };
        assert_eq!(rows.source_length(), None);
        assert_eq!(rows.target_length(), None);
        assert!(!rows.fit());
        assert_eq!(pattern(3, 0, 0), None);
    }
}
