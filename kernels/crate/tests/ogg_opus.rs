//! Ogg Opus files: those of the reference encoder, and ways in which they can be wrong.
#![allow(clippy::disallowed_methods)]
#![cfg(feature = "input")]

#[path = "support/refusal.rs"]
mod refusal;
mod support;
#[path = "support/ogg_writer.rs"]
mod writer;

use audiofield_kernels::input::SampleFormat;
use refusal::refusal;
use support::{data, decode};
use writer::{change, granule, long_packet, pages};

fn floats(bytes: &[u8]) -> Vec<f32> {
    bytes.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect()
}

fn samples(file: &[u8]) -> Vec<f32> {
    floats(&decode(file).unwrap().1)
}

/// What opusdec made of them, at both ends; the golden index gives their lengths.
#[test]
fn they_decode_like_libopus_in_c() {
    for (name, clip, channels, frames) in
        [("p11", "p11_speech_mono", 1, 220_598), ("p12", "p12_complete_stereo", 2, 52_269)]
    {
        let (info, bytes) = decode(&data(&format!("opus/{clip}.opus"))).unwrap();
        assert_eq!((info.sample_rate, info.channels), (48_000, channels));
        assert_eq!((info.format, info.frames), (SampleFormat::Float32, Some(frames)));
        assert_eq!((info.container, info.codec), ("Ogg", "Opus"));
        let found = floats(&bytes);
        assert_eq!(found.len() as u64, frames * u64::from(channels));
        let ends = floats(&data(&format!("opus/{name}_ends.f32")));
        let half = ends.len() / 2;
        let found = found[..half].iter().chain(&found[found.len() - half..]);
        let worst = found.zip(&ends).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        assert!(worst < 1e-5, "{name}: {worst}");
    }
}

/// How strong a frequency is in a channel.
fn strength(samples: &[f32], channels: usize, channel: usize, frequency: f64) -> f64 {
    let (mut re, mut im) = (0.0, 0.0);
    for (at, &sample) in samples.iter().skip(channel).step_by(channels).enumerate() {
        let (sin, cos) = (at as f64 * frequency * std::f64::consts::TAU / 48_000.0).sin_cos();
        re += f64::from(sample) * cos;
        im += f64::from(sample) * sin;
    }
    re.hypot(im)
}

#[test]
fn channels_come_in_wav_order() {
    let tones: [(&str, &[f64]); 2] = [
        // Front left and right, centre, low frequencies, back left and right.
        ("opus/surround51.opus", &[300.0, 500.0, 700.0, 60.0, 1100.0, 1300.0]),
        ("opus/discrete3.opus", &[400.0, 900.0, 1500.0]),
    ];
    for (file, tones) in tones {
        let samples = samples(&data(file));
        for channel in 0..tones.len() {
            let strengths: Vec<_> =
                tones.iter().map(|&tone| strength(&samples, tones.len(), channel, tone)).collect();
            let loudest = (0..tones.len()).max_by(|&a, &b| strengths[a].total_cmp(&strengths[b]));
            assert_eq!(loudest, Some(channel), "{file}: {strengths:?}");
        }
    }
}

#[test]
fn lengths_are_exact() {
    let (info, bytes) = decode(&data("opus/short.opus")).unwrap();
    assert_eq!((info.frames, bytes.len()), (Some(2700), 2700 * 4));
}

#[test]
fn positions_count_from_anywhere() {
    let file = data("opus/p12_complete_stereo.opus");
    let late = change(&file, |index, page| {
        if index >= 2 {
            let moved = granule(page) + (1 << 40);
            page[6..14].copy_from_slice(&moved.to_le_bytes());
        }
    });
    let (info, bytes) = decode(&late).unwrap();
    assert_eq!(info.frames, Some(52_269));
    assert!(bytes == decode(&file).unwrap().1);
}

#[test]
fn gain_is_applied() {
    let file = data("opus/short.opus");
    let plain = samples(&file);
    // −6.02 dB.
    let quiet = samples(&change(&file, |index, page| {
        if index == 0 {
            page[28 + 16..28 + 18].copy_from_slice(&(-1541_i16).to_le_bytes());
        }
    }));
    for (plain, quiet) in plain.iter().zip(&quiet) {
        assert!((plain * 0.5 - quiet).abs() < 1e-4);
    }
}

fn with_serial(file: &[u8], serial: u32) -> Vec<u8> {
    change(file, |_, page| page[14..18].copy_from_slice(&serial.to_le_bytes()))
}

