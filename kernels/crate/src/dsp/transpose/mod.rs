//! Turns rows into columns: features are stored band by band, and some models want them frame by
//! frame.

#[cfg(target_arch = "wasm32")]
mod wasm;

/// Side of the squares that are transposed at a time: their rows' cache lines all stay in L1.
const BLOCK: usize = 16;

/// Where the elements of a matrix are; all numbers are counts of elements.
#[derive(Clone, Copy, Debug)]
pub struct Matrix {
    /// Rows of the source, columns of the target.
    pub rows: usize,
    /// Columns of the source, rows of the target.
    pub columns: usize,
    /// From one source row's start to the next.
    pub source_stride: usize,
    /// From one target row's start to the next.
    pub target_stride: usize,
}

impl Matrix {
    /// Elements that the source must hold; `None` if that overflows or rows overlap.
    pub fn source_length(&self) -> Option<usize> {
        span(self.rows, self.columns, self.source_stride)
    }

    /// Elements that the target must hold; `None` if that overflows or rows overlap.
    pub fn target_length(&self) -> Option<usize> {
        span(self.columns, self.rows, self.target_stride)
    }
}

fn span(rows: usize, columns: usize, stride: usize) -> Option<usize> {
    if rows == 0 || columns == 0 {
        return Some(0);
    }
    if stride < columns {
        return None;
    }
    (rows - 1).checked_mul(stride)?.checked_add(columns)
}

/// Writes column c of the source as row c of the target.
///
/// `source` and `target` have the lengths that [`Matrix`] gives.
pub fn transpose<T: Copy>(matrix: &Matrix, source: &[T], target: &mut [T]) {
    let Matrix { rows, columns, source_stride, target_stride } = *matrix;
    for column in (0..columns).step_by(BLOCK) {
        let column_end = columns.min(column + BLOCK);
        for row in (0..rows).step_by(BLOCK) {
            let row_end = rows.min(row + BLOCK);
            for c in column..column_end {
                let out = &mut target[c * target_stride + row..][..row_end - row];
                for (value, r) in out.iter_mut().zip(row..row_end) {
                    *value = source[r * source_stride + c];
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_element_lands_where_it_belongs() {
        for (rows, columns) in [(0, 3), (3, 0), (1, 1), (2, 3), (16, 16), (17, 33), (80, 100)] {
            let matrix =
                Matrix { rows, columns, source_stride: columns + 2, target_stride: rows + 1 };
            let source: Vec<u32> = (0..matrix.source_length().unwrap() as u32).collect();
            let mut target = vec![u32::MAX; matrix.target_length().unwrap()];
            transpose(&matrix, &source, &mut target);
            for row in 0..rows {
                for column in 0..columns {
                    let wanted = source[row * (columns + 2) + column];
                    assert_eq!(target[column * (rows + 1) + row], wanted);
                }
            }
            // Anything between the target's rows stays unchanged.
            let untouched = target.iter().filter(|&&value| value == u32::MAX).count();
            assert_eq!(untouched, if rows * columns == 0 { 0 } else { columns - 1 });
        }
    }

    #[test]
    fn sizes_that_overflow_or_overlap_are_refused() {
        let matrix = Matrix { rows: 3, columns: 2, source_stride: usize::MAX, target_stride: 2 };
        assert_eq!(matrix.source_length(), None);
        assert_eq!(matrix.target_length(), None);
    }
}
