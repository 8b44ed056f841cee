//! Sun's and NeXT's audio (AU, SND): six numbers, a comment, then the samples.

use super::pcm::Coding;
use super::pcm_stream::{PcmLayout, open_extent};
use super::{Decoder, InputError, Options, Source, limits};

/// The numbers at the beginning.
const HEADER_BYTES: u64 = 24;

/// Opens a file that begins as Sun audio does, or as its little-endian form by DEC.
pub fn open<S: Source>(mut source: S, options: Options) -> Result<impl Decoder, InputError> {
    let mut header = [0; HEADER_BYTES as usize];
    if !source.read_exact_at(0, &mut header)? {
        return Err(InputError::truncated_header("format", source.size()));
    }
    let big_endian = header.starts_with(b".snd");
    let (words, _) = header.as_chunks::<4>();
    let word = |index: usize| match big_endian {
        true => u32::from_be_bytes(words[index]),
        false => u32::from_le_bytes(words[index]),
    };
    let (start, length, encoding) = (u64::from(word(1)), word(2), word(3));
    let sample_rate = limits::check_sample_rate(f64::from(word(4)))?;
    let channels = limits::check_channels(word(5))?;
    if start < HEADER_BYTES {
        return Err(InputError::new("bad-header", "its audio begins inside its header")
            .found(format!("byte {start}"))
            .wanted(format!("at least byte {HEADER_BYTES}")));
    }
    if start > source.size() {
        return Err(InputError::truncated_header("audio", source.size()));
    }
    let coding = coding(encoding, big_endian)?;
    let layout = PcmLayout { container: "Sun audio", coding, channels, sample_rate };
    // Writers to a pipe leave the length open: as all ones, or as 0.
    let open = length == u32::MAX || length == 0;
    let bytes = (!open).then_some(u64::from(length));
    open_extent(source, layout, (start, bytes), options)
}

fn coding(encoding: u32, big_endian: bool) -> Result<Coding, InputError> {
    let found = match encoding {
        1 => Some(Coding::MuLaw),
        2 => Some(Coding::Signed8),
        3..=5 => Coding::integer(encoding as usize - 1, big_endian),
        6 => Coding::float(4, big_endian),
        7 => Coding::float(8, big_endian),
        27 => Some(Coding::ALaw),
        _ => None,
    };
    found.ok_or_else(|| {
        InputError::unsupported_codec(match encoding {
            23 => "G.721 ADPCM".to_string(),
            24 => "G.722 ADPCM".to_string(),
            25 | 26 => "G.723 ADPCM".to_string(),
            _ => format!("of Sun audio's encoding {encoding}"),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(length: u32, encoding: u32, big_endian: bool) -> Vec<u8> {
        let words = [28, length, encoding, 8000, 1];
        let bytes = |word: u32| if big_endian { word.to_be_bytes() } else { word.to_le_bytes() };
        let magic = if big_endian { b".snd" } else { b"dns." };
        [&magic[..], words.map(bytes).as_flattened(), b"note"].concat()
    }

    fn decode(file: &[u8]) -> Result<Vec<u8>, InputError> {
        let mut decoder = open(file, Options::default())?;
        Ok(decoder.read_next()?.to_vec())
    }

    #[test]
    fn both_byte_orders_and_open_lengths_are_read() {
        for (big_endian, stored) in [(true, [1, 2, 3, 4]), (false, [2, 1, 4, 3])] {
            for length in [4, 0, u32::MAX] {
                let file = [&header(length, 3, big_endian)[..], &stored].concat();
                assert_eq!(decode(&file).unwrap(), [2, 1, 4, 3]);
            }
        }
    }

    #[test]
    fn what_is_missing_or_unknown_is_an_error() {
        for (file, code) in [
            (header(4, 3, true), "truncated"),
            (header(4, 23, true), "unsupported-codec"),
            (header(4, 3, true)[..20].to_vec(), "truncated-header"),
            ([b".snd\0\0\0\x04", &header(4, 3, true)[8..]].concat(), "bad-header"),
            ([b".snd\0\0\xFF\x04", &header(4, 3, true)[8..]].concat(), "truncated-header"),
        ] {
            assert_eq!(decode(&file).unwrap_err().code, code);
        }
    }
}
