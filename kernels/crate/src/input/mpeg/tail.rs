//! Tags after the audio.

use crate::input::window::Window;
use crate::input::{InputError, Source};

/// No real file has more of them.
const MAX_TAGS: usize = 8;

/// Where the audio ends: before the tags at the end of the file, if there are any.
pub fn audio_end<S: Source>(window: &mut Window<S>) -> Result<u64, InputError> {
    let mut end = window.size();
    for _ in 0..MAX_TAGS {
        let Some(length) = tag_before(window, end)? else { break };
        end -= length;
    }
    Ok(end)
}

/// The length of the tag that ends at `end`.
fn tag_before<S: Source>(window: &mut Window<S>, end: u64) -> Result<Option<u64>, InputError> {
    let id3v1 = end.checked_sub(128);
    if let Some(start) = id3v1
        && window.array(start)? == Some(*b"TAG")
    {
        return Ok(Some(128));
    }
    let Some(footer) = end.checked_sub(32) else { return Ok(None) };
    let Some(footer) = window.array::<32>(footer)? else { return Ok(None) };
    let length = match &footer {
        [
            b'A',
            b'P',
            b'E',
            b'T',
            b'A',
            b'G',
            b'E',
            b'X',
            _,
            _,
            _,
            _,
            a,
            b,
            c,
            d,
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            flags,
            ..,
        ] => {
            let header = if flags & 0x80 != 0 { 32 } else { 0 };
            Some(u64::from(u32::from_le_bytes([*a, *b, *c, *d])) + header)
        }
        [.., a, b, c, d, e, f, b'L', b'Y', b'R', b'I', b'C', b'S', b'2', b'0', b'0'] => {
            let length = [a, b, c, d, e, f]
                .into_iter()
                .try_fold(0, |sum, digit| Some(sum * 10 + char::from(*digit).to_digit(10)?));
            length.map(|length| u64::from(length) + 15)
        }
        _ => None,
    };
    Ok(length.filter(|&length| length > 0 && length <= end))
}
