//! Compares transforms with the definition, summed in float64.

use super::batch::{Layout, complex, complex_work_len, real_forward, real_inverse, real_work_len};
use super::complex::{as_complex, root};
use super::rows::RowLanes;
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
    // Sums of sums: one long sum would be less exact than what it has to judge.
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

/// The largest distance, divided by the root mean square of the expected values.
fn error(found: impl Iterator<Item = Complex<f64>>, wanted: &[Complex<f64>]) -> f64 {
    let square = |value: Complex<f64>| value.re * value.re + value.im * value.im;
    let mean = wanted.iter().map(|&value| square(value)).sum::<f64>() / wanted.len() as f64;
    let largest = found.zip(wanted).map(|(a, &b)| square(a - b)).fold(0.0, f64::max);
    (largest / mean).sqrt()
}

/// Rounding errors grow with the number of passes: eps · log2 of the length, times a small factor.
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
    // Numbers of 8 bytes may start where vectors of 16 can't.
    let mut numbers = vec![0.0; 2 * plan.scratch_len() + 2];
    let shift = (length / 2) % 2 + 1;
    let scratch = as_complex(&mut numbers[shift..][..2 * plan.scratch_len()]);
    let (mut spectrum, mut back) = (input.clone(), input.clone());
    plan.forward(&mut input.clone(), &mut spectrum, scratch);
    let forward = error(spectrum.iter().copied(), &dft(&input));
    assert!(forward < bound::<f64>(length), "{length}: forward {forward:e}");
    plan.inverse(&mut spectrum, &mut back, scratch);
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

/// Rows of noise and rows to fill, both ways, compared with what a plan makes of each row alone.
fn check_rows<V: RowLanes>(length: usize, count: usize, gap: usize) {
    let mut seed = (length * 64 + count) as u32;
    let mut numbers = |count: usize| -> Vec<V::Scalar> {
        (0..count).map(|_| V::Scalar::from_f64(noise(&mut seed))).collect()
    };
    let plan = RealFft::<V::Scalar>::new(length).unwrap();
    let bins = plan.bins();
    let mut signals = numbers(count * (length + gap));
    let from = Layout { first: signals.as_mut_ptr(), stride: length + gap, count };
    let mut spectra = vec![Complex::<V::Scalar>::zero(); count * bins];
    let to = Layout { first: spectra.as_mut_ptr().cast(), stride: 2 * bins, count };
    let mut work = vec![Complex::<V>::zero(); real_work_len(&plan)];
    // SAFETY: the layouts match the vectors.
    unsafe { real_forward(&plan, from, to, &mut work) };
    let mut scratch = vec![Complex::zero(); plan.scratch_len()];
    for (row, spectrum) in spectra.chunks_exact(bins).enumerate() {
        let mut wanted = vec![Complex::zero(); bins];
        let start = row * (length + gap);
        let mut signal = signals[start..start + length].to_vec();
        plan.forward(&mut signal, &mut wanted, &mut scratch);
        let wanted: Vec<_> = wanted.iter().map(|&value| lane(value, 0)).collect();
        let distance = error(spectrum.iter().map(|&value| lane(value, 0)), &wanted);
        assert!(distance < 2.0 * bound::<V::Scalar>(length), "{length}, row {row}: {distance:e}");
    }

    let mut back = vec![V::Scalar::from_f64(0.0); count * length];
    let from = Layout { first: spectra.as_mut_ptr().cast(), stride: 2 * bins, count };
    let to = Layout { first: back.as_mut_ptr(), stride: length, count };
    // SAFETY: as above.
    unsafe { real_inverse(&plan, from, to, &mut work) };
    for (row, found) in back.chunks_exact(length).enumerate() {
        let real = |&value: &V::Scalar| Complex::new(value.to_f64(), 0.0);
        let start = row * (length + gap);
        let wanted: Vec<_> = signals[start..start + length].iter().map(real).collect();
        let found = found.iter().map(|value| real(value).scale(1.0 / length as f64));
        let distance = error(found, &wanted);
        assert!(distance < 2.0 * bound::<V::Scalar>(length), "{length}, back {row}: {distance:e}");
    }
}

fn check_complex_rows<V: RowLanes>(length: usize, count: usize) {
    let mut seed = (length * 64 + count) as u32;
    let plan = ComplexFft::<V::Scalar>::new(length).unwrap();
    let mut number = || V::Scalar::from_f64(noise(&mut seed));
    let mut signals: Vec<V::Scalar> = (0..2 * length * count).map(|_| number()).collect();
    let mut work = vec![Complex::<V>::zero(); complex_work_len(&plan)];
    let mut scratch = vec![Complex::zero(); plan.scratch_len()];
    for inverse in [false, true] {
        let mut found = signals.clone();
        let layout = |first| Layout { first, stride: 2 * length, count };
        let (from, to) = (layout(signals.as_mut_ptr()), layout(found.as_mut_ptr()));
        // SAFETY: the layouts match the vectors.
        unsafe { complex(&plan, inverse, from, to, &mut work) };
        for (row, found) in found.chunks_exact_mut(2 * length).enumerate() {
            let signal = &mut signals.clone()[2 * length * row..2 * length * (row + 1)];
            let mut wanted = vec![Complex::zero(); length];
            if inverse {
                plan.inverse(as_complex(signal), &mut wanted, &mut scratch);
            } else {
                plan.forward(as_complex(signal), &mut wanted, &mut scratch);
            }
            let wanted: Vec<_> = wanted.iter().map(|&value| lane(value, 0)).collect();
            let found = as_complex(found).iter().map(|&value| lane(value, 0));
            let distance = error(found, &wanted);
            assert!(distance < 2.0 * bound::<V::Scalar>(length), "{length}, {row}: {distance:e}");
        }
    }
}

#[test]
fn rows_are_transformed_as_each_alone() {
    for length in [1, 2, 3, 4, 5, 8, 12, 15, 16, 37, 74, 128, 200, 441, 512] {
        for (count, gap) in [(1, 0), (2, 3), (4, 1), (7, 0), (9, 2)] {
            check_rows::<f32>(length, count, gap);
            check_rows::<f64>(length, count, gap);
            check_rows::<F32x4>(length, count, gap);
            check_rows::<F64x2>(length, count, gap);
            check_complex_rows::<f32>(length, count);
            check_complex_rows::<F32x4>(length, count);
            check_complex_rows::<F64x2>(length, count);
        }
    }
}

#[test]
fn lengths_without_a_plan_are_refused() {
    for length in [0, LONGEST + 1, usize::MAX] {
        assert_eq!(ComplexFft::<f32>::new(length).err(), Some(FftError { length }));
        assert_eq!(RealFft::<f64>::new(length).err(), Some(FftError { length }));
    }
    for length in [0, LONGEST_LONG + 1, usize::MAX] {
        assert_eq!(LongFft::new(length).err(), Some(FftError { length }));
        assert_eq!(LongRealFft::new(length).err(), Some(FftError { length }));
    }
}
