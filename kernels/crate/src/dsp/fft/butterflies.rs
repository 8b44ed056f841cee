//! Transforms of a handful of points, in registers.
//!
//! Each function makes its constants and returns the transform, so that a loop makes them just once.

use core::hint::black_box;

use super::complex::Complex;
use super::lanes::{Lanes, Real};

/// The same number in every lane, made once: engines build a vector that they know to be constant anew
/// at each use, so the optimiser mustn't learn that this is one.
#[inline(always)]
fn constant<V: Lanes>(value: f64) -> V {
    V::splat(V::Scalar::from_f64(black_box(value)))
}

#[inline(always)]
pub fn dft2<V: Lanes>() -> impl Fn([Complex<V>; 2]) -> [Complex<V>; 2] {
    move |[a, b]| [a + b, a - b]
}

#[inline(always)]
pub fn dft3<V: Lanes>() -> impl Fn([Complex<V>; 3]) -> [Complex<V>; 3] {
    let (sine, half) = (constant(0.866_025_403_784_438_6), constant(0.5));
    move |[a, b, c]| {
        let (sum, difference) = (b + c, (b - c).scale(sine).times_minus_i());
        let middle = a - sum.scale(half);
        [a + sum, middle + difference, middle - difference]
    }
}

#[inline(always)]
pub fn dft4<V: Lanes>() -> impl Fn([Complex<V>; 4]) -> [Complex<V>; 4] {
    move |[a, b, c, d]| {
        let (even, odd) = (a + c, b + d);
        let (straight, turned) = (a - c, (b - d).times_minus_i());
        [even + odd, straight + turned, even - odd, straight - turned]
    }
}

#[inline(always)]
pub fn dft5<V: Lanes>() -> impl Fn([Complex<V>; 5]) -> [Complex<V>; 5] {
    let (cos1, cos2) = (constant(0.309_016_994_374_947_45), constant(-0.809_016_994_374_947_5));
    let (sin1, sin2) = (constant(0.951_056_516_295_153_5), constant(0.587_785_252_292_473_1));
    move |[a, b, c, d, e]| {
        let (sum1, sum2) = (b + e, c + d);
        let (difference1, difference2) = (b - e, c - d);
        let even1 = a + sum1.scale(cos1) + sum2.scale(cos2);
        let even2 = a + sum1.scale(cos2) + sum2.scale(cos1);
        let odd1 = (difference1.scale(sin1) + difference2.scale(sin2)).times_minus_i();
        let odd2 = (difference1.scale(sin2) - difference2.scale(sin1)).times_minus_i();
        [a + sum1 + sum2, even1 + odd1, even2 + odd2, even2 - odd2, even1 - odd1]
    }
}

#[inline(always)]
pub fn dft7<V: Lanes>() -> impl Fn([Complex<V>; 7]) -> [Complex<V>; 7] {
    let cos1 = constant(0.623_489_801_858_733_6);
    let cos2 = constant(-0.222_520_933_956_314_34);
    let cos3 = constant(-0.900_968_867_902_419_1);
    let sin1 = constant(0.781_831_482_468_029_8);
    let sin2 = constant(0.974_927_912_181_823_6);
    let sin3 = constant(0.433_883_739_117_558_23);
    move |[a, b, c, d, e, f, g]| {
        let (sum1, sum2, sum3) = (b + g, c + f, d + e);
        let (difference1, difference2, difference3) = (b - g, c - f, d - e);
        let even = |x: V, y: V, z: V| a + sum1.scale(x) + sum2.scale(y) + sum3.scale(z);
        let (even1, even2, even3) =
            (even(cos1, cos2, cos3), even(cos2, cos3, cos1), even(cos3, cos1, cos2));
        let odd1 = difference1.scale(sin1) + difference2.scale(sin2) + difference3.scale(sin3);
        let odd2 = difference1.scale(sin2) - difference2.scale(sin3) - difference3.scale(sin1);
        let odd3 = difference1.scale(sin3) - difference2.scale(sin1) + difference3.scale(sin2);
        let (odd1, odd2, odd3) = (odd1.times_minus_i(), odd2.times_minus_i(), odd3.times_minus_i());
        [
            a + sum1 + sum2 + sum3,
            even1 + odd1,
            even2 + odd2,
            even3 + odd3,
            even3 - odd3,
            even2 - odd2,
            even1 - odd1,
        ]
    }
}

#[inline(always)]
pub fn dft8<V: Lanes>() -> impl Fn([Complex<V>; 8]) -> [Complex<V>; 8] {
    let half = constant(std::f64::consts::FRAC_1_SQRT_2);
    let dft4 = dft4();
    move |[a, b, c, d, e, f, g, h]| {
        let even = dft4([a + e, b + f, c + g, d + h]);
        let (turned0, turned1, turned2, turned3) = (a - e, b - f, (c - g).times_minus_i(), d - h);
        // By an eighth and by three eighths of the circle.
        let turned1 = Complex::new(turned1.re + turned1.im, turned1.im - turned1.re).scale(half);
        let turned3 = Complex::new(turned3.im - turned3.re, -(turned3.re + turned3.im)).scale(half);
        let (near, far) = (turned0 + turned2, turned0 - turned2);
        let (sum, difference) = (turned1 + turned3, (turned1 - turned3).times_minus_i());
        [
            even[0],
            near + sum,
            even[1],
            far + difference,
            even[2],
            near - sum,
            even[3],
            far - difference,
        ]
    }
}

/// The transform of a prime number of points, in place, from a table of the circle's `roots`.
///
/// Points are taken in pairs from both ends, which halves the work: `work` holds their sums and
/// differences.
#[inline(always)]
pub fn dft_prime<V: Lanes>(
    points: &mut [Complex<V>],
    work: &mut [Complex<V>],
    roots: &[Complex<V::Scalar>],
) {
    let prime = roots.len();
    let half = prime / 2;
    let first = points[0];
    let mut total = first;
    for index in 0..half {
        let (low, high) = (points[index + 1], points[prime - 1 - index]);
        work[2 * index] = low + high;
        work[2 * index + 1] = low - high;
        total = total + work[2 * index];
    }
    points[0] = total;
    for bin in 1..=half {
        let (mut even, mut odd) = (first, Complex::zero());
        let mut turn = 0;
        for pair in work[..2 * half].chunks_exact(2) {
            turn = if turn + bin < prime { turn + bin } else { turn + bin - prime };
            let (cos, sin) = (V::splat(roots[turn].re), V::splat(-roots[turn].im));
            even = even + pair[0].scale(cos);
            odd = odd + pair[1].scale(sin);
        }
        let odd = odd.times_minus_i();
        points[bin] = even + odd;
        points[prime - bin] = even - odd;
    }
}
