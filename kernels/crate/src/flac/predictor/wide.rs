//! Linear prediction in 64 bits: 33-bit samples, 15-bit coefficients and 32 terms need 53.

use super::{MAX_ORDER, Predictor};

/// Undoes a prediction, see [`Predictor::restore`].
pub fn restore_wide(predictor: &Predictor, padded: &mut [i32]) {
    match predictor.order.div_ceil(4) {
        0 | 1 => restore::<4>(predictor, padded),
        2 => restore::<8>(predictor, padded),
        3 => restore::<12>(predictor, padded),
        4 => restore::<16>(predictor, padded),
        5 => restore::<20>(predictor, padded),
        6 => restore::<24>(predictor, padded),
        7 => restore::<28>(predictor, padded),
        _ => restore::<32>(predictor, padded),
    }
}

fn restore<const ORDER: usize>(predictor: &Predictor, padded: &mut [i32]) {
    let mut coefficients = [0_i64; ORDER];
    for (wide, &narrow) in coefficients.iter_mut().zip(&predictor.coefficients) {
        *wide = narrow.into();
    }
    for at in MAX_ORDER + predictor.order..padded.len() {
        let Some((before, [sample, ..])) = padded.split_at_mut_checked(at) else { return };
        let Some(last) = before.last_chunk::<ORDER>() else { return };
        let mut sum = 0;
        // The latest sample comes last: the others needn't wait for it.
        for index in (0..ORDER).rev() {
            sum += coefficients[index] * i64::from(last[ORDER - 1 - index]);
        }
        *sample = sample.wrapping_add((sum >> predictor.shift) as i32);
    }
}
