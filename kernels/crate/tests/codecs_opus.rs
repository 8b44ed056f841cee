//! Opus streams that are encoded, passed through, and decoded from the middle.

#![allow(clippy::disallowed_methods)]

#[path = "support/ogg_writer.rs"]
mod ogg_writer;
#[path = "support/producer.rs"]
mod producer;
mod support;

use audiofield_kernels::codecs::opus::{
    Application, OpusParameters, OpusRunDecoder, OpusRunRequest, OpusScanner, OpusStreamEncoder,
};
use audiofield_kernels::codecs::{CodecError, Producer, RunDecoder};
use ogg_writer::{change, granule, long_packet, pages};
use producer::{Stream, produce};
use support::{data, decode};

const SPEECH: OpusParameters = OpusParameters {
    sample_rate: 16_000,
    channels: 1,
    bitrate: 32_000,
    application: Application::Audio,
    packet_samples: 320,
    vbr: true,
    reset_samples: 0,
};

fn sound(channels: usize, frames: usize) -> Vec<f32> {
    let mut state = 1_u32;
    (0..frames * channels)
        .map(|index| {
            let (at, channel) = ((index / channels) as f32, (index % channels) as f32);
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let noise = state as f32 / 4.3e9 - 0.5;
            let tone = (at * (0.05 + channel * 0.013)).sin() * 0.3 + (at * 0.21).sin() * 0.1;
            tone * (at * 0.0009).sin() + noise * 0.05
        })
        .collect()
}

fn bytes_of(samples: &[f32]) -> Vec<u8> {
    samples.iter().flat_map(|sample| sample.to_ne_bytes()).collect()
}

fn encode(parameters: OpusParameters, samples: &[f32]) -> Stream {
    let mut encoder = OpusStreamEncoder::new(parameters).unwrap();
    let frame = 4 * usize::from(parameters.channels);
    produce(&mut encoder, &bytes_of(samples), 1000 * frame).unwrap()
}

fn scan(parameters: OpusParameters, stream: &[u8], piece: usize) -> Result<Stream, CodecError> {
    let mut scanner = OpusScanner::new(parameters.sample_rate, parameters.channels);
    produce(&mut scanner, stream, piece)
}

/// Decodes a window the way a reader does: from the unit that holds the sample `from`.
fn window(
    parameters: OpusParameters,
    stream: &Stream,
    (from, start, count): (u64, u64, u64),
    piece: usize,
) -> Result<Vec<f32>, CodecError> {
    let (mut byte, mut first) = (0, 0);
    for &(bytes, samples) in &stream.units {
        if first + u64::from(samples) > from {
            break;
        }
        byte += bytes as usize;
        first += u64::from(samples);
    }
    let mut decoder = OpusRunDecoder::default();
    decoder.begin(OpusRunRequest {
        sample_rate: parameters.sample_rate,
        channels: parameters.channels,
        setup: stream.setup,
        first,
        skip: start - first,
        count,
    })?;
    let mut out = Vec::new();
    for mut part in stream.bytes[byte..].chunks(piece) {
        loop {
            let bytes = decoder.next(&mut part)?;
            if bytes.is_empty() {
                break;
            }
            out.extend(bytes.chunks_exact(4).map(|it| f32::from_ne_bytes(it.try_into().unwrap())));
        }
    }
    Ok(out)
}

fn snr(wanted: &[f32], found: &[f32]) -> f64 {
    assert_eq!(wanted.len(), found.len());
    let power = |values: &mut dyn Iterator<Item = f32>| -> f64 {
        values.map(|value| f64::from(value).powi(2)).sum()
    };
    let signal = power(&mut wanted.iter().copied());
    let noise = power(&mut wanted.iter().zip(found).map(|(a, b)| a - b));
    10.0 * (signal / noise.max(1e-30)).log10()
}

fn total(stream: &Stream) -> u64 {
    stream.units.iter().map(|&(_, samples)| u64::from(samples)).sum()
}

