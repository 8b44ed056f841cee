//! FLAC streams that are encoded, passed through, and decoded from the middle.

#![allow(clippy::disallowed_methods)]

#[path = "support/producer.rs"]
mod producer;
mod support;

use audiofield_kernels::codecs::flac::{
    FlacEncoder, FlacParameters, FlacRunDecoder, FlacRunRequest, FlacScanner, SampleFormat,
};
use audiofield_kernels::codecs::{Producer, RunDecoder};
use producer::{Stream, produce};
use support::{data, decode};

/// Music-like sound: tones, noise that comes and goes, silence, a click.
fn sound(channels: usize, frames: usize, bits: u32) -> Vec<i32> {
    let mut state = 1_u32;
    (0..frames * channels)
        .map(|index| {
            let (at, channel) = ((index / channels) as f64, (index % channels) as f64);
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let noise = f64::from(state) / 4e9 - 0.5;
            let tone = (at * (0.03 + channel * 0.001)).sin() * 0.4 + (at * 0.21).sin() * 0.1;
            let value = match index / channels {
                9000..10_000 => 0.0,
                777 => 0.999,
                _ => tone + noise * (at * 0.0007).sin() * 0.2,
            };
            (value * f64::from(1_u32 << (bits - 1))) as i32
        })
        .collect()
}

/// Left-justified, as the codecs take samples and file readers return them.
fn bytes_of(samples: &[i32], bits: u32) -> Vec<u8> {
    let justified = samples.iter().map(|&sample| i64::from(sample));
    match bits {
        ..=16 => justified.flat_map(|it| ((it << (16 - bits)) as i16).to_ne_bytes()).collect(),
        _ => justified.flat_map(|it| ((it << (32 - bits)) as i32).to_ne_bytes()).collect(),
    }
}

fn parameters(channels: u8, bits_per_sample: u8, level: u8) -> FlacParameters {
    FlacParameters { sample_rate: 16_000, channels, bits_per_sample, level }
}

#[test]
fn encoded_samples_decode_to_themselves() {
    for (channels, bits, frames) in [
        (1, 16, 12_345),
        (2, 16, 12_288),
        (2, 24, 9000),
        (2, 32, 5000),
        (1, 32, 5000),
        (8, 8, 4097),
        (3, 12, 1),
        (2, 20, 15),
        (1, 13, 4096),
        (1, 31, 700),
        (2, 16, 0),
    ] {
        let input = bytes_of(&sound(channels, frames, bits), bits);
        for level in 0..=8 {
            let format = parameters(channels as u8, bits as u8, level);
            let stream =
                produce(&mut FlacEncoder::new(format), &input, channels * 4 * 1000).unwrap();
            let total: u32 = stream.units.iter().map(|unit| unit.0).sum();
            assert_eq!(total as usize, stream.bytes.len());
            if frames > 0 {
                let (info, decoded) = decode(&stream.bytes).unwrap();
                assert_eq!((info.frames, info.bits), (Some(frames as u64), bits));
                assert!(decoded == input, "{channels} channels, {bits} bits, level {level}");
            }
        }
    }
}

#[test]
fn extremes_survive() {
    for bits in [8, 16, 24, 32] {
        let (low, high) = (i32::MIN >> (32 - bits), i32::MAX >> (32 - bits));
        let samples: Vec<i32> =
            (0..10_000).map(|at| if at * at % 7 < 3 { low } else { high }).collect();
        let input = bytes_of(&samples, bits);
        for (channels, level) in [(1, 5), (2, 5), (2, 8), (2, 0)] {
            let mut encoder = FlacEncoder::new(parameters(channels, bits as u8, level));
            let stream = produce(&mut encoder, &input, 8 * 999).unwrap();
            assert!(decode(&stream.bytes).unwrap().1 == input, "{bits} bits");
        }
    }
}

#[test]
fn pieces_make_no_difference() {
    let input = bytes_of(&sound(2, 20_000, 16), 16);
    let mut encoder = FlacEncoder::new(parameters(2, 16, 5));
    let whole = produce(&mut encoder, &input, input.len()).unwrap();
    for piece in [4, 400, 65_536] {
        let stream = produce(&mut encoder, &input, piece).unwrap();
        assert!(stream.bytes == whole.bytes && stream.units == whole.units);
    }
}

#[test]
fn higher_levels_are_no_larger() {
    let input = bytes_of(&sound(2, 40_000, 16), 16);
    let size = |level| {
        produce(&mut FlacEncoder::new(parameters(2, 16, level)), &input, 1 << 16)
            .unwrap()
            .bytes
            .len()
    };
    let [fast, default, best] = [0, 5, 8].map(size);
    assert!(best <= default && default < fast, "{fast} {default} {best}");
    assert!(default < input.len() * 9 / 10);
}

