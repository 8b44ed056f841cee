//! Moves four rows into the four lanes of vectors, and back.

use crate::dsp::fft::F32x4;

/// Puts `rows[lane][k]` in each lane of `vectors[k]`. The rows are as long as `vectors`.
pub fn to_lanes(rows: [&[f32]; 4], vectors: &mut [F32x4]) {
    let whole = vectors.len() / 4 * 4;
    let [a, b, c, d] = rows.map(|row| &row[..vectors.len()]);
    for (index, group) in vectors.chunks_exact_mut(4).enumerate() {
        let at = index * 4;
        let columns = [a, b, c, d].map(|row| load(&row[at..at + 4]));
        group.copy_from_slice(&transpose(columns));
    }
    for at in whole..vectors.len() {
        vectors[at] = F32x4::from_array([a[at], b[at], c[at], d[at]]);
    }
}

/// Puts each lane of `vectors` in a row of `rows`, one row after another.
pub fn from_lanes(vectors: &[F32x4], rows: &mut [f32]) {
    let length = vectors.len();
    let whole = length / 4 * 4;
    for (index, group) in vectors.chunks_exact(4).enumerate() {
        let columns = transpose([group[0], group[1], group[2], group[3]]);
        for (lane, column) in columns.into_iter().enumerate() {
            let at = lane * length + index * 4;
            rows[at..at + 4].copy_from_slice(&column.to_array());
        }
    }
    for at in whole..length {
        for (lane, value) in vectors[at].to_array().into_iter().enumerate() {
            rows[lane * length + at] = value;
        }
    }
}

/// The first four numbers of a slice.
#[inline(always)]
pub fn load(four: &[f32]) -> F32x4 {
    F32x4::from_array([four[0], four[1], four[2], four[3]])
}

#[cfg(target_arch = "wasm32")]
#[inline(always)]
fn transpose([a, b, c, d]: [F32x4; 4]) -> [F32x4; 4] {
    use core::arch::wasm32::{i32x4_shuffle, i64x2_shuffle};
    let (ab_low, ab_high) =
        (i32x4_shuffle::<0, 4, 1, 5>(a.0, b.0), i32x4_shuffle::<2, 6, 3, 7>(a.0, b.0));
    let (cd_low, cd_high) =
        (i32x4_shuffle::<0, 4, 1, 5>(c.0, d.0), i32x4_shuffle::<2, 6, 3, 7>(c.0, d.0));
    [
        F32x4(i64x2_shuffle::<0, 2>(ab_low, cd_low)),
        F32x4(i64x2_shuffle::<1, 3>(ab_low, cd_low)),
        F32x4(i64x2_shuffle::<0, 2>(ab_high, cd_high)),
        F32x4(i64x2_shuffle::<1, 3>(ab_high, cd_high)),
    ]
}

#[cfg(not(target_arch = "wasm32"))]
fn transpose(rows: [F32x4; 4]) -> [F32x4; 4] {
    let rows = rows.map(F32x4::to_array);
    core::array::from_fn(|column| F32x4::from_array(rows.map(|row| row[column])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dsp::fft::Lanes;

    #[test]
    fn rows_go_to_lanes_and_back() {
        for length in [0, 1, 4, 11] {
            let rows: Vec<f32> = (0..4 * length).map(|k| k as f32).collect();
            let row = |lane: usize| &rows[lane * length..(lane + 1) * length];
            let mut vectors = vec![F32x4::zero(); length];
            to_lanes([row(0), row(1), row(2), row(3)], &mut vectors);
            for (k, vector) in vectors.iter().enumerate() {
                assert_eq!(vector.to_array(), [0, 1, 2, 3].map(|lane| row(lane)[k]));
            }
            let mut again = vec![0.0; rows.len()];
            from_lanes(&vectors, &mut again);
            assert_eq!(again, rows);
        }
    }
}
