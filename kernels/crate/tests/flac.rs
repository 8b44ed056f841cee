//! FLAC files: those of the reference encoder, and some that it would never write.
#![cfg(feature = "input")]

#[path = "support/refusal.rs"]
mod refusal;
mod support;
#[path = "support/flac_writer.rs"]
mod writer;

use audiofield_kernels::input::{InputError, Options, Source, open};
use refusal::refusal;
use support::{data, decode, rest};
use writer::{Frame, mono, stream};

/// What the reference encoder wrote, with its digest of the input.
#[test]
fn every_kind_of_coding_is_read() {
    let folder = format!("{}/../../tests/data/flac", env!("CARGO_MANIFEST_DIR"));
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".flac"))
        .collect();
    names.sort();
    assert!(names.len() > 30);
    for name in names {
        let file = data(&format!("flac/{name}"));
        assert_ne!(file[26..42], [0; 16], "{name} has a digest");
        let (info, bytes) = decode(&file).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        let frame = info.format.bytes() * info.channels as usize;
        assert_eq!(info.frames, Some((bytes.len() / frame) as u64), "{name}");
    }
}

/// Noise, different everywhere.
fn noise(count: usize) -> Vec<i16> {
    (0..count as u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 16) as i16).collect()
}

fn bytes_of(samples: &[i16]) -> Vec<u8> {
    samples.iter().flat_map(|sample| sample.to_le_bytes()).collect()
}

fn fixed_blocks(samples: &[i16], block: usize) -> Vec<Vec<u8>> {
    samples.chunks(block).zip(0..).map(|(part, number)| mono(number, part).bytes()).collect()
}

#[test]
fn what_the_writer_writes_can_be_read() {
    let samples = noise(10_000);
    for total in [0, 10_000] {
        let (info, bytes) =
            decode(&stream(total, (4096, 4096), &fixed_blocks(&samples, 4096))).unwrap();
        assert_eq!((info.sample_rate, info.channels, info.bits), (16_000, 1, 16));
        assert_eq!(info.frames, (total > 0).then_some(total));
        assert!(bytes == bytes_of(&samples));
    }
}

#[test]
fn every_bit_of_a_file_matters_or_is_ignored() {
    let file = data("flac/block16.flac");
    let (_, wanted) = decode(&file).unwrap();
    for bit in (0..60 * 8).step_by(3).chain((60 * 8..file.len() * 8).step_by(13)) {
        let mut damaged = file.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        // The vendor's name and the block and frame sizes aren't needed.
        match decode(&damaged) {
            Ok((_, bytes)) => assert!(bytes == wanted || bit / 8 < 42, "bit {bit}"),
            Err(error) => assert_ne!(error.code, "decoder-failed"),
        }
    }
}

#[test]
fn every_cut_is_noticed() {
    for file in ["flac/level0_fixed.flac", "flac/in_ogg.oga"] {
        let whole = data(file);
        for length in (0..whole.len()).step_by(23) {
            let code = refusal(&whole[..length]);
            let known =
                ["truncated", "truncated-header", "empty", "not-audio", "unsupported-format"];
            assert!(known.contains(&code), "{file} cut to {length} bytes: {code}");
        }
    }
}

#[test]
fn frames_that_are_missing_or_out_of_order_are_noticed() {
    let samples = noise(5 * 1000);
    let blocks = fixed_blocks(&samples, 1000);
    let without_one = [&blocks[..2], &blocks[3..]].concat();
    assert_eq!(refusal(&stream(0, (1000, 1000), &without_one)), "out-of-order");
    let mut swapped = blocks.clone();
    swapped.swap(2, 3);
    assert_eq!(refusal(&stream(5000, (1000, 1000), &swapped)), "out-of-order");
    assert_eq!(refusal(&stream(5000, (1000, 1000), &blocks[..4])), "truncated");
    assert_eq!(refusal(&stream(4000, (1000, 1000), &blocks)), "bad-header");
    assert_eq!(refusal(&stream(4500, (1000, 1000), &blocks)), "bad-header");
    // A stream that was cut out of a longer one begins with another number.
    let (_, bytes) = decode(&stream(0, (1000, 1000), &blocks[1..])).unwrap();
    assert!(bytes == bytes_of(&samples[1000..]));
}

#[test]
fn formats_that_change_are_noticed() {
    let samples = noise(100);
    let first = mono(0, &samples).bytes();
    for (codes, what) in [
        ((0x75, 0x08), "fits"),
        ((0x70, 0x18), "channels"),
        ((0x70, 0x02), "bits"),
        ((0x74, 0x08), "rate"),
    ] {
        let second = Frame { codes, ..mono(1, &samples) }.bytes();
        let wanted = if what == "fits" { "decoded" } else { "format-change" };
        assert_eq!(
            refusal(&stream(0, (100, 100), &[first.clone(), second.clone()])),
            wanted,
            "{what}"
        );
        let wanted = if what == "fits" { "decoded" } else { "bad-header" };
        let alone = Frame { codes, ..mono(0, &samples) }.bytes();
        assert_eq!(refusal(&stream(0, (100, 100), &[alone])), wanted, "{what}");
    }
}