fn window(stream: &Stream, format: FlacParameters, start: u64, count: u64) -> Vec<u8> {
    let (mut at, mut first) = (0_usize, 0_u64);
    for &(bytes, samples) in &stream.units {
        if first + u64::from(samples) > start {
            break;
        }
        (at, first) = (at + bytes as usize, first + u64::from(samples));
    }
    let request = FlacRunRequest {
        sample_rate: format.sample_rate,
        channels: format.channels,
        setup: stream.setup,
        format: if format.bits_per_sample > 16 { SampleFormat::Int32 } else { SampleFormat::Int16 },
        first,
        skip: start - first,
        count,
    };
    let mut decoder = FlacRunDecoder::default();
    decoder.begin(request).unwrap();
    let mut out = Vec::new();
    for mut part in stream.bytes[at..].chunks(1000) {
        loop {
            match decoder.next(&mut part).unwrap() {
                [] => break,
                piece => out.extend_from_slice(piece),
            }
        }
    }
    out
}

#[test]
fn windows_are_slices_of_the_whole() {
    for (channels, bits) in [(1, 16), (2, 16), (2, 24)] {
        let input = bytes_of(&sound(channels, 20_000, bits), bits);
        let frame_bytes = channels * if bits > 16 { 4 } else { 2 };
        let format = parameters(channels as u8, bits as u8, 5);
        let stream = produce(&mut FlacEncoder::new(format), &input, 1 << 16).unwrap();
        for (start, count) in
            [(0, 20_000), (0, 1), (4095, 2), (4096, 4096), (9999, 7000), (19_999, 1)]
        {
            let found = window(&stream, format, start as u64, count as u64);
            assert!(found == input[start * frame_bytes..][..count * frame_bytes], "{start}");
        }
    }
}

#[test]
fn own_streams_pass_through_unchanged() {
    let input = bytes_of(&sound(2, 20_000, 16), 16);
    let format = parameters(2, 16, 5);
    let stream = produce(&mut FlacEncoder::new(format), &input, 1 << 16).unwrap();
    let mut scanner = FlacScanner::new(format);
    for piece in [1, 777, 1 << 20] {
        let scanned = produce(&mut scanner, &stream.bytes, piece).unwrap();
        assert!(scanned.bytes == stream.bytes);
        assert_eq!((scanned.units, scanned.setup), (stream.units.clone(), stream.setup));
    }
    let mut tagged = b"ID3\x04\0\0\0\0\x01\x02".to_vec();
    tagged.extend([9; 130]);
    tagged.extend(&stream.bytes);
    assert!(produce(&mut scanner, &tagged, 50).unwrap().bytes == stream.bytes);
}

#[test]
fn wrong_block_and_frame_sizes_in_a_head_are_corrected() {
    let input = bytes_of(&sound(1, 10_000, 16), 16);
    let format = parameters(1, 16, 5);
    let stream = produce(&mut FlacEncoder::new(format), &input, 1 << 16).unwrap();
    let mut scanner = FlacScanner::new(format);
    // The smallest and the largest block, then the smallest and the largest frame.
    for (at, wrong) in [
        (8, &[0, 0][..]),
        (8, &[0x20, 0]),
        (10, &[0, 0]),
        (10, &[0x0F, 0xFF]),
        (12, &[0, 1, 2]),
        (15, &[0, 0, 1]),
    ] {
        let mut lying = stream.bytes.clone();
        lying[at..at + wrong.len()].copy_from_slice(wrong);
        let scanned = produce(&mut scanner, &lying, 900).unwrap();
        assert!(scanned.bytes == stream.bytes, "{wrong:?} at {at}");
    }
}

#[test]
fn foreign_streams_decode_to_the_same_samples() {
    for name in ["block16", "block_odd", "block65535", "bits32_side", "channels8", "wasted_bits"] {
        let file = data(&format!("flac/{name}.flac"));
        let (info, samples) = decode(&file).unwrap();
        let format = FlacParameters {
            sample_rate: info.sample_rate,
            channels: info.channels as u8,
            bits_per_sample: info.bits as u8,
            level: 0,
        };
        let mut scanner = FlacScanner::new(format);
        let stream = produce(&mut scanner, &file, 5000).unwrap();
        assert!(scanner.heard() == Some(&samples[..]), "{name}");
        let frames: u64 = stream.units.iter().map(|unit| u64::from(unit.1)).sum();
        assert!(window(&stream, format, 0, frames) == samples, "{name}");
        assert!(decode(&stream.bytes).unwrap().1 == samples, "{name}");
        let frame_bytes = samples.len() / frames as usize;
        let middle = window(&stream, format, frames / 2, 10);
        assert!(
            middle == samples[frames as usize / 2 * frame_bytes..][..10 * frame_bytes],
            "{name}"
        );
    }
}

#[test]
fn damage_is_noticed_while_scanning() {
    let input = bytes_of(&sound(1, 10_000, 16), 16);
    let format = parameters(1, 16, 5);
    let stream = produce(&mut FlacEncoder::new(format), &input, 1 << 16).unwrap();
    let mut scanner = FlacScanner::new(format);
    for at in (0..stream.bytes.len()).step_by(7) {
        let mut damaged = stream.bytes.clone();
        damaged[at] ^= 0x20;
        let is_hint = (8..18).contains(&at);
        assert!(is_hint || produce(&mut scanner, &damaged, 900).is_err(), "byte {at}");
        let cut = produce(&mut scanner, &stream.bytes[..at], 900);
        assert!(cut.is_err(), "{at} bytes");
    }
    let twice = [&stream.bytes[..], &stream.bytes[42..]].concat();
    assert_eq!(produce(&mut scanner, &twice, 900).err().map(|it| it.code), Some("bad-header"));
}
