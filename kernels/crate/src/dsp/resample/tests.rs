//! What holds for every method: exact lengths, exact times, the filter's limits, pieces of any
//! size.

use std::f64::consts::PI;

use super::cascade::Steps;
use super::overlap::OverlapPlan;
use super::phases::SHORT_LEAD;
use super::*;

const TORCHAUDIO: Method = Method::Torchaudio(Parameters { width: 6, rolloff: 0.99 });

/// Ratios that go through spectra, lowering and raising, some that need two steps, and one that is
/// resampled frame by frame.
const RATIOS: [(u32, u32); 13] = [
    (44_100, 16_000),
    (48_000, 16_000),
    (22_050, 16_000),
    (44_100, 48_000),
    (16_000, 44_100),
    (8_000, 16_000),
    (192_000, 8_000),
    (44_100, 44_099),
    (44_099, 44_100),
    (22_255, 16_000),
    (16_000, 22_255),
    (96_000, 16_001),
    (3_072_000, 9_001),
];

fn run(resampler: &mut Resampler, input: &[f32], piece: usize) -> Vec<f32> {
    let mut output = Vec::new();
    for piece in input.chunks(piece) {
        resampler.push(piece, &mut output).unwrap();
    }
    loop {
        let before = output.len();
        resampler.finish(&mut output).unwrap();
        if output.len() == before {
            return output;
        }
    }
}

fn resample(from: u32, to: u32, method: Method, input: &[f32]) -> Vec<f32> {
    let mut resampler = Resampler::new(from, to, 1, method).unwrap();
    run(&mut resampler, input, input.len().max(1))
}

/// Input frames that give a filter room, plus a thousand frames at the lower rate.
fn frames(from: u32, to: u32) -> usize {
    (1400 * u64::from(from) / u64::from(from.min(to))) as usize
}

/// A sine at `frequency`, as a fraction of the lower Nyquist frequency.
fn tone(from: u32, to: u32, frequency: f64) -> Vec<f32> {
    let step = PI * frequency * f64::from(from.min(to)) / f64::from(from);
    (0..frames(from, to)).map(|k| (step * k as f64).sin() as f32).collect()
}

/// The level of a result in decibels below a full sine, away from the clip's ends.
fn level(output: &[f32]) -> f64 {
    let skip = output.len() / 5;
    let middle = &output[skip..output.len() - skip];
    let power: f64 = middle.iter().map(|&x| f64::from(x).powi(2)).sum();
    10.0 * (2.0 * power / middle.len() as f64).log10()
}

#[test]
fn lengths_are_exact() {
    for (from, to) in RATIOS {
        for frames in [0, 1, 2, 3, 160, 1001, 5000] {
            let input = vec![0.5; frames];
            let ratio = Ratio::new(from, to).unwrap();
            let length = |method| resample(from, to, method, &input).len() as u64;
            assert_eq!(length(Method::Sinc), ratio.floor(frames as u64), "{from} {to} {frames}");
            assert_eq!(length(Method::Fourier), ratio.floor(frames as u64));
            assert_eq!(length(TORCHAUDIO), ratio.ceil(frames as u64), "{from} {to} {frames}");
        }
    }
}

#[test]
fn the_extreme_rates_work() {
    assert_eq!(resample(MAX_RATE, 1, Method::Sinc, &[1.0; 5]), []);
    let far = resample(MAX_RATE, 16_001, Method::Sinc, &tone(MAX_RATE, 16_001, 0.5)[..100_000]);
    assert_eq!(far.len(), 520);
    assert!((level(&far)).abs() < 0.1);
    let silent = resample(1, MAX_RATE, Method::Sinc, &[0.0]);
    assert_eq!(silent.len(), MAX_RATE as usize);
    assert!(silent.iter().all(|&sample| sample == 0.0));
}

#[test]
fn tones_keep_their_level_and_time() {
    for (from, to) in RATIOS {
        for frequency in [0.1, 0.5, 0.9] {
            let output = resample(from, to, Method::Sinc, &tone(from, to, frequency));
            let step = PI * frequency * f64::from(from.min(to)) / f64::from(to);
            let exact = |k: usize| (step * k as f64).sin();
            let errors: Vec<f32> =
                (0..output.len()).map(|k| (f64::from(output[k]) - exact(k)) as f32).collect();
            assert!(level(&errors) < -103.0, "{} dB: {from} {to} {frequency}", level(&errors));
        }
    }
}

#[test]
fn content_above_the_lower_rate_is_gone() {
    for (from, to) in RATIOS.into_iter().filter(|(from, to)| to < from) {
        let top = f64::from(from) / f64::from(to);
        for frequency in [1.0, 1.05, 1.3, 1.9, 2.5, 6.1] {
            if frequency < top {
                let output = resample(from, to, Method::Sinc, &tone(from, to, frequency));
                assert!(level(&output) < -105.0, "{} dB: {from} {to}", level(&output));
            }
        }
    }
}

#[test]
fn raising_a_rate_makes_no_images() {
    for (from, to) in RATIOS.into_iter().filter(|(from, to)| to > from) {
        for frequency in [0.3, 0.95] {
            let output = resample(from, to, Method::Sinc, &tone(from, to, frequency));
            let ratio = f64::from(from) / f64::from(to);
            let mut residue = output.clone();
            remove_tone(&mut residue, PI * frequency * ratio);
            assert!(level(&residue) < -100.0, "{} dB: {from} {to}", level(&residue));
        }
    }
}

