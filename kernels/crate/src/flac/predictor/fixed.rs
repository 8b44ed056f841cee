//! Predictors without parameters: a polynomial through the last samples.

/// Undoes a fixed predictor. `samples` begins with `order` samples, at most 4; the residual
/// follows.
///
/// Arithmetic modulo 2³² is exact if the samples themselves fit, because nothing is shifted.
pub fn restore_fixed(order: usize, samples: &mut [i32]) {
    match order {
        1 => restore(samples, |[a]| a),
        2 => restore(samples, |[b, a]| a.wrapping_mul(2).wrapping_sub(b)),
        3 => restore(samples, |[c, b, a]| a.wrapping_sub(b).wrapping_mul(3).wrapping_add(c)),
        4 => restore(samples, |[d, c, b, a]| {
            a.wrapping_add(c).wrapping_mul(4).wrapping_sub(b.wrapping_mul(6)).wrapping_sub(d)
        }),
        _ => (),
    }
}

#[inline(always)]
fn restore<const ORDER: usize>(samples: &mut [i32], predict: impl Fn([i32; ORDER]) -> i32) {
    let Some((&mut first, rest)) = samples.split_first_chunk_mut::<ORDER>() else {
        return;
    };
    let mut last = first;
    for sample in rest {
        *sample = sample.wrapping_add(predict(last));
        last.rotate_left(1);
        last[ORDER - 1] = *sample;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polynomials_are_continued() {
        let cubic = |x: i32| x * x * x - 7 * x * x + 3;
        for (order, power) in [(1, 0), (2, 1), (3, 2), (4, 3)] {
            let value = |x: i32| match power {
                0 => 5,
                1 => 2 * x - 9,
                2 => 3 * x * x - x,
                _ => cubic(x),
            };
            let mut samples: Vec<i32> = (0..50).map(value).collect();
            let wanted = samples.clone();
            samples[order..].fill(0);
            restore_fixed(order, &mut samples);
            assert_eq!(samples, wanted);
        }
    }

    #[test]
    fn residuals_are_added_and_intermediate_sums_may_wrap() {
        let mut samples = [i32::MAX, i32::MIN, 0];
        // 2·MIN − MAX = −3·2³¹ + 1, and the residual's bits make it 5.
        samples[2] = (5_i64 - (2 * i64::from(i32::MIN) - i64::from(i32::MAX))) as i32;
        restore_fixed(2, &mut samples);
        assert_eq!(samples[2], 5);
        let mut nothing = [1, 2];
        restore_fixed(4, &mut nothing);
        assert_eq!(nothing, [1, 2]);
    }
}
