//! What a file that isn't WAV looks like, so that the message helps.

use super::InputError;

/// Beginnings of files, at an offset, and what they belong to.
const AUDIO: &[(usize, &[u8], &str)] = &[
    (0, b"fLaC", "FLAC"),
    (0, b"OggS", "Ogg"),
    (0, b"ID3", "MP3"),
    (0, b"FORM", "AIFF"),
    (0, b"caff", "Core Audio"),
    (0, b"RIFX", "big-endian WAV (RIFX)"),
    (0, b"riff\x2e\x91\xcf\x11", "Wave64"),
    (0, b".snd", "Sun audio"),
    (0, b"\x1a\x45\xdf\xa3", "Matroska or WebM"),
    (0, b"wvpk", "WavPack"),
    (0, b"MAC ", "Monkey's Audio"),
    (0, b"NIST_1A", "NIST Sphere"),
    (4, b"ftyp", "MPEG-4"),
    (0, b"\xff\xfb", "MP3"),
    (0, b"\xff\xf3", "MP3"),
    (0, b"\xff\xf1", "AAC"),
];

const OTHER: &[(usize, &[u8], &str)] = &[
    (8, b"AVI ", "an AVI video"),
    (8, b"WEBP", "a WebP image"),
    (0, b"\x89PNG", "a PNG image"),
    (0, b"\xff\xd8\xff", "a JPEG image"),
    (0, b"%PDF", "a PDF document"),
    (0, b"PK\x03\x04", "a ZIP archive"),
    (0, b"\x1f\x8b", "a gzip archive"),
    (0, b"\x93NUMPY", "a NumPy array"),
    (16, b"git-lfs.", "a Git LFS pointer"),
    (0, b"\x7fELF", "a program"),
];

/// The error for a file that begins with `head` and isn't WAV.
pub fn not_wav(head: &[u8]) -> InputError {
    if let Some(name) = find(AUDIO, head) {
        return InputError::new("unsupported-format", format!("it looks like {name}"))
            .found(name)
            .wanted("WAV")
            .hint("convert it to WAV first");
    }
    let looks = find(OTHER, head).unwrap_or_else(|| describe(head));
    InputError::new("not-audio", format!("it isn't an audio file but looks like {looks}"))
        .found(looks)
        .wanted("WAV")
        .hint("check the path, and how the file was made")
}

fn find(known: &[(usize, &[u8], &'static str)], head: &[u8]) -> Option<&'static str> {
    known
        .iter()
        .find(|(at, magic, _)| head.get(*at..).is_some_and(|rest| rest.starts_with(magic)))
        .map(|(_, _, name)| *name)
}

fn describe(head: &[u8]) -> &'static str {
    if head.iter().all(|&byte| byte == 0) {
        return "zero bytes";
    }
    // A character may be cut off at the end of what was read.
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => "",
    };
    let readable = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    match text.trim_start() {
        "" => "unknown binary data",
        html if html.starts_with('<') => "an HTML or XML page",
        _ if text.chars().all(readable) => "a text file",
        _ => "unknown binary data",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_what_a_file_looks_like() {
        for (head, code, looks) in [
            (&b"fLaC\0\0\0\x22"[..], "unsupported-format", "FLAC"),
            (b"RIFF\x24\0\0\0AVI LIST", "not-audio", "an AVI video"),
            (b"hello, world\n", "not-audio", "a text file"),
            ("caf\u{e9}".as_bytes(), "not-audio", "a text file"),
            (&"caf\u{e9}".as_bytes()[..4], "not-audio", "a text file"),
            (b"<!doctype html>", "not-audio", "an HTML or XML page"),
            (b"\0\0\0\0", "not-audio", "zero bytes"),
            (b"\x01\x02\x03\xff", "not-audio", "unknown binary data"),
        ] {
            let error = not_wav(head);
            assert_eq!((error.code, error.found.as_str()), (code, looks));
        }
    }
}