/// Subtracts a tone found by a least-squares fit.
fn remove_tone(samples: &mut [f32], step: f64) {
    let skip = samples.len() / 5;
    let (mut ss, mut sc, mut cc, mut sx, mut cx) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (k, &sample) in samples.iter().enumerate().take(samples.len() - skip).skip(skip) {
        let ((s, c), x) = ((step * k as f64).sin_cos(), f64::from(sample));
        (ss, sc, cc) = (ss + s * s, sc + s * c, cc + c * c);
        (sx, cx) = (sx + s * x, cx + c * x);
    }
    let determinant = ss * cc - sc * sc;
    let (a, b) = ((sx * cc - cx * sc) / determinant, (cx * ss - sx * sc) / determinant);
    for (k, sample) in samples.iter_mut().enumerate() {
        let (s, c) = (step * k as f64).sin_cos();
        *sample = (f64::from(*sample) - a * s - b * c) as f32;
    }
}

#[test]
fn an_impulse_stays_at_its_time() {
    for (from, to) in RATIOS {
        let Ratio { from: a, to: b } = Ratio::new(from, to).unwrap();
        if a > 5000 || b > 5000 {
            continue;
        }
        for method in [Method::Sinc, TORCHAUDIO] {
            let mut input = vec![0.0; frames(from, to)];
            let at = input.len() as u64 / 2 / a;
            input[(at * a) as usize] = 1.0;
            let output = resample(from, to, method, &input);
            let centre = (at * b) as usize;
            let largest =
                (0..output.len()).max_by(|&i, &j| output[i].abs().total_cmp(&output[j].abs()));
            assert_eq!(largest, Some(centre), "{from} {to}");
            for k in 1..200.min(centre).min(output.len() - centre) {
                let (left, right) = (output[centre - k], output[centre + k]);
                // torchaudio rounds times to float32, which isn't symmetric.
                let bound = if method == Method::Sinc { 1e-6 } else { 1e-5 };
                assert!((left - right).abs() < bound, "{from} {to} {k}: {left} {right}");
            }
        }
    }
}

#[test]
fn pieces_make_no_difference() {
    let noise = noise(3 * 7000);
    for (from, to) in RATIOS {
        for method in [Method::Sinc, TORCHAUDIO, Method::Fourier] {
            let mut resampler = Resampler::new(from, to, 3, method).unwrap();
            let whole = run(&mut resampler, &noise, noise.len());
            for piece in [3 * 17, 3 * 4099] {
                resampler.reset();
                assert!(run(&mut resampler, &noise, piece) == whole, "{from} {to} {piece}");
            }
        }
    }
}

#[test]
fn channels_do_not_meet() {
    let (left, right) = (noise(6000), tone(192_000, 8_000, 0.3)[..6000].to_vec());
    let both: Vec<f32> = left.iter().zip(&right).flat_map(|(&a, &b)| [a, b]).collect();
    for (from, to) in RATIOS {
        for method in [Method::Sinc, TORCHAUDIO, Method::Fourier] {
            let mut resampler = Resampler::new(from, to, 2, method).unwrap();
            let output = run(&mut resampler, &both, both.len());
            for (channel, input) in [&left, &right].into_iter().enumerate() {
                let own: Vec<f32> = output.iter().copied().skip(channel).step_by(2).collect();
                assert!(own == resample(from, to, method, input), "{from} {to}");
            }
        }
    }
}

/// The other ways to resample a ratio, besides the one it gets.
fn other_ways(ratio: Ratio) -> Vec<Box<dyn Stream>> {
    let Steps { first, second } = Steps::new(ratio, SHORT_LEAD);
    let first = Rc::new(OverlapPlan::new(first).unwrap().unwrap());
    let second = Gather::led(plans::short(), second, 1).unwrap();
    let mut ways: Vec<Box<dyn Stream>> =
        vec![Box::new(Cascade::new(Overlap::new(first, 1).unwrap(), second))];
    if ratio.to < ratio.from {
        ways.push(Box::new(Scatter::new(plans::sharp(), ratio, 1).unwrap()));
    }
    ways
}

#[test]
fn the_ways_agree() {
    for (from, to) in [(441, 160), (3, 1), (160, 441), (147, 160), (1, 2), (9, 1)] {
        let input = noise(frames(from, to));
        let blocks = resample(from, to, Method::Sinc, &input);
        for mut stream in other_ways(Ratio::new(from, to).unwrap()) {
            let mut output = Vec::new();
            stream.push(&input, &mut output).unwrap();
            while output.len() < blocks.len() {
                stream.drain(&mut output).unwrap();
            }
            for (k, (a, b)) in blocks.iter().zip(&output).enumerate() {
                assert!((a - b).abs() < 1e-5, "{from} {to} at {k}: {a} {b}");
            }
        }
    }
}

#[test]
fn nonsense_is_refused() {
    let new = |from, to, channels, method| Resampler::new(from, to, channels, method).err();
    let error = Some(ResampleError::Arguments);
    assert_eq!(new(0, 1, 1, Method::Sinc), error);
    assert_eq!(new(1, MAX_RATE + 1, 1, Method::Sinc), error);
    assert_eq!(new(2, 1, 0, Method::Sinc), error);
    assert_eq!(new(2, 1, 256, Method::Sinc), error);
    for (width, rolloff) in [(0, 0.9), (1025, 0.9), (6, 0.0), (6, 1.1), (6, f64::NAN)] {
        assert_eq!(new(2, 1, 1, Method::Torchaudio(Parameters { width, rolloff })), error);
    }
    let long = Method::Torchaudio(Parameters { width: 6, rolloff: 1e-300 });
    assert_eq!(new(2, 1, 1, long), Some(ResampleError::OutOfMemory));
}

fn noise(length: usize) -> Vec<f32> {
    let mut state = 1_u32;
    let next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(state) / f64::from(u32::MAX) * 2.0 - 1.0
    };
    std::iter::repeat_with(next).map(|x| x as f32).take(length).collect()
}
