//! How a track is coded: the first entry of its `stsd` box.

use super::boxes::{Boxes, Mp4Box, too_short, u32_at};
use crate::input::aac::{AacConfig, config_in_descriptors};
use crate::input::alac::Cookie;
use crate::input::window::Window;
use crate::input::{InputError, Source};

/// Longer than any codec's configuration.
const MAX_CONFIG_BYTES: u64 = 4096;

#[derive(Clone, Copy, Debug)]
pub enum Description {
    Aac(AacConfig),
    Alac(Cookie),
}

impl Description {
    pub fn read<S: Source>(
        window: &mut Window<S>,
        descriptions: &Mp4Box,
    ) -> Result<Self, InputError> {
        let entries =
            Mp4Box { start: (descriptions.start + 8).min(descriptions.end), ..*descriptions };
        let Some(entry) = Boxes::inside(&entries).next(window)? else {
            return Err(too_short(descriptions));
        };
        let wanted = match &entry.kind {
            b"mp4a" => b"esds",
            b"alac" => b"alac",
            _ => return Err(unsupported(&entry.kind)),
        };
        // QuickTime's versions 1 and 2 have more fields before the boxes.
        let fields = match u32_at(window, &entry, 8)? >> 16 {
            1 => 28 + 16,
            2 => 28 + 36,
            _ => 28,
        };
        let inner = Mp4Box { start: (entry.start + fields).min(entry.end), ..entry };
        let Some(config) = find_config(window, &inner, wanted)? else {
            return Err(InputError::new("bad-header", "it doesn't say how its audio is coded")
                .wanted(String::from_utf8_lossy(wanted)));
        };
        // A version and flags come first.
        let length = config.length().min(MAX_CONFIG_BYTES) as usize;
        let bytes = window.at(config.start, length)?.get(4..).unwrap_or_default();
        match &entry.kind {
            b"mp4a" => Ok(Description::Aac(config_in_descriptors(bytes)?)),
            _ => Ok(Description::Alac(Cookie::parse(bytes)?)),
        }
    }
}

/// The box with a codec's configuration, which QuickTime puts inside another.
fn find_config<S: Source>(
    window: &mut Window<S>,
    inner: &Mp4Box,
    wanted: &[u8; 4],
) -> Result<Option<Mp4Box>, InputError> {
    let mut boxes = Boxes::inside(inner);
    while let Some(found) = boxes.next(window)? {
        if &found.kind == wanted {
            return Ok(Some(found));
        }
        if &found.kind == b"wave" {
            let mut boxes = Boxes::inside(&found);
            while let Some(found) = boxes.next(window)? {
                if &found.kind == wanted {
                    return Ok(Some(found));
                }
            }
        }
    }
    Ok(None)
}

fn unsupported(kind: &[u8; 4]) -> InputError {
    let name = match kind {
        b"enca" | b"drms" => "encrypted",
        b"ac-3" => "AC-3 in MPEG-4",
        b"ec-3" => "E-AC-3 in MPEG-4",
        b"fLaC" => "FLAC in MPEG-4",
        b"Opus" => "Opus in MPEG-4",
        b".mp3" => "MP3 in MPEG-4",
        b"lpcm" | b"sowt" | b"twos" | b"in24" | b"in32" | b"fl32" | b"fl64" | b"ipcm" => {
            "PCM in MPEG-4"
        }
        b"samr" | b"sawb" => "AMR",
        _ => {
            let kind = String::from_utf8_lossy(kind);
            return InputError::unsupported_codec(format!("{:?} in MPEG-4", kind.trim_end()));
        }
    };
    InputError::unsupported_codec(name)
}
