//! Against the definition, summed in float64.

use super::complex::root;
use super::*;

/// Noise from -1 to 1, different in every lane.
fn noise(seed: &mut u32) -> f64 {
    *seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
    f64::from(*seed as i32) / f64::from(1_u32 << 31)
}

fn lanes<V: Lanes>(seed: &mut u32) -> V {
    V::from_lanes(|_| V::Scalar::from_f64(noise(seed)))
}

fn lane<V: Lanes>(value: Complex<V>, lane: usize) -> Complex<f64> {
    Complex::new(value.re.lane(lane).to_f64(), value.im.lane(lane).to_f64())
}

fn dft(input: &[Complex<f64>]) -> Vec<Complex<f64>> {
    let length = input.len() as u64;
    let roots: Vec<Complex<f64>> = (0..length).map(|index| root(index, length)).collect();
    // Sums of sums: one long sum would be less exact than what it is to judge.
    let bin = |bin: u64| {
        let (mut total, mut turn) = (Complex::zero(), 0);
        for piece in input.chunks(64) {
            let mut sum = Complex::zero();
            for &value in piece {
                sum = sum + value.times(roots[turn as usize]);
                turn = (turn + bin) % length;
            }
            total = total + sum;
        }
        total
    };
    (0..length).map(bin).collect()
}

/// The largest distance over the root mean square of what is wanted.
fn error(found: impl Iterator<Item = Complex<f64>>, wanted: &[Complex<f64>]) -> f64 {
    let square = |value: Complex<f64>| value.re * value.re + value.im * value.im;
    let mean = wanted.iter().map(|&value| square(value)).sum::<f64>() / wanted.len() as f64;
    let largest = found.zip(wanted).map(|(a, &b)| square(a - b)).fold(0.0, f64::max);
    (largest / mean).sqrt()
}

/// Rounding grows with the number of passes: eps · log2 of the length, times a small factor.
fn bound<S: Real>(length: usize) -> f64 {
    let epsilon = if size_of::<S>() == 4 { f64::from(f32::EPSILON) } else { f64::EPSILON };
    6.0 * epsilon * (length as f64 + 1.0).log2().max(1.0)
}

fn check_complex<V: Lanes>(length: usize) {
    let plan = ComplexFft::<V::Scalar>::new(length).unwrap();
    let mut seed = length as u32;
    let input: Vec<Complex<V>> =
        (0..length).map(|_| Complex::new(lanes(&mut seed), lanes(&mut seed))).collect();
    let mut scratch = vec![Complex::zero(); plan.scratch_len()];
    let mut spectrum = vec![Complex::zero(); length];
    let mut back = spectrum.clone();
    plan.forward(&mut input.clone(), &mut spectrum, &mut scratch);
    plan.inverse(&mut spectrum.clone(), &mut back, &mut scratch);
    for index in 0..V::COUNT {
        let signal: Vec<_> = input.iter().map(|&value| lane(value, index)).collect();
        let found = spectrum.iter().map(|&value| lane(value, index));
        let forward = error(found, &dft(&signal));
        assert!(forward < bound::<V::Scalar>(length), "{length}: forward {forward:e}");
        let found = back.iter().map(|&value| lane(value, index).scale(1.0 / length as f64));
        let both = error(found, &signal);
        assert!(both < 2.0 * bound::<V::Scalar>(length), "{length}: both ways {both:e}");
    }
}

