//! Files that can't be read, recognised by their first bytes.

/// Where the bytes are, the bytes, and a name.
type Kind = (usize, &'static [u8], &'static str);

/// Every readable format, for error messages.
pub const READABLE: &str = "WAV, AIFF, FLAC, MP3, Ogg Vorbis, Ogg Opus, Ogg FLAC, AAC or ALAC in MPEG-4, CAF, Matroska, \
     WebM, NIST SPHERE, Sun audio, Wave64";

/// Audio that can't be read, by its first bytes.
pub const UNSUPPORTED: &[Kind] = &[
    (0, b"RIFX", "big-endian WAV (RIFX)"),
    (0, b"FFIR", "big-endian WAV (FFIR)"),
    (0, b"#!AMR", "AMR"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "Windows Media (ASF)"),
    (0, b"wvpk", "WavPack"),
    (0, b"MAC ", "Monkey's Audio"),
    (0, b"MPCK", "Musepack"),
    (0, b"MP+", "Musepack"),
    (0, b"TTA1", "True Audio"),
    (0, b"TTA2", "True Audio"),
    (0, b"OFR ", "OptimFROG"),
    (0, b"ajkg", "Shorten"),
    (0, b"tBaK", "TAK"),
    (0, b"DSD ", "DSD"),
    (0, b"FRM8", "DSD (DSDIFF)"),
    (0, b"qoaf", "QOA"),
    (0, b"ADIF", "AAC in ADIF"),
    (0, b".RMF", "RealMedia"),
    (0, b".ra\xfd", "RealAudio"),
    (0, b"Creative Voice File", "Creative Voice"),
    (0, b"\x64\xa3\x01\0", "IRCAM audio"),
    (0, b"\x64\xa3\x02\0", "IRCAM audio"),
    (8, b"8SVX", "Amiga IFF audio (8SVX)"),
    (0, b"MThd", "MIDI"),
];

/// Videos, which may have a soundtrack.
pub const VIDEO: &[Kind] = &[
    (8, b"AVI ", "an AVI video"),
    (0, b"FLV\x01", "a Flash video"),
    (0, b"\0\0\x01\xba", "an MPEG video"),
];

/// Audio streams in Ogg that can't be read, by the first bytes of their first packet.
pub const UNSUPPORTED_IN_OGG: &[Kind] = &[
    (0, b"Speex   ", "Speex in Ogg"),
    (0, b"CELT    ", "CELT in Ogg"),
    (0, b"PCM     ", "PCM in Ogg"),
];

/// Files that aren't audio.
pub const OTHER: &[Kind] = &[
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

/// The name of the kind that `head` matches.
pub fn find(known: &[Kind], head: &[u8]) -> Option<&'static str> {
    known
        .iter()
        .find(|(at, magic, _)| head.get(*at..).is_some_and(|rest| rest.starts_with(magic)))
        .map(|(_, _, name)| *name)
}

/// What a file of unknown kind looks like.
pub fn describe(head: &[u8]) -> &'static str {
    if head.iter().all(|&byte| byte == 0) {
        return "zero bytes";
    }
    // The last character read may be incomplete.
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
