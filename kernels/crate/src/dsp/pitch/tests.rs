use std::f64::consts::TAU;

use super::parameters::Parameters;
use super::plan::Plan;
use super::tracker::Tracker;

fn speech() -> Parameters {
    Parameters {
        sample_rate: 16_000.0,
        hop_length: 160,
        win_length: 1024,
        f_min: 50.0,
        f_max: 600.0,
        voicing_threshold: 0.5,
    }
}

fn track(parameters: Parameters, samples: &[f32], pieces: usize) -> Vec<f32> {
    let mut tracker = Tracker::new(Plan::new(parameters).unwrap());
    let mut found = Vec::new();
    for piece in samples.chunks(pieces) {
        tracker.push(piece);
        found.extend_from_slice(tracker.found());
    }
    tracker.finish();
    found.extend_from_slice(tracker.found());
    found
}

/// A second of a tone with `harmonics` equally strong harmonics below half the sample rate.
fn tone(f0: f64, harmonics: usize) -> Vec<f32> {
    let wave = |time: f64| {
        (1..=harmonics)
            .map(|harmonic| f0 * harmonic as f64)
            .filter(|frequency| *frequency < 7900.0)
            .map(|frequency| (TAU * frequency * time + frequency).sin())
            .sum::<f64>()
    };
    (0..16_000).map(|index| (0.1 * wave(f64::from(index) / 16_000.0)) as f32).collect()
}

fn noise(seed: u32) -> Vec<f32> {
    let mut state = seed;
    (0..16_000)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (f64::from(state) / f64::from(u32::MAX) - 0.5) as f32
        })
        .collect()
}

/// The frames that lie completely inside the clip.
fn whole_frames(found: &[f32]) -> &[f32] {
    &found[4..found.len() - 4]
}

#[test]
fn finds_the_pitch_of_sines_and_harmonic_complexes() {
    for harmonics in [1, 3, 10, 40] {
        for step in 0..=88 {
            let f0 = 60.0 + 5.0 * f64::from(step) + 0.37 * f64::from(step % 3);
            let found = track(speech(), &tone(f0, harmonics), 16_000);
            assert_eq!(found.len(), 101);
            for (frame, &value) in whole_frames(&found).iter().enumerate() {
                let error = (f64::from(value) / f0 - 1.0).abs();
                assert!(error < 0.01, "{harmonics} harmonics of {f0}: {value} in frame {frame}");
            }
        }
    }
}

#[test]
fn finds_a_missing_fundamental() {
    let wave = |time: f64| (3..8).map(|h| (TAU * 150.0 * f64::from(h) * time).sin()).sum::<f64>();
    let samples: Vec<f32> =
        (0..16_000).map(|index| (0.1 * wave(f64::from(index) / 16_000.0)) as f32).collect();
    for &value in whole_frames(&track(speech(), &samples, 4000)) {
        assert!((value / 150.0 - 1.0).abs() < 0.01, "{value}");
    }
}

#[test]
fn noise_and_silence_are_unvoiced() {
    for seed in 0..20 {
        assert!(track(speech(), &noise(seed), 8192).iter().all(|&value| value == 0.0));
    }
    assert!(track(speech(), &[0.0; 16_000], 8192).iter().all(|&value| value == 0.0));
    // A constant isn't a voice either.
    assert!(track(speech(), &[0.7; 16_000], 8192).iter().all(|&value| value == 0.0));
}

#[test]
fn cutting_the_clip_makes_no_difference() {
    let mut samples = tone(123.0, 9);
    for (sample, noise) in samples.iter_mut().zip(noise(3)) {
        *sample += noise * 0.2;
    }
    let whole = track(speech(), &samples, 16_000);
    for pieces in [1, 7, 160, 1024, 5000] {
        assert_eq!(track(speech(), &samples, pieces), whole);
    }
}

#[test]
fn frames_are_the_multiples_of_the_hop_to_the_end() {
    for (samples, frames) in [(0, 0), (1, 1), (159, 1), (160, 2), (161, 2), (1600, 11)] {
        assert_eq!(track(speech(), &vec![0.1; samples], 100).len(), frames, "{samples}");
    }
    let sparse = Parameters { hop_length: 5000, ..speech() };
    let found = track(sparse, &tone(200.0, 5), 999);
    assert_eq!(found.len(), 4);
    assert!(found.iter().all(|value| (value / 200.0 - 1.0).abs() < 0.01), "{found:?}");
}

#[test]
fn impossible_parameters_are_named() {
    let fault = |change: &dyn Fn(&mut Parameters)| {
        let mut parameters = speech();
        change(&mut parameters);
        parameters.fault().and_then(|fault| fault.split(':').next())
    };
    assert_eq!(fault(&|_| ()), None);
    assert_eq!(fault(&|p| p.sample_rate = f64::NAN), Some("sampleRate"));
    assert_eq!(fault(&|p| p.hop_length = 0), Some("hopLength"));
    assert_eq!(fault(&|p| p.win_length = 639), Some("winLength"));
    assert_eq!(fault(&|p| p.f_min = 600.0), Some("fMin"));
    assert_eq!(fault(&|p| p.f_max = 4001.0), Some("fMax"));
    assert_eq!(fault(&|p| p.voicing_threshold = 1.1), Some("voicingThreshold"));
}
