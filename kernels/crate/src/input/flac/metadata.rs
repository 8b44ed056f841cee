//! The metadata blocks at the beginning (RFC 9639, section 8).

use crate::flac::{FlacStreamInfo, STREAM_INFO_BYTES};
use crate::input::{InputError, Source};

/// The most blocks before the audio: more than any writer makes, but few enough to skip quickly.
const MAX_BLOCKS: u32 = 10_000;

const STREAM_INFO: u8 = 0;
const SEEK_TABLE: u8 = 3;
const FORBIDDEN: u8 = 127;

/// What is known before the audio is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Metadata {
    pub info: FlacStreamInfo,
    /// Where the first frame is.
    pub audio_start: u64,
    /// Where the seek table is, and its size in bytes.
    pub seek_table: Option<(u64, u32)>,
}

/// Reads the blocks of a file whose marker is at `start`.
pub fn read_metadata<S: Source>(source: &mut S, start: u64) -> Result<Metadata, InputError> {
    let size = source.size();
    let mut position = start + 4;
    let mut info = None;
    let mut seek_table = None;
    for _ in 0..MAX_BLOCKS {
        let mut header = [0; 4];
        if !source.read_exact_at(position, &mut header)? {
            return Err(InputError::truncated_header("audio", size));
        }
        let [kind, length @ ..] = header;
        let length = length.iter().fold(0, |length, &byte| length << 8 | u32::from(byte));
        position += 4;
        match (kind & 0x7F, info) {
            (STREAM_INFO, None) => info = Some(read_info(source, position, length)?),
            (STREAM_INFO, Some(_)) => {
                return Err(bad_header("it has two blocks of stream information"));
            }
            (FORBIDDEN, _) => {
                return Err(bad_header("it has a metadata block of type 127, which is forbidden"));
            }
            (_, None) => {
                return Err(bad_header("its first metadata block isn't its stream information"));
            }
            (SEEK_TABLE, _) => seek_table = Some((position, length)),
            _ => (),
        }
        position += u64::from(length);
        if position > size {
            return Err(InputError::truncated_header("audio", size));
        }
        if kind & 0x80 != 0
            && let Some(info) = info
        {
            return Ok(Metadata { info, audio_start: position, seek_table });
        }
    }
    Err(bad_header("it has more metadata blocks than any writer makes").wanted("at most 10,000"))
}

fn read_info<S: Source>(
    source: &mut S,
    position: u64,
    length: u32,
) -> Result<FlacStreamInfo, InputError> {
    if length as usize != STREAM_INFO_BYTES {
        return Err(bad_header("its stream information has the wrong length")
            .found(format!("{length} bytes"))
            .wanted("34 bytes"));
    }
    let mut block = [0; STREAM_INFO_BYTES];
    if !source.read_exact_at(position, &mut block)? {
        return Err(InputError::truncated_header("audio", source.size()));
    }
    parse_info(&block)
}

/// Parses the block, and refuses values that no audio has.
pub fn parse_info(block: &[u8]) -> Result<FlacStreamInfo, InputError> {
    let info = FlacStreamInfo::parse(block).map_err(|error| bad_header(error.what()))?;
    if info.sample_rate == 0 {
        return Err(InputError::new("sample-rate", "its header says that the sample rate is 0")
            .found(0)
            .wanted("1 to 1048575"));
    }
    Ok(info)
}

pub fn bad_header(what: &str) -> InputError {
    InputError::new("bad-header", what)
        .hint("write the file again, or rescue its audio with `flac -F`")
}
