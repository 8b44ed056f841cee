//! Transforms of a few points, in registers.

use core::hint::black_box;

use super::complex::Complex;
use super::lanes::{Lanes, Real};

/// A transform of [`Butterfly::RADIX`] points: its constants are made once, and it is run many
/// times.
///
/// Points are requested, and bins delivered, singly or in pairs, so that their further processing
/// is part of the same straight-line code.
pub trait Butterfly<V> {
    const RADIX: usize;

    /// Makes the constants.
    fn new() -> Self;

    /// Transforms what `get` gives for each index; passes the bins to `put`, in order.
    fn run(&self, get: impl Fn(usize) -> Complex<V>, put: impl Put<V>);
}

/// Takes the bins of a butterfly.
pub trait Put<V> {
    /// Takes the last of an odd number of bins.
    fn one(&mut self, bin: usize, value: Complex<V>);

    /// Takes an even bin and the next one.
    fn two(&mut self, bin: usize, values: [Complex<V>; 2]);
}

/// The same number in every lane, made once: engines rebuild a vector that they know to be constant
/// at each use, so the optimiser mustn't find out that this is one.
#[inline(always)]
fn constant<V: Lanes>(value: f64) -> V {
    V::splat(V::Scalar::from_f64(black_box(value)))
}

pub struct Dft2;

impl<V: Lanes> Butterfly<V> for Dft2 {
    const RADIX: usize = 2;

    #[inline(always)]
    fn new() -> Self {
        Dft2
    }

    #[inline(always)]
    fn run(&self, get: impl Fn(usize) -> Complex<V>, mut put: impl Put<V>) {
        let (a, b) = (get(0), get(1));
        put.two(0, [a + b, a - b]);
    }
}

pub struct Dft3<V> {
    sine: V,
    half: V,
}

impl<V: Lanes> Butterfly<V> for Dft3<V> {
    const RADIX: usize = 3;

    #[inline(always)]
    fn new() -> Self {
        Dft3 { sine: constant(0.866_025_403_784_438_6), half: constant(0.5) }
    }

    #[inline(always)]
    fn run(&self, get: impl Fn(usize) -> Complex<V>, mut put: impl Put<V>) {
        let (a, b, c) = (get(0), get(1), get(2));
        let (sum, difference) = (b + c, (b - c).scale(self.sine).times_minus_i());
        let middle = a - sum.scale(self.half);
        put.two(0, [a + sum, middle + difference]);
        put.one(2, middle - difference);
    }
}

#[inline(always)]
fn dft4<V: Lanes>([a, b, c, d]: [Complex<V>; 4]) -> [Complex<V>; 4] {
    let (even, odd) = (a + c, b + d);
    let (straight, turned) = (a - c, (b - d).times_minus_i());
    [even + odd, straight + turned, even - odd, straight - turned]
}

pub struct Dft4;

impl<V: Lanes> Butterfly<V> for Dft4 {
    const RADIX: usize = 4;

    #[inline(always)]
    fn new() -> Self {
        Dft4
    }

    #[inline(always)]
    fn run(&self, get: impl Fn(usize) -> Complex<V>, mut put: impl Put<V>) {
        let [a, b, c, d] = dft4([get(0), get(1), get(2), get(3)]);
        put.two(0, [a, b]);
        put.two(2, [c, d]);
    }
}

pub struct Dft5<V> {
    cosines: [V; 2],
    sines: [V; 2],
}

impl<V: Lanes> Butterfly<V> for Dft5<V> {
    const RADIX: usize = 5;

    #[inline(always)]
    fn new() -> Self {
        Dft5 {
            cosines: [constant(0.309_016_994_374_947_45), constant(-0.809_016_994_374_947_5)],
            sines: [constant(0.951_056_516_295_153_5), constant(0.587_785_252_292_473_1)],
        }
    }

    #[inline(always)]
    fn run(&self, get: impl Fn(usize) -> Complex<V>, mut put: impl Put<V>) {
        let ([cos1, cos2], [sin1, sin2]) = (self.cosines, self.sines);
        let (a, b, c, d, e) = (get(0), get(1), get(2), get(3), get(4));
        let (sum1, sum2) = (b + e, c + d);
        let (difference1, difference2) = (b - e, c - d);
        let even1 = a + sum1.scale(cos1) + sum2.scale(cos2);
        let even2 = a + sum1.scale(cos2) + sum2.scale(cos1);
        let odd1 = (difference1.scale(sin1) + difference2.scale(sin2)).times_minus_i();
        let odd2 = (difference1.scale(sin2) - difference2.scale(sin1)).times_minus_i();
        put.two(0, [a + sum1 + sum2, even1 + odd1]);
        put.two(2, [even2 + odd2, even2 - odd2]);
        put.one(4, even1 - odd1);
    }
}

