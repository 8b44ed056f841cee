//! Which part of the decoded audio is meant to be heard.

use super::boxes::{Boxes, Mp4Box, child, u32_at, u64_at};
use crate::input::window::Window;
use crate::input::{InputError, Source};

/// The audio among the decoded frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Audible {
    pub lead: u64,
    pub frames: u64,
}

/// The part of a track's time that is played: the track's edit list, if it has only one entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edit {
    /// In units of the whole file; 0 for everything.
    pub duration: u64,
    /// In the track's units.
    pub start: u64,
}

impl Edit {
    /// Reads a `trak` box.
    pub fn read<S: Source>(
        window: &mut Window<S>,
        track: &Mp4Box,
    ) -> Result<Option<Self>, InputError> {
        let Some(edits) = child(window, track, b"edts")? else { return Ok(None) };
        let Some(list) = child(window, &edits, b"elst")? else { return Ok(None) };
        let long = u32_at(window, &list, 0)? >> 24 == 1;
        let each = if long { 20 } else { 12 };
        let count = u32_at(window, &list, 4)?;
        let mut found = None;
        for index in 0..count {
            let at = 8 + each * u64::from(index);
            let (duration, start) = if long {
                (u64_at(window, &list, at)?, u64_at(window, &list, at + 8)? as i64)
            } else {
                let start = u32_at(window, &list, at + 4)? as i32;
                (u32_at(window, &list, at)?.into(), start.into())
            };
            // A negative start is a pause: it says when the track begins, not what is in it.
            let Ok(start) = u64::try_from(start) else { continue };
            if found.is_some() {
                return Err(InputError::new(
                    "unsupported-format",
                    "it is edited into several parts",
                )
                .hint("convert it to WAV or FLAC first"));
            }
            found = Some(Edit { duration, start });
        }
        Ok(found)
    }

    /// In frames. The file's units are often no finer than a millisecond: if the edit, to that
    /// precision, goes to the end of the track, it goes exactly there.
    pub fn audible(&self, units: Units) -> Audible {
        let Units { sample_rate, track, file, media } = units;
        let lead = scaled(self.start, sample_rate, track);
        let rest = media.saturating_sub(lead);
        let frames = scaled(self.duration, sample_rate, file);
        let tick = u64::from(sample_rate).div_ceil(u64::from(file.max(1)));
        let to_the_end = self.duration == 0 || frames.abs_diff(rest) <= tick || frames > rest;
        Audible { lead, frames: if to_the_end { rest } else { frames } }
    }
}

/// Time units per second, and the number of frames.
#[derive(Clone, Copy, Debug)]
pub struct Units {
    pub sample_rate: u32,
    pub track: u32,
    pub file: u32,
    /// Frames in the whole track.
    pub media: u64,
}

/// Converts a time from `from` to `to` units per second, rounded.
pub fn scaled(time: u64, to: u32, from: u32) -> u64 {
    let from = u128::from(from.max(1));
    let scaled = (u128::from(time) * u128::from(to) + from / 2) / from;
    scaled.min(u128::from(u64::MAX >> 1)) as u64
}

/// What iTunes writes in a comment: zero, frames before, frames after, frames of audio.
pub fn itunes<S: Source>(
    window: &mut Window<S>,
    movie: &Mp4Box,
) -> Result<Option<(Audible, u64)>, InputError> {
    let Some(data) = find_comment(window, movie)? else { return Ok(None) };
    // A type and a language come before the text.
    let text = window.at(data.start + 8, data.length().saturating_sub(8).min(256) as usize)?;
    let text = String::from_utf8_lossy(text);
    let mut numbers =
        text.split_ascii_whitespace().skip(1).map_while(|word| u64::from_str_radix(word, 16).ok());
    let (Some(lead), Some(after), Some(frames)) = (numbers.next(), numbers.next(), numbers.next())
    else {
        return Ok(None);
    };
    Ok(Some((Audible { lead, frames }, after)))
}

fn find_comment<S: Source>(
    window: &mut Window<S>,
    movie: &Mp4Box,
) -> Result<Option<Mp4Box>, InputError> {
    let Some(user) = child(window, movie, b"udta")? else { return Ok(None) };
    let Some(mut meta) = child(window, &user, b"meta")? else { return Ok(None) };
    // It has a version, except in QuickTime files.
    let versioned = window.array(meta.start + 4)? != Some(*b"hdlr");
    meta.start = (meta.start + if versioned { 4 } else { 0 }).min(meta.end);
    let Some(list) = child(window, &meta, b"ilst")? else { return Ok(None) };
    let mut items = Boxes::inside(&list);
    while let Some(item) = items.next(window)? {
        if &item.kind != b"----" {
            continue;
        }
        let Some(name) = child(window, &item, b"name")? else { continue };
        if name.length() == 12 && window.array(name.start + 4)? == Some(*b"iTunSMPB") {
            return child(window, &item, b"data");
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_that_is_the_rest_except_for_rounding_is_the_rest() {
        let units = Units { sample_rate: 44_100, track: 44_100, file: 1000, media: 50_123 };
        let audible = |duration| Edit { duration, start: 1024 }.audible(units);
        assert_eq!(audible(1113), Audible { lead: 1024, frames: 49_099 });
        assert_eq!(audible(0), Audible { lead: 1024, frames: 49_099 });
        assert_eq!(audible(9999), Audible { lead: 1024, frames: 49_099 });
        assert_eq!(audible(1000), Audible { lead: 1024, frames: 44_100 });
    }

    #[test]
    fn absurd_units_overflow_nothing() {
        assert_eq!(scaled(u64::MAX, u32::MAX, 0), u64::MAX >> 1);
        let units = Units { sample_rate: 1, track: 0, file: 0, media: 0 };
        let edit = Edit { duration: u64::MAX, start: u64::MAX };
        assert_eq!(edit.audible(units).frames, 0);
    }
}
