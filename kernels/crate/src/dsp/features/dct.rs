//! Cepstral coefficients of log energies: DCT-II, then liftering.

use crate::math::Portable;
use std::f64::consts::PI;

use super::parameters::{DctNorm, Framing, Parameters};

/// The matrix that turns log mel energies into cepstral coefficients, (n_mfcc, n_mels), including
/// liftering.
pub fn cepstra(parameters: &Parameters) -> Vec<f64> {
    let mut matrix = dct(parameters.n_mfcc, parameters.n_mels, parameters.dct_norm);
    for (index, row) in matrix.chunks_exact_mut(parameters.n_mels).enumerate() {
        let scale = lifter(index, parameters.lifter, parameters.framing);
        row.iter_mut().for_each(|value| *value *= scale);
    }
    matrix
}

/// The first `outputs` rows of the DCT-II of `inputs` values, row by row.
///
/// `Ortho` makes the whole matrix orthogonal; otherwise, the factor is 2, as in scipy and
/// torchaudio.
fn dct(outputs: usize, inputs: usize, norm: DctNorm) -> Vec<f64> {
    let count = inputs as f64;
    let scale = |row: usize| match norm {
        DctNorm::None => 2.0,
        DctNorm::Ortho if row == 0 => (1.0 / count).sqrt(),
        DctNorm::Ortho => (2.0 / count).sqrt(),
    };
    let mut matrix = Vec::with_capacity(outputs * inputs);
    for row in 0..outputs {
        for column in 0..inputs {
            // The angle's numerator is reduced exactly, so that high rows lose no precision.
            let quarter = (row * (2 * column + 1)) % (4 * inputs);
            matrix.push(scale(row) * (PI * quarter as f64 / (2.0 * count)).cosine());
        }
    }
    matrix
}

/// The factor for coefficient `index`; `lifter` 0 leaves it unchanged. Kaldi counts coefficients
/// from 0, librosa from 1.
fn lifter(index: usize, lifter: f64, framing: Framing) -> f64 {
    if lifter == 0.0 {
        return 1.0;
    }
    let position = if framing == Framing::Kaldi { index } else { index + 1 };
    1.0 + lifter / 2.0 * (PI * position as f64 / lifter).sine()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_orthogonal_transform_is_orthogonal() {
        let n = 23;
        let matrix = dct(n, n, DctNorm::Ortho);
        for a in 0..n {
            for b in 0..n {
                let product: f64 = (0..n).map(|k| matrix[a * n + k] * matrix[b * n + k]).sum();
                assert!((product - f64::from(u8::from(a == b))).abs() < 1e-14);
            }
        }
    }

    #[test]
    fn without_a_norm_a_constant_has_twice_its_sum() {
        let matrix = dct(2, 8, DctNorm::None);
        assert!((matrix[..8].iter().sum::<f64>() - 16.0).abs() < 1e-14);
        assert!(matrix[8..].iter().sum::<f64>().abs() < 1e-14);
    }

    #[test]
    fn liftering_starts_at_one_in_kaldi() {
        assert_eq!(lifter(0, 22.0, Framing::Kaldi), 1.0);
        assert_eq!(lifter(11, 22.0, Framing::Kaldi), 12.0);
        assert_eq!(lifter(10, 22.0, Framing::Stft), 12.0);
        assert_eq!(lifter(10, 0.0, Framing::Stft), 1.0);
    }
}
