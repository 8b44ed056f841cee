//! Tags around audio: before it, after it, and between files that were joined.

use super::window::Window;
use super::{InputError, Source};

/// The length of the ID3v2 tag that `head` begins with.
pub fn id3v2_length(head: &[u8]) -> Option<u64> {
    let &[b'I', b'D', b'3', version, _, flags, a, b, c, d, ..] = head else { return None };
    if version == 0xFF || (a | b | c | d) & 0x80 != 0 {
        return None;
    }
    let size = [a, b, c, d].iter().fold(0, |size, &digit| size << 7 | u64::from(digit));
    let footer = if flags & 0x10 != 0 { 10 } else { 0 };
    Some(10 + size + footer)
}

/// Where the tags that begin at `position` end, for the kinds that end up between the frames of a
/// stream when files are joined; `position` itself if there are none.
pub fn skip_tags<S: Source>(window: &mut Window<S>, mut position: u64) -> Result<u64, InputError> {
    while let Some(length) = tag_at(window, position)? {
        position = position.saturating_add(length);
    }
    Ok(position)
}

fn tag_at<S: Source>(window: &mut Window<S>, position: u64) -> Result<Option<u64>, InputError> {
    if window.array(position)? == Some(*b"TAG") && window.array::<128>(position)?.is_some() {
        return Ok(Some(128));
    }
    Ok(window.array::<10>(position)?.and_then(|head| id3v2_length(&head)))
}