fn check_real<V: Lanes>(length: usize) {
    let plan = RealFft::<V::Scalar>::new(length).unwrap();
    let mut seed = length as u32;
    let input: Vec<V> = (0..length).map(|_| lanes(&mut seed)).collect();
    let mut scratch = vec![Complex::zero(); plan.scratch_len()];
    let mut spectrum = vec![Complex::zero(); plan.bins()];
    let mut back = vec![V::zero(); length];
    plan.forward(&mut input.clone(), &mut spectrum, &mut scratch);
    plan.inverse(&mut spectrum.clone(), &mut back, &mut scratch);
    for index in 0..V::COUNT {
        let real = |value: &V| Complex::new(value.lane(index).to_f64(), 0.0);
        let signal: Vec<_> = input.iter().map(real).collect();
        let found = spectrum.iter().map(|&value| lane(value, index));
        let forward = error(found, &dft(&signal)[..plan.bins()]);
        assert!(forward < bound::<V::Scalar>(length), "{length}: forward {forward:e}");
        let found = back.iter().map(|value| real(value).scale(1.0 / length as f64));
        let both = error(found, &signal);
        assert!(both < 2.0 * bound::<V::Scalar>(length), "{length}: both ways {both:e}");
    }
}

const LONGER: [usize; 12] = [400, 441, 512, 1000, 1009, 1024, 1536, 2048, 2401, 2731, 4099, 4410];

#[test]
fn complex_transforms_equal_the_definition() {
    for length in (1..=300).chain(LONGER) {
        check_complex::<f32>(length);
        check_complex::<f64>(length);
        check_complex::<F32x4>(length);
        check_complex::<F64x2>(length);
    }
}

#[test]
fn real_transforms_equal_the_definition() {
    for length in (1..=300).chain(LONGER) {
        check_real::<f32>(length);
        check_real::<f64>(length);
        check_real::<F32x4>(length);
        check_real::<F64x2>(length);
    }
}

fn check_long(length: usize) {
    let mut seed = length as u32;
    let input: Vec<Complex<f64>> =
        (0..length).map(|_| Complex::new(lanes(&mut seed), lanes(&mut seed))).collect();
    let plan = LongFft::new(length).unwrap();
    let mut scratch = vec![Complex::zero(); plan.scratch_len()];
    let (mut spectrum, mut back) = (input.clone(), input.clone());
    plan.forward(&mut input.clone(), &mut spectrum, &mut scratch);
    let forward = error(spectrum.iter().copied(), &dft(&input));
    assert!(forward < bound::<f64>(length), "{length}: forward {forward:e}");
    plan.inverse(&mut spectrum, &mut back, &mut scratch);
    let both = error(back.iter().map(|value| value.scale(1.0 / length as f64)), &input);
    assert!(both < 2.0 * bound::<f64>(length), "{length}: both ways {both:e}");

    let samples: Vec<f64> = input.iter().map(|value| value.re).collect();
    let plan = LongRealFft::new(length).unwrap();
    let mut scratch = vec![Complex::zero(); plan.scratch_len()];
    let mut spectrum = vec![Complex::zero(); plan.bins()];
    let mut back = samples.clone();
    plan.forward(&mut samples.clone(), &mut spectrum, &mut scratch);
    let real: Vec<_> = samples.iter().map(|&value| Complex::new(value, 0.0)).collect();
    let forward = error(spectrum.iter().copied(), &dft(&real)[..plan.bins()]);
    assert!(forward < bound::<f64>(length), "{length}: forward {forward:e}");
    plan.inverse(&mut spectrum, &mut back, &mut scratch);
    let scaled = back.iter().map(|&value| Complex::new(value / length as f64, 0.0));
    let both = error(scaled, &real);
    assert!(both < 2.0 * bound::<f64>(length), "{length}: both ways {both:e}");
}

#[test]
fn long_transforms_equal_the_definition() {
    for length in (1..=40).chain(LONGER).chain([1025, 2050, 4095, 4410, 6250, 8192, 8820]) {
        check_long(length);
    }
}

#[test]
fn lengths_without_a_plan_are_refused() {
    for length in [0, LONGEST + 1, usize::MAX] {
        assert_eq!(ComplexFft::<f32>::new(length).err(), Some(FftError { length }));
        assert_eq!(RealFft::<f64>::new(length).err(), Some(FftError { length }));
    }
}
