//! Windows, in float64.

use crate::math::Portable;
use std::f64::consts::TAU;

use super::parameters::Window;

/// The window's `length` samples.
pub fn window(shape: Window, length: usize) -> Vec<f64> {
    let cosine = |offset: f64, periodic: bool| {
        let period = if periodic { length } else { length.saturating_sub(1).max(1) } as f64;
        move |index: usize| offset - (1.0 - offset) * (TAU * index as f64 / period).cosine()
    };
    // A single sample has no shape.
    if length == 1 {
        return vec![1.0];
    }
    let of = |value: &dyn Fn(usize) -> f64| (0..length).map(value).collect();
    match shape {
        Window::Hann => of(&cosine(0.5, true)),
        Window::HannSymmetric => of(&cosine(0.5, false)),
        Window::Hamming => of(&cosine(0.54, true)),
        Window::HammingSymmetric => of(&cosine(0.54, false)),
        Window::Povey => {
            let hann = cosine(0.5, false);
            of(&|index| hann(index).power(0.85))
        }
        Window::Blackman => {
            let angle = TAU / length as f64;
            let term = |count: usize, index: usize| (angle * (count * index) as f64).cosine();
            of(&|index| 0.42 - 0.5 * term(1, index) + 0.08 * term(2, index))
        }
        Window::Rectangular => vec![1.0; length],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_periodic_window_is_the_symmetric_one_with_one_more_sample() {
        for (periodic, symmetric) in
            [(Window::Hann, Window::HannSymmetric), (Window::Hamming, Window::HammingSymmetric)]
        {
            for length in [2, 3, 16, 401] {
                let mut longer = window(symmetric, length + 1);
                longer.pop();
                for (a, b) in window(periodic, length).iter().zip(&longer) {
                    assert!((a - b).abs() < 1e-15);
                }
            }
        }
    }

    #[test]
    fn a_symmetric_window_reads_the_same_backwards() {
        for shape in [Window::HannSymmetric, Window::HammingSymmetric, Window::Povey] {
            let forwards = window(shape, 400);
            for (a, b) in forwards.iter().zip(forwards.iter().rev()) {
                assert!((a - b).abs() < 1e-14);
            }
        }
    }

    #[test]
    fn windows_start_where_their_formula_says() {
        assert!(window(Window::Hann, 400)[0].abs() < 1e-15);
        assert!((window(Window::Hamming, 400)[0] - 0.08).abs() < 1e-15);
        assert!((window(Window::Hann, 400)[200] - 1.0).abs() < 1e-15);
        assert_eq!(window(Window::Povey, 1), [1.0]);
        assert!(window(Window::Hann, 0).is_empty());
    }
}