#[test]
fn chains_are_read_to_their_end() {
    let (first, second) = (data("opus/short.opus"), data("opus/p11_speech_mono.opus"));
    let chain = [first.clone(), with_serial(&second, 7)].concat();
    let (info, bytes) = decode(&chain).unwrap();
    let [one, two] = [&first, &second].map(|file| decode(file).unwrap());
    assert_eq!(info.frames, Some(one.0.frames.unwrap() + two.0.frames.unwrap()));
    assert!(bytes == [&one.1[..], &two.1].concat());
    let stereo = with_serial(&data("opus/p12_complete_stereo.opus"), 7);
    assert_eq!(refusal(&[first.clone(), stereo].concat()), "format-change");
    // A copy of a file has the same stream number.
    let (info, bytes) = decode(&[first.clone(), first].concat()).unwrap();
    assert_eq!(info.frames, Some(2 * one.0.frames.unwrap()));
    assert!(bytes == [&one.1[..], &one.1].concat());
}

#[test]
fn other_streams_are_skipped() {
    let (wanted, other) =
        (pages(&data("opus/p11_speech_mono.opus")), pages(&data("flac/in_ogg.oga")));
    let mut mixed = vec![other[0].clone(), wanted[0].clone()];
    for (index, page) in wanted.iter().enumerate().skip(1) {
        mixed.extend(other.get(index).cloned());
        mixed.push(page.clone());
    }
    // The first page determines what a file is.
    mixed.swap(0, 1);
    assert!(decode(&mixed.concat()).unwrap().1 == decode(&wanted.concat()).unwrap().1);
}

#[test]
fn comments_of_any_length_are_skipped() {
    let file = data("opus/short.opus");
    let mut pages = pages(&file);
    let serial = pages[0][14..18].to_vec();
    let mut tags = b"OpusTags".to_vec();
    tags.resize(10_000_000, 0xAA);
    let long = long_packet(&serial, 1, &tags);
    let moved = long.len() as u32 - 1;
    for page in &mut pages[2..] {
        let sequence = u32::from_le_bytes(page[18..22].try_into().unwrap()) + moved;
        page[18..22].copy_from_slice(&sequence.to_le_bytes());
        writer::seal(page);
    }
    pages.splice(1..2, long);
    assert!(decode(&pages.concat()).unwrap().1 == decode(&file).unwrap().1);
}

#[test]
fn lost_swapped_and_damaged_pages_are_noticed() {
    let file = data("opus/p11_speech_mono.opus");
    let whole = pages(&file);
    assert!(whole.len() > 5);
    let without = |lost: usize| {
        let kept = (0..whole.len()).filter(|&index| index != lost);
        kept.flat_map(|index| whole[index].clone()).collect::<Vec<_>>()
    };
    assert_eq!(refusal(&without(0)), "unsupported-codec");
    assert_eq!(refusal(&without(1)), "out-of-order");
    assert_eq!(refusal(&without(3)), "out-of-order");
    assert_eq!(refusal(&without(whole.len() - 1)), "truncated");
    let mut swapped = whole.clone();
    swapped.swap(3, 4);
    assert_eq!(refusal(&swapped.concat()), "out-of-order");
    let mut damaged = file.clone();
    damaged[5000] ^= 4;
    assert_eq!(refusal(&damaged), "checksum");
    let mut rubbish = file.clone();
    let second: usize = whole[..4].iter().map(Vec::len).sum();
    rubbish.splice(second..second, *b"rubbish");
    assert_eq!(refusal(&rubbish), "damaged");
    // After the end, it doesn't matter.
    assert_eq!(refusal(&[&file[..], b"rubbish"].concat()), "decoded");
}

#[test]
fn every_cut_is_noticed() {
    let file = data("opus/p11_speech_mono.opus");
    for length in (0..file.len()).step_by(97) {
        let code = refusal(&file[..length]);
        let known = ["truncated", "truncated-header", "empty", "unsupported-codec", "not-audio"];
        assert!(known.contains(&code), "cut to {length} bytes: {code}");
    }
}

#[test]
fn headers_and_positions_that_make_no_sense_are_refused() {
    let file = data("opus/p12_complete_stereo.opus");
    let last = pages(&file).len() - 1;
    let at_last = |value: u64| {
        change(&file, |index, page| {
            if index == last {
                page[6..14].copy_from_slice(&value.to_le_bytes());
            }
        })
    };
    let in_head = |at: usize, bytes: &[u8]| {
        change(&file, |index, page| {
            if index == 0 {
                page[28 + at..28 + at + bytes.len()].copy_from_slice(bytes);
            }
        })
    };
    assert_eq!(refusal(&in_head(10, &[0xFF, 0xFF])), "bad-header");
    assert_eq!(refusal(&in_head(9, &[0])), "bad-header");
    assert_eq!(refusal(&in_head(9, &[3])), "bad-header");
    assert_eq!(refusal(&in_head(18, &[9])), "bad-header");
    assert_eq!(refusal(&in_head(8, &[0x10])), "bad-header");
    assert_eq!(refusal(&at_last(1 << 50)), "truncated");
    assert_eq!(refusal(&at_last(0)), "bad-header");
    let torn = change(&file, |index, page| page[5] |= u8::from(index == 2));
    assert_eq!(refusal(&torn), "damaged");
}
