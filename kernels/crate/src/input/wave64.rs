//! Wave64, Sony's WAV for long files: chunks are named by identifiers of 16 bytes, and their lengths
//! have 64 bits and include the header.

use super::blocks::{self, BlockFile};
use super::pcm_stream::{PcmLayout, PcmPart, open_extent};
use super::wav::{WavCoding, WavFormat};
use super::{Decoder, InputError, Options, Source};

/// The bytes of an identifier after the four letters that WAV uses; those of the file's own differ.
const NAMED: [u8; 12] = [0xF3, 0xAC, 0xD3, 0x11, 0x8C, 0xD1, 0, 0xC0, 0x4F, 0x8E, 0xDB, 0x8A];
/// An identifier and a length.
const CHUNK_HEADER: u64 = 24;
/// The file's identifier, its length, and its kind.
const FILE_HEADER: u64 = 40;
/// No real file has more before its audio.
const MAX_CHUNKS: usize = 10_000;
/// The longest format chunk that is read.
const MAX_FORMAT_BYTES: u64 = 64;

/// Opens a file that begins as Wave64 does.
pub fn open<'a, S: Source + 'a>(
    mut source: S,
    options: Options,
) -> Result<Box<dyn Decoder + 'a>, InputError> {
    let size = source.size();
    let mut format = None;
    let mut fact = None;
    let mut position = FILE_HEADER;
    for _ in 0..MAX_CHUNKS {
        let mut header = [0; CHUNK_HEADER as usize];
        if !source.read_exact_at(position, &mut header)? {
            return Err(InputError::truncated_header("audio", size));
        }
        let (id, length) = header.split_at(16);
        let length = length.try_into().map_or(0, u64::from_le_bytes);
        let start = position + CHUNK_HEADER;
        // Writers to a pipe leave a length open.
        let contents = match length {
            0 | 0x7FFF_FFFF_FFFF_FFFF.. => None,
            length => Some(length.checked_sub(CHUNK_HEADER).ok_or_else(|| {
                InputError::new("bad-header", "one of its chunks is shorter than its own header")
                    .found(format!("{length} bytes"))
            })?),
        };
        let named = id[4..] == NAMED;
        match (&id[..4], contents) {
            (b"fmt ", Some(length)) if named => {
                let mut bytes = [0; MAX_FORMAT_BYTES as usize];
                let bytes = &mut bytes[..length.min(MAX_FORMAT_BYTES) as usize];
                if !source.read_exact_at(start, bytes)? {
                    return Err(InputError::truncated_header("format", size));
                }
                format = Some(WavFormat::parse(bytes)?);
            }
            (b"fact", Some(8..)) if named => {
                let mut bytes = [0; 8];
                if source.read_exact_at(start, &mut bytes)? {
                    fact = Some(u64::from_le_bytes(bytes));
                }
            }
            (b"data", contents) if named => {
                let format = format.ok_or_else(|| {
                    InputError::new("bad-header", "its audio comes before its format")
                        .wanted("a format chunk before the data chunk")
                })?;
                return audio(source, (format, fact), (start, contents), options);
            }
            _ => (),
        }
        let length = contents.unwrap_or(u64::MAX);
        position = start.saturating_add(length).checked_next_multiple_of(8).unwrap_or(u64::MAX);
        if position > size {
            return Err(InputError::truncated_header("audio", size));
        }
    }
    Err(InputError::new("bad-header", "it has more chunks than any writer makes")
        .wanted(format!("at most {MAX_CHUNKS}")))
}

fn audio<'a, S: Source + 'a>(
    source: S,
    (format, fact): (WavFormat, Option<u64>),
    (start, bytes): (u64, Option<u64>),
    options: Options,
) -> Result<Box<dyn Decoder + 'a>, InputError> {
    let WavFormat { coding, channels, sample_rate } = format;
    match coding {
        WavCoding::Pcm(coding) => {
            let layout =
                PcmLayout { container: "Wave64", coding, channels: channels.into(), sample_rate };
            Ok(Box::new(open_extent(source, layout, (start, bytes), options)?))
        }
        WavCoding::Blocks(layout) => {
            let there = source.size().saturating_sub(start);
            let bytes = bytes.unwrap_or(there);
            if bytes > there && !options.accept_truncated {
                return Err(InputError::truncated_bytes(there, bytes));
            }
            let missing_bytes = bytes.saturating_sub(there);
            let file = BlockFile { container: "Wave64", layout, sample_rate, fact, missing_bytes };
            let parts = vec![PcmPart { start, frames: bytes.min(there) }];
            Ok(Box::new(blocks::open(source, file, parts)?))
        }
    }
}