pub struct Dft7<V> {
    cosines: [V; 3],
    sines: [V; 3],
}

impl<V: Lanes> Butterfly<V> for Dft7<V> {
    const RADIX: usize = 7;

    #[inline(always)]
    fn new() -> Self {
        Dft7 {
            cosines: [
                constant(0.623_489_801_858_733_6),
                constant(-0.222_520_933_956_314_34),
                constant(-0.900_968_867_902_419_1),
            ],
            sines: [
                constant(0.781_831_482_468_029_8),
                constant(0.974_927_912_181_823_6),
                constant(0.433_883_739_117_558_23),
            ],
        }
    }

    #[inline(always)]
    fn run(&self, get: impl Fn(usize) -> Complex<V>, mut put: impl Put<V>) {
        let ([cos1, cos2, cos3], [sin1, sin2, sin3]) = (self.cosines, self.sines);
        let (a, b, c, d) = (get(0), get(1), get(2), get(3));
        let (e, f, g) = (get(4), get(5), get(6));
        let (sum1, sum2, sum3) = (b + g, c + f, d + e);
        let (difference1, difference2, difference3) = (b - g, c - f, d - e);
        let even = |x: V, y: V, z: V| a + sum1.scale(x) + sum2.scale(y) + sum3.scale(z);
        let odd =
            |x: V, y: V, z: V| difference1.scale(x) + difference2.scale(y) + difference3.scale(z);
        let (even1, odd1) = (even(cos1, cos2, cos3), odd(sin1, sin2, sin3).times_minus_i());
        let (even2, odd2) = (even(cos2, cos3, cos1), odd(sin2, -sin3, -sin1).times_minus_i());
        let (even3, odd3) = (even(cos3, cos1, cos2), odd(sin3, -sin1, sin2).times_minus_i());
        put.two(0, [a + sum1 + sum2 + sum3, even1 + odd1]);
        put.two(2, [even2 + odd2, even3 + odd3]);
        put.two(4, [even3 - odd3, even2 - odd2]);
        put.one(6, even1 - odd1);
    }
}

/// Rotates by an eighth of a circle; `half` is √½.
#[inline(always)]
fn eighth<V: Lanes>(x: Complex<V>, half: V) -> Complex<V> {
    Complex::new(x.re + x.im, x.im - x.re).scale(half)
}

/// Rotates by three eighths of a circle; `half` is √½.
#[inline(always)]
fn three_eighths<V: Lanes>(x: Complex<V>, half: V) -> Complex<V> {
    Complex::new(x.im - x.re, -(x.re + x.im)).scale(half)
}

#[inline(always)]
fn dft8<V: Lanes>([a, b, c, d, e, f, g, h]: [Complex<V>; 8], half: V) -> [Complex<V>; 8] {
    let even = dft4([a + e, b + f, c + g, d + h]);
    let odd =
        dft4([a - e, eighth(b - f, half), (c - g).times_minus_i(), three_eighths(d - h, half)]);
    [even[0], odd[0], even[1], odd[1], even[2], odd[2], even[3], odd[3]]
}

pub struct Dft8<V>(V);

impl<V: Lanes> Butterfly<V> for Dft8<V> {
    const RADIX: usize = 8;

    #[inline(always)]
    fn new() -> Self {
        Dft8(constant(std::f64::consts::FRAC_1_SQRT_2))
    }

    #[inline(always)]
    fn run(&self, get: impl Fn(usize) -> Complex<V>, mut put: impl Put<V>) {
        let points = [get(0), get(1), get(2), get(3), get(4), get(5), get(6), get(7)];
        let [a, b, c, d, e, f, g, h] = dft8(points, self.0);
        put.two(0, [a, b]);
        put.two(2, [c, d]);
        put.two(4, [e, f]);
        put.two(6, [g, h]);
    }
}

/// The transform of a prime number of points, in place, from a table of the `roots` of unity.
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
