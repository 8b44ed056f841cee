//! WAV: `chunks` walks the file, `format` understands its `fmt ` chunk, `header` puts the two together.
//!
//! symphonia's own WAV reader isn't used (`docs/kernels.md` lists what it can't read or reads wrongly).

mod chunks;
mod format;
mod header;

use super::blocks::{self, BlockFile};
use super::pcm_stream::{PcmLayout, PcmStream};
use super::{Decoder, InputError, Options, Source};
use header::WavHeader;

pub use format::{WavCoding, WavFormat};

/// Opens a file that begins as WAV files do.
pub fn open<'a, S: Source + 'a>(
    mut source: S,
    options: Options,
) -> Result<Box<dyn Decoder + 'a>, InputError> {
    let WavHeader { format, parts, missing, fact } = WavHeader::read(&mut source, options)?;
    let WavFormat { coding, channels, sample_rate } = format;
    match coding {
        WavCoding::Pcm(coding) => {
            let layout =
                PcmLayout { container: "WAV", coding, channels: channels.into(), sample_rate };
            Ok(Box::new(PcmStream::new(source, layout, parts)?.lacking(missing)))
        }
        WavCoding::Blocks(layout) => {
            let file =
                BlockFile { container: "WAV", layout, sample_rate, fact, missing_bytes: missing };
            Ok(Box::new(blocks::open(source, file, parts)?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{SampleFormat, StreamInfo};

    fn chunk(id: &[u8; 4], length: u32, contents: &[u8]) -> Vec<u8> {
        [id, &length.to_le_bytes()[..], contents, &vec![0; contents.len() % 2][..]].concat()
    }

    fn format(tag: u16, channels: u16, bits: u16) -> Vec<u8> {
        let block = channels * bits.div_ceil(8);
        let rate = 8000_u32;
        let bytes = [
            &tag.to_le_bytes()[..],
            &channels.to_le_bytes(),
            &rate.to_le_bytes(),
            &(rate * u32::from(block)).to_le_bytes(),
            &block.to_le_bytes(),
            &bits.to_le_bytes(),
        ];
        chunk(b"fmt ", 16, &bytes.concat())
    }

    fn wav(chunks: &[Vec<u8>]) -> Vec<u8> {
        [b"RIFF\0\0\0\0WAVE".to_vec(), chunks.concat()].concat()
    }

    fn decode(file: &[u8]) -> Result<(StreamInfo, Vec<u8>), InputError> {
        let mut decoder = open(file, Options::default())?;
        let mut bytes = Vec::new();
        loop {
            match decoder.read_next()? {
                [] => return Ok((decoder.info(), bytes)),
                piece => bytes.extend_from_slice(piece),
            }
        }
    }

    #[test]
    fn bytes_and_24_bits_are_left_justified_in_the_next_format() {
        let file = wav(&[format(1, 1, 8), chunk(b"data", 3, &[0, 128, 255])]);
        let (info, bytes) = decode(&file).unwrap();
        assert_eq!(info.format, SampleFormat::Int16);
        let wanted = [-32_768_i16, 0, 0x7F00].map(i16::to_le_bytes);
        assert_eq!(bytes, wanted.as_flattened());

        let file = wav(&[format(1, 1, 24), chunk(b"data", 6, &[1, 0, 0, 0xFF, 0xFF, 0xFF])]);
        let (info, bytes) = decode(&file).unwrap();
        assert_eq!(info.format, SampleFormat::Int32);
        assert_eq!(bytes, [0x100_i32, -0x100].map(i32::to_le_bytes).as_flattened());
    }

    #[test]
    fn companded_audio_is_expanded() {
        // G.711: the largest and smallest magnitudes of each sign.
        for (tag, stored, wanted) in [
            (6, [0xAA, 0x2A, 0xD5, 0x55], [32_256_i16, -32_256, 8, -8]),
            (7, [0x80, 0x00, 0xFF, 0x7F], [32_124, -32_124, 0, 0]),
        ] {
            let (_, bytes) =
                decode(&wav(&[format(tag, 1, 8), chunk(b"data", 4, &stored)])).unwrap();
            assert_eq!(bytes, wanted.map(i16::to_le_bytes).as_flattened());
        }
    }

    #[test]
    fn a_length_of_zero_means_what_follows_says() {
        let nothing = wav(&[format(1, 1, 16), chunk(b"data", 0, &[])]);
        assert_eq!(decode(&nothing).unwrap().0.frames, Some(0));
        let list = chunk(b"LIST", 4, b"INFO");
        let only_chunks = [nothing.clone(), list].concat();
        assert_eq!(decode(&only_chunks).unwrap().0.frames, Some(0));
        let streamed = [nothing, vec![7; 21]].concat();
        assert_eq!(decode(&streamed).unwrap().1, [7; 20]);
    }

    #[test]
    fn a_length_beyond_the_file_is_an_error_unless_it_says_unknown() {
        let long = |length| wav(&[format(1, 2, 16), chunk(b"data", length, &[5; 8])]);
        assert_eq!(decode(&long(12)).unwrap_err().code, "truncated");
        for unknown in [u32::MAX, 0x7FFF_F000, 0x7FFF_EFFC, 0x8000_0000] {
            assert_eq!(decode(&long(unknown)).unwrap().0.frames, Some(2));
        }
        assert_eq!(decode(&long(8)).unwrap().1, [5; 8]);
    }

    #[test]
    fn it_continues_from_any_frame() {
        let samples: Vec<u8> = (0..=99).collect();
        let file = wav(&[format(1, 2, 16), chunk(b"data", 100, &samples)]);
        let mut decoder = open(&file[..], Options::default()).unwrap();
        for frame in [24, 3, 0, 25, 26] {
            assert!(decoder.seek(frame as u64).unwrap());
            assert_eq!(decoder.read_next().unwrap(), &samples[(4 * frame).min(100)..]);
        }
    }

    #[test]
    fn pieces_add_up_to_the_whole() {
        let samples: Vec<u8> = (0..1_000_000_u32).map(|index| (index * 31) as u8).collect();
        let length = samples.len() as u32;
        let file = wav(&[format(1, 5, 16), chunk(b"data", length, &samples)]);
        let (info, bytes) = decode(&file).unwrap();
        assert_eq!(info.frames, Some(100_000));
        assert!(bytes == samples);
    }
}