#[test]
fn numbers_count_frames_or_samples() {
    let samples = noise(600);
    let cuts = [(0, 100), (100, 350), (350, 600)];
    for (variable, by_sample) in [(true, true), (false, true), (false, false)] {
        let frames: Vec<_> = (0..)
            .zip(cuts)
            .map(|(index, (start, end))| {
                Frame {
                    variable,
                    number: if by_sample { start } else { index },
                    ..mono(0, &samples[start as usize..end as usize])
                }
                .bytes()
            })
            .collect();
        let file = stream(600, (100, 250), &frames);
        assert!(decode(&file).unwrap().1 == bytes_of(&samples));
        assert_eq!(open(&file[..], Options::default()).unwrap().info().seekable, variable);
    }
}

#[test]
fn tags_around_the_audio_are_skipped() {
    let samples = noise(100);
    let file = stream(0, (100, 100), &fixed_blocks(&samples, 100));
    let mut tag = b"ID3\x04\0\0\0\0\x01\x02".to_vec();
    tag.extend([7; 130]);
    let mut end = b"TAG".to_vec();
    end.extend([b' '; 125]);
    let (_, bytes) = decode(&[tag, file.clone(), end].concat()).unwrap();
    assert!(bytes == bytes_of(&samples));
    assert_eq!(refusal(&[file, b"rubbish".to_vec()].concat()), "damaged");
}

#[test]
fn absurd_headers_are_refused_before_anything_is_reserved() {
    let whole = stream(1 << 35, (65_535, 65_535), &fixed_blocks(&noise(100), 100));
    let info = open(&whole[..], Options::default()).unwrap().info();
    assert_eq!(info.frames, Some(1 << 35));
    assert_eq!(refusal(&whole), "truncated");
    let mut no_rate = whole.clone();
    no_rate[18..20].fill(0);
    no_rate[20] &= 0x0F;
    assert_eq!(refusal(&no_rate), "sample-rate");
    let mut long_block = whole.clone();
    long_block[4] = 0;
    long_block.splice(42..42, [0x81, 0xFF, 0xFF, 0xFF]);
    assert_eq!(refusal(&long_block), "truncated-header");
}

#[test]
fn any_sample_is_found() {
    // Blocks of different lengths in bytes: silence is short.
    let mut samples = noise(1_000_000);
    samples[300_000..700_000].fill(3);
    let encode = |variable: bool| {
        let frames: Vec<_> = samples
            .chunks(4096)
            .zip(0..)
            .map(|(part, number)| {
                Frame { variable, ..mono(if variable { number * 4096 } else { number }, part) }
                    .bytes()
            })
            .collect();
        stream(1_000_000, (4096, 4096), &frames)
    };
    for file in [encode(false), encode(true)] {
        let mut decoder = open(&file[..], Options::default()).unwrap();
        for frame in [0, 1, 4095, 4096, 299_999, 512_345, 999_999, 1_000_000, 5000] {
            assert_eq!(decoder.seek(frame), Ok(true));
            let wanted = bytes_of(&samples[frame as usize..]);
            let piece = decoder.read_next().unwrap();
            assert_eq!(piece.is_empty(), wanted.is_empty());
            assert!(wanted.starts_with(piece), "frame {frame}");
        }
    }
}

/// Counts the bytes that are read.
struct Counted<'a>(&'a [u8], std::rc::Rc<std::cell::Cell<usize>>);

impl Source for Counted<'_> {
    fn size(&self) -> u64 {
        self.0.len() as u64
    }

    fn read_at(&mut self, position: u64, buffer: &mut [u8]) -> Result<usize, InputError> {
        let count = self.0.read_at(position, buffer)?;
        self.1.set(self.1.get() + count);
        Ok(count)
    }
}

#[test]
fn finding_a_sample_reads_a_small_part_of_the_file() {
    let samples = noise(2_000_000);
    let file = stream(2_000_000, (4096, 4096), &fixed_blocks(&samples, 4096));
    let read = std::rc::Rc::default();
    let mut decoder = open(Counted(&file, std::rc::Rc::clone(&read)), Options::default()).unwrap();
    decoder.seek(1_500_000).unwrap();
    assert!(!decoder.read_next().unwrap().is_empty());
    assert!(read.get() < file.len() / 4, "{} of {} bytes", read.get(), file.len());
}

#[test]
fn a_seek_table_may_be_missing_or_wrong() {
    let file = data("flac/seekable.flac");
    let (info, whole) = decode(&file).unwrap();
    let at = file.windows(8).position(|window| window == [0xFF; 8]);
    let mut wrong = file.clone();
    // Offsets of the seek points, which come right after the stream information.
    assert_eq!(file[42] & 0x7F, 3);
    let points = usize::from(file[44]) << 8 | usize::from(file[45]);
    for point in (46..46 + points).step_by(18) {
        wrong[point + 15] ^= 0x55;
    }
    assert!(at.is_none_or(|at| at > 46));
    for file in [&file, &wrong] {
        let mut decoder = open(&file[..], Options::default()).unwrap();
        for frame in (0..info.frames.unwrap()).step_by(7001) {
            assert_eq!(decoder.seek(frame), Ok(true));
            assert!(rest(&mut *decoder).unwrap() == whole[frame as usize * 2..], "frame {frame}");
        }
    }
}

#[test]
fn the_digest_is_checked_unless_parts_are_left_out() {
    let mut file = data("flac/level5.flac");
    let (_, whole) = decode(&file).unwrap();
    file[41] ^= 1;
    assert_eq!(refusal(&file), "checksum");
    let mut decoder = open(&file[..], Options::default()).unwrap();
    decoder.seek(100).unwrap();
    assert!(rest(&mut *decoder).unwrap() == whole[400..]);
    decoder.seek(0).unwrap();
    assert_eq!(rest(&mut *decoder).unwrap_err().code, "checksum");
}
