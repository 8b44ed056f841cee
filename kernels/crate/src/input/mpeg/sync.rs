//! Finds frames among other bytes.

use super::header::FrameHeader;
use crate::input::{InputError, Source};

/// How much junk may come before the first frame.
const MAX_JUNK: usize = 64 * 1024;
/// Nearly the longest three frames.
const LOOKAHEAD: usize = 8 * 1024;

/// Where the first frame is, at `start` or after some junk: it must be followed by two frames that
/// agree with it, or fewer if the file ends.
pub fn find_first<S: Source>(source: &mut S, start: u64) -> Result<Option<u64>, InputError> {
    let mut bytes = vec![0; MAX_JUNK + LOOKAHEAD];
    let length = source.read_full_at(start, &mut bytes)?;
    let bytes = &bytes[..length];
    let ends = start + length as u64 >= source.size();
    let found = (0..length.min(MAX_JUNK)).find(|&at| is_frame(bytes, at, ends));
    Ok(found.map(|at| start + at as u64))
}

fn is_frame(bytes: &[u8], mut at: usize, ends: bool) -> bool {
    let header = |at: usize| {
        let bytes = bytes.get(at..)?.first_chunk()?;
        FrameHeader::parse(*bytes)
    };
    let Some(first) = header(at) else { return false };
    let mut length = first.bytes;
    for found in 1..3 {
        at += length;
        match header(at) {
            Some(next) if next.agrees(&first) => length = next.bytes,
            // A file of few frames; if there is only one, the file must begin with it.
            None if ends && at >= bytes.len() => return found > 1 || at == first.bytes,
            _ => return false,
        }
    }
    true
}