#[test]
fn encoded_audio_keeps_its_length_and_sounds_alike() {
    for (sample_rate, channels, packet, frames) in [
        (16_000, 1, 320, 33_333),
        (48_000, 2, 960, 100_001),
        (8_000, 1, 20, 8_000),
        (24_000, 2, 1440, 30_000),
        (12_000, 3, 240, 20_000),
        (48_000, 6, 960, 60_000),
        (48_000, 8, 2880, 60_000),
    ] {
        let parameters = OpusParameters {
            sample_rate,
            channels,
            packet_samples: packet,
            bitrate: 64_000 * u32::from(channels),
            ..SPEECH
        };
        let samples = sound(channels.into(), frames);
        let stream = encode(parameters, &samples);
        assert_eq!(total(&stream), frames as u64);
        let bytes: usize = stream.units.iter().map(|unit| unit.0 as usize).sum();
        assert_eq!(bytes, stream.bytes.len());
        let all = window(parameters, &stream, (0, 0, frames as u64), 5000).unwrap();
        let quality = snr(&samples, &all);
        // The sixth channel is only for low frequencies.
        assert!(quality > 6.0, "{sample_rate} Hz, {channels} channels: {quality} dB");
        let scanned = scan(parameters, &stream.bytes, 777).unwrap();
        assert_eq!(scanned, stream);
    }
}

#[test]
fn a_file_reader_finds_the_same_samples_at_48_kilohertz() {
    let parameters = OpusParameters { sample_rate: 48_000, packet_samples: 960, ..SPEECH };
    let samples = sound(1, 70_000);
    let stream = encode(parameters, &samples);
    let (info, bytes) = decode(&stream.bytes).unwrap();
    assert_eq!((info.frames, info.channels), (Some(70_000), 1));
    let all = window(parameters, &stream, (0, 0, 70_000), usize::MAX).unwrap();
    assert!(bytes_of(&all) == bytes);
}

#[test]
fn resets_make_windows_exact_and_ordinary_decoders_agree() {
    let parameters = OpusParameters {
        sample_rate: 48_000,
        packet_samples: 960,
        reset_samples: 48_000,
        ..SPEECH
    };
    let samples = sound(1, 48_000 * 3 + 100);
    let stream = encode(parameters, &samples);
    assert_eq!(total(&stream), samples.len() as u64);
    assert_eq!(scan(parameters, &stream.bytes, 4096).unwrap(), stream);
    let all = window(parameters, &stream, (0, 0, samples.len() as u64), 3000).unwrap();
    let (info, bytes) = decode(&stream.bytes).unwrap();
    assert_eq!(info.frames, Some(samples.len() as u64));
    assert!(bytes_of(&all) == bytes);
    for start in [48_000, 50_000, 95_999, 96_000, 144_000] {
        let count = (samples.len() as u64 - start).min(60_000);
        let found =
            window(parameters, &stream, (start / 48_000 * 48_000, start, count), 999).unwrap();
        assert!(found == all[start as usize..][..count as usize], "from {start}");
    }
}

#[test]
fn a_single_link_is_the_same_with_resets_and_without() {
    let samples = sound(1, 10_000);
    let resetting = OpusParameters { reset_samples: 16_000, ..SPEECH };
    let stream = encode(resetting, &samples);
    assert_eq!(stream, encode(SPEECH, &samples));
    assert_eq!(scan(SPEECH, &stream.bytes, 4096).unwrap(), stream);
}

#[test]
fn windows_settle_after_a_pre_roll() {
    let samples = sound(1, 80_000);
    let stream = encode(SPEECH, &samples);
    let all = window(SPEECH, &stream, (0, 0, 80_000), 4096).unwrap();
    let (start, count) = (40_007, 16_000);
    let found = window(SPEECH, &stream, (start - 1280, start, count), 4096).unwrap();
    let quality = snr(&all[start as usize..][..count as usize], &found);
    assert!(quality > 25.0, "{quality} dB");
}

#[test]
fn a_stream_without_samples_is_one_unit() {
    let stream = encode(SPEECH, &[]);
    assert_eq!(stream.units, [(stream.bytes.len() as u32, 0)]);
    assert_eq!(scan(SPEECH, &stream.bytes, 9).unwrap(), stream);
    assert_eq!(decode(&stream.bytes).unwrap().1, []);
}

#[test]
fn pages_that_are_lost_or_swapped_are_noticed() {
    let stream = encode(SPEECH, &sound(1, 60_000));
    let pages = pages(&stream.bytes);
    for change in 0..pages.len() - 1 {
        let mut lost = pages.clone();
        lost.remove(change);
        let mut swapped = pages.clone();
        swapped.swap(change, change + 1);
        for changed in [lost.concat(), swapped.concat()] {
            assert!(scan(SPEECH, &changed, 4096).is_err(), "page {change}");
            let broken = Stream { bytes: changed, ..stream.clone() };
            let error = window(SPEECH, &broken, (0, 0, 60_000), 4096).map_err(|error| error.code);
            assert!(error == Err("coded-audio"), "page {change}");
        }
    }
    let cut = scan(SPEECH, &pages[..3].concat(), 4096).map_err(|error| error.code);
    assert!(cut == Err("truncated"));
}

