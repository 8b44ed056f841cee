//! Interleaved samples.

use super::predictor::MAX_ORDER;

/// Interleaves channels, each of which comes after `MAX_ORDER` zeros, into `out`.
#[inline(always)]
pub fn interleave<T: Copy>(channels: &[Vec<i32>], out: &mut [T], convert: impl Fn(i32) -> T) {
    match channels {
        [] => (),
        [one] => {
            for (slot, &sample) in out.iter_mut().zip(&one[MAX_ORDER..]) {
                *slot = convert(sample);
            }
        }
        [left, right] => {
            let pairs = left[MAX_ORDER..].iter().zip(&right[MAX_ORDER..]);
            for ([a, b], (&left, &right)) in out.as_chunks_mut::<2>().0.iter_mut().zip(pairs) {
                (*a, *b) = (convert(left), convert(right));
            }
        }
        many => {
            for (index, channel) in many.iter().enumerate() {
                let slots = out.iter_mut().skip(index).step_by(many.len());
                for (slot, &sample) in slots.zip(&channel[MAX_ORDER..]) {
                    *slot = convert(sample);
                }
            }
        }
    }
}