#[test]
fn streams_of_other_programs_pass_through() {
    for (name, channels) in [
        ("opus/p11_speech_mono.opus", 1),
        ("opus/p12_complete_stereo.opus", 2),
        ("opus/short.opus", 1),
        ("opus/surround51.opus", 6),
        ("opus/discrete3.opus", 3),
    ] {
        let file = data(name);
        let parameters = OpusParameters { sample_rate: 48_000, channels, ..SPEECH };
        let stream = scan(parameters, &file, 1000).unwrap();
        assert!(stream.bytes == file);
        let (_, bytes) = decode(&file).unwrap();
        let all = window(parameters, &stream, (0, 0, total(&stream)), 4096).unwrap();
        assert!(bytes_of(&all) == bytes);
    }
}

#[test]
fn wrong_positions_are_noticed() {
    let stream = encode(SPEECH, &sound(1, 60_000));
    let last = pages(&stream.bytes).len() - 1;
    for (page, by) in [(2, 480), (3, 48), (3, 960), (last, 96_000)] {
        let bytes = change(&stream.bytes, |index, bytes| {
            if index == page {
                let position = granule(bytes) + by;
                bytes[6..14].copy_from_slice(&position.to_le_bytes());
            }
        });
        assert!(scan(SPEECH, &bytes, 4096).is_err(), "page {page}");
        let broken = Stream { bytes, ..stream.clone() };
        assert!(window(SPEECH, &broken, (0, 0, 60_000), 4096).is_err(), "page {page}");
    }
    // A run that doesn't begin where its index says.
    let mut shifted = stream.clone();
    let (bytes, samples) = shifted.units[1];
    shifted.units[1] = (bytes, samples + 320);
    assert!(window(SPEECH, &shifted, (30_000, 30_000, 1000), 4096).is_err());
}

#[test]
fn comments_may_be_long() {
    let stream = encode(SPEECH, &sound(1, 20_000));
    let mut parts = pages(&stream.bytes);
    let serial = parts[0][14..18].to_vec();
    let tags = [b"OpusTags".to_vec(), vec![7; 100_000]].concat();
    let tag_pages = long_packet(&serial, 1, &tags);
    let more = tag_pages.len() as u32 - 1;
    parts.splice(1..2, tag_pages);
    let bytes = change(&parts.concat(), |_, page| {
        let sequence = u32::from_le_bytes(page[18..22].try_into().unwrap());
        let is_audio = !page[28..].windows(8).any(|it| it == b"OpusTags" || it == b"OpusHead");
        if is_audio && page[5] & 1 == 0 && sequence > 1 {
            page[18..22].copy_from_slice(&(sequence + more).to_le_bytes());
        }
    });
    let scanned = scan(SPEECH, &bytes, 4096).unwrap();
    assert!(scanned.bytes == bytes);
    assert_eq!(total(&scanned), 20_000);
    let all = window(SPEECH, &scanned, (0, 0, 20_000), 3000).unwrap();
    assert!(all == window(SPEECH, &stream, (0, 0, 20_000), 3000).unwrap());
}

#[test]
fn a_scanner_hears_what_decoding_gives() {
    for (sample_rate, channels, frames) in
        [(16_000, 1, 33_333), (48_000, 2, 100_001), (24_000, 3, 960), (8_000, 1, 0)]
    {
        let parameters =
            OpusParameters { sample_rate, channels, packet_samples: sample_rate / 50, ..SPEECH };
        let stream = encode(parameters, &sound(channels.into(), frames));
        for piece in [1, 4096, 1 << 20] {
            let mut scanner = OpusScanner::new(sample_rate, channels);
            let scanned = produce(&mut scanner, &stream.bytes, piece).unwrap();
            let all = window(parameters, &scanned, (0, 0, total(&scanned)), 5000).unwrap();
            assert!(scanner.heard() == Some(&bytes_of(&all)[..]), "{sample_rate} in {piece}");
        }
    }
}
