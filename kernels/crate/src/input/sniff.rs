//! Identifies a file by its beginning.

use super::kinds::{OTHER, READABLE, UNSUPPORTED, UNSUPPORTED_IN_OGG, VIDEO, describe, find};
use super::tags::id3v2_length;
use super::{InputError, Source, aac, mpeg};

/// The supported containers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    Wav,
    Wave64,
    Sphere,
    Sun,
    Aiff,
    Caf,
    Flac,
    Mpeg4,
    Matroska,
    WebM,
    OggFlac,
    OggOpus,
    OggVorbis,
    /// AAC in ADTS frames.
    Adts,
    /// Layers I to III of MPEG-1 and 2, of which III is MP3.
    MpegAudio,
}

impl Container {
    /// The common name.
    pub fn name(self) -> &'static str {
        match self {
            Container::Wav => "WAV",
            Container::Wave64 => "Wave64",
            Container::Sphere => "NIST SPHERE",
            Container::Sun => "Sun audio",
            Container::Aiff => "AIFF",
            Container::Caf => "CAF",
            Container::Flac => "FLAC",
            Container::Mpeg4 => "MPEG-4",
            Container::Matroska => "Matroska",
            Container::WebM => "WebM",
            Container::OggFlac | Container::OggOpus | Container::OggVorbis => "Ogg",
            Container::Adts => "ADTS",
            Container::MpegAudio => "MPEG audio",
        }
    }
}

/// A container, and where in the file it begins: after any ID3v2 tags and zeros.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    pub container: Container,
    pub start: u64,
}

/// What an MPEG-4 file may begin with, or a QuickTime file from before there was a type box.
const MPEG4_BOXES: [&[u8; 4]; 6] = [b"ftyp", b"moov", b"wide", b"free", b"skip", b"mdat"];

const HEAD_BYTES: usize = 64;
/// No real file begins with more tags.
const MAX_TAGS: usize = 16;
/// How many zeros may come before the audio: some tag editors leave room after their tags.
const MAX_ZEROS: u64 = 16 << 20;
/// Streams that begin together in an Ogg file; the first one with audio is used.
const MAX_OGG_STREAMS: usize = 16;

/// Identifies a file; if it isn't readable, the error says what it looks like.
pub fn sniff<S: Source>(source: &mut S) -> Result<Found, InputError> {
    let start = skip_tags(source)?;
    match known(source, start)? {
        Some(found) => Ok(found),
        None => {
            let mut head = [0; HEAD_BYTES];
            let length = source.read_full_at(start, &mut head)?;
            Err(unknown(&head[..length]))
        }
    }
}

/// A file that contains audio.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The container's common name.
    pub name: &'static str,
    /// Whether files of this kind can be read, as far as the beginning shows.
    pub readable: bool,
}

/// Which kind of audio a file's contents are; `None` if they aren't audio, or aren't known to be.
pub fn identify<S: Source>(source: &mut S) -> Result<Option<Identity>, InputError> {
    let refused = |error: InputError| match error.code {
        "read-failed" => Err(error),
        _ => Ok(None),
    };
    let start = match skip_tags(source) {
        Ok(start) => start,
        Err(error) => return refused(error),
    };
    let mut head = [0; HEAD_BYTES];
    let length = source.read_full_at(start, &mut head)?;
    let head = &head[..length];
    if let Some(name) = find(UNSUPPORTED, head).or_else(|| find(VIDEO, head)) {
        return Ok(Some(Identity { name, readable: false }));
    }
    match known(source, start) {
        // Any file may contain bytes that look like frames of MPEG audio.
        Ok(Some(found)) if found.start > start && found.container == Container::MpegAudio => {
            Ok(None)
        }
        Ok(Some(found)) => Ok(Some(Identity { name: found.container.name(), readable: true })),
        Ok(None) => Ok(None),
        Err(error) if error.code == "unsupported-codec" => {
            let name = UNSUPPORTED_IN_OGG.iter().map(|(_, _, name)| *name);
            let name = name.into_iter().find(|name| error.found == *name);
            Ok(name.map(|name| Identity { name, readable: false }))
        }
        Err(error) => refused(error),
    }
}

/// Where a file begins, not counting tags and zeros before it.
fn skip_tags<S: Source>(source: &mut S) -> Result<u64, InputError> {
    let mut start = 0;
    for _ in 0..MAX_TAGS {
        let mut head = [0; HEAD_BYTES];
        let length = source.read_full_at(start, &mut head)?;
        let head = &head[..length];
        if head.is_empty() {
            return Err(nothing(start));
        }
        match id3v2_length(head) {
            Some(tag) if start + tag >= source.size() => return Err(nothing(start + tag)),
            Some(tag) => start += tag,
            None => return skip_zeros(source, start),
        }
    }
    Err(InputError::new("bad-header", "it begins with nothing but ID3 tags"))
}

/// Where the zeros that begin at `start` end; `start` itself if only zeros follow. MPEG-4 begins
/// with a length of four bytes, so up to three zeros may belong to it.
fn skip_zeros<S: Source>(source: &mut S, start: u64) -> Result<u64, InputError> {
    let mut bytes = [0; 4096];
    let mut zeros = 0;
    while zeros < MAX_ZEROS {
        let length = source.read_full_at(start + zeros, &mut bytes)?;
        match bytes[..length].iter().position(|&byte| byte != 0) {
            Some(count) => {
                let end = start + zeros + count as u64;
                let mut head = [0; 8];
                for before in (0..=3).rev().filter(|&before| end >= start + before) {
                    if source.read_exact_at(end - before, &mut head)? && is_mpeg4(&head) {
                        return Ok(end - before);
                    }
                }
                // A few may belong to the container's beginning.
                return Ok(if zeros + (count as u64) < 4 { start } else { end });
            }
            None if length < bytes.len() => break,
            None => zeros += length as u64,
        }
    }
    Ok(start)
}

fn nothing(tags: u64) -> InputError {
    if tags > 0 {
        return InputError::truncated_header("audio, after an ID3 tag", tags);
    }
    InputError::new("empty", "it is empty")
        .found("0 bytes")
        .wanted("an audio file")
        .hint("copy or export the file again")
}

fn is_mpeg4(head: &[u8]) -> bool {
    matches!(head, [_, _, _, _, a, b, c, d, ..] if MPEG4_BOXES.contains(&&[*a, *b, *c, *d]))
}

/// The container that begins at `start`, or at the first frame after some junk.
fn known<S: Source>(source: &mut S, start: u64) -> Result<Option<Found>, InputError> {
    let mut head = [0; HEAD_BYTES];
    let length = source.read_full_at(start, &mut head)?;
    let head = &head[..length];
    let found = |container| Ok(Some(Found { container, start }));
    match head {
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..] => found(Container::Wav),
        [b'R', b'F', b'6', b'4', _, _, _, _, b'W', b'A', b'V', b'E', ..] => found(Container::Wav),
        [b'B', b'W', b'6', b'4', _, _, _, _, b'W', b'A', b'V', b'E', ..] => found(Container::Wav),
        [b'F', b'O', b'R', b'M', _, _, _, _, b'A', b'I', b'F', b'F' | b'C', ..] => {
            found(Container::Aiff)
        }
        head if head.starts_with(b"NIST_1A\n") => found(Container::Sphere),
        // Audio begins within the first 16 MiB, which tells it from a text.
        [b'.', b's', b'n', b'd', 0, ..] | [b'd', b'n', b's', b'.', _, _, _, 0, ..] => {
            found(Container::Sun)
        }
        head if head.starts_with(b"riff\x2e\x91\xcf\x11") => found(Container::Wave64),
        [b'c', b'a', b'f', b'f', ..] => found(Container::Caf),
        [b'f', b'L', b'a', b'C', ..] => found(Container::Flac),
        [0x1A, 0x45, 0xDF, 0xA3, rest @ ..] => {
            let webm = rest.windows(4).any(|name| name == b"webm");
            found(if webm { Container::WebM } else { Container::Matroska })
        }
        head if is_mpeg4(head) => found(Container::Mpeg4),
        [b'O', b'g', b'g', b'S', ..] => found(ogg_codec(source, start)?),
        _ if is_cut_off(head) => Err(InputError::truncated_header("first chunk", source.size())),
        _ if find(UNSUPPORTED, head).is_some() => Ok(None),
        _ if aac::find_first(source, start)? => found(Container::Adts),
        _ => {
            let first = mpeg::find_first(source, start)?;
            Ok(first.map(|start| Found { container: Container::MpegAudio, start }))
        }
    }
}

/// Whether a file ends within a container's name.
fn is_cut_off(head: &[u8]) -> bool {
    let names: [&[u8]; 9] =
        [b"RIFF", b"RF64", b"BW64", b"FORM", b"caff", b"fLaC", b"OggS", b"ID3", b"NIST_1A\n"];
    head.len() < 12
        && names.iter().any(|name| name.starts_with(&head[..name.len().min(head.len())]))
}

/// The codec of an Ogg file's first audio stream. Every stream's first page comes before all other
/// pages, and holds only its first packet.
fn ogg_codec<S: Source>(source: &mut S, start: u64) -> Result<Container, InputError> {
    let mut position = start;
    let mut name = "Ogg";
    for _ in 0..MAX_OGG_STREAMS {
        let mut page = [0; 27 + 255 + 8];
        let length = source.read_full_at(position, &mut page)?;
        let page = &page[..length];
        let Some(&segments) = page.get(26) else {
            return Err(InputError::truncated_header("first Ogg page", source.size()));
        };
        let body = 27 + usize::from(segments);
        let begins = page.starts_with(b"OggS") && page[5] & 2 != 0;
        let Some(packet) = page.get(body..).filter(|_| begins) else { break };
        match packet {
            _ if packet.starts_with(b"\x01vorbis") => return Ok(Container::OggVorbis),
            _ if packet.starts_with(b"OpusHead") => return Ok(Container::OggOpus),
            _ if packet.starts_with(b"\x7fFLAC") => return Ok(Container::OggFlac),
            _ => {
                name = find(UNSUPPORTED_IN_OGG, packet).unwrap_or(name);
                let lengths = page[27..body].iter();
                position +=
                    (body + lengths.map(|&length| usize::from(length)).sum::<usize>()) as u64;
            }
        }
    }
    Err(InputError::new("unsupported-codec", "it is an Ogg file without audio in a known codec")
        .found(name)
        .wanted("Vorbis, Opus or FLAC in Ogg"))
}

/// The error for a file that begins with `head` and isn't readable audio.
fn unknown(head: &[u8]) -> InputError {
    if let Some(name) = find(UNSUPPORTED, head) {
        return InputError::new("unsupported-format", format!("it looks like {name}"))
            .found(name)
            .wanted(READABLE)
            .hint("convert it to WAV or FLAC first");
    }
    let looks = find(VIDEO, head).or_else(|| find(OTHER, head));
    let looks = looks.unwrap_or_else(|| describe(head));
    InputError::new("not-audio", format!("it isn't an audio file but looks like {looks}"))
        .found(looks)
        .wanted(READABLE)
        .hint("check the path, and how the file was made")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn container(mut file: &[u8]) -> Result<Found, InputError> {
        sniff(&mut file)
    }

    #[test]
    fn it_recognises_containers_by_their_beginning() {
        for (file, wanted) in [
            (&b"RIFF\0\0\0\0WAVE"[..], Container::Wav),
            (b"BW64\0\0\0\0WAVE", Container::Wav),
            (b"FORM\0\0\0\0AIFC", Container::Aiff),
            (b"caff\0\x01\0\0", Container::Caf),
            (b"NIST_1A\n   1024\n", Container::Sphere),
            (b".snd\0\0\0\x18", Container::Sun),
            (b"dns.\x18\0\0\0", Container::Sun),
            (b"riff\x2e\x91\xcf\x11", Container::Wave64),
            (b"fLaC\0\0\0\x22", Container::Flac),
            (b"\0\0\0\x20ftypM4A ", Container::Mpeg4),
        ] {
            assert_eq!(container(file), Ok(Found { container: wanted, start: 0 }));
        }
    }

    #[test]
    fn id3_tags_before_the_audio_are_skipped() {
        let tag = [&b"ID3\x04\0\0\0\0\0\x05"[..], &[0; 5]].concat();
        let footed = [&b"ID3\x04\0\x10\0\0\0\x01"[..], &[0; 11]].concat();
        let file = [&tag[..], &footed, b"fLaC\0\0\0\x22"].concat();
        assert_eq!(container(&file), Ok(Found { container: Container::Flac, start: 15 + 21 }));
        assert_eq!(container(&tag).unwrap_err().code, "truncated-header");
    }

    #[test]
    fn ogg_is_recognised_by_its_first_audio_stream() {
        let page = |kind: u8, packet: &[u8]| {
            let mut page = b"OggS\0".to_vec();
            page.push(kind);
            page.extend([0; 20]);
            page.extend([1, packet.len() as u8]);
            page.extend(packet);
            page
        };
        let skeleton = page(2, b"fishead\0\x03\0");
        let file = [&skeleton[..], &page(2, b"OpusHead\x01")].concat();
        assert_eq!(container(&file).unwrap().container, Container::OggOpus);
        let none = [&skeleton[..], &page(0, b"OpusHead\x01")].concat();
        assert_eq!(container(&none).unwrap_err().code, "unsupported-codec");
    }

    #[test]
    fn it_says_what_a_file_looks_like() {
        for (head, code, looks) in [
            (&b"wvpk\0\0\0\x22"[..], "unsupported-format", "WavPack"),
            (b"RIFF\x24\0\0\0AVI LIST", "not-audio", "an AVI video"),
            (b"<!DOCTYPE html>", "not-audio", "an HTML or XML page"),
            (b"a line of text\n", "not-audio", "a text file"),
            (b".snd is a suffix\n", "not-audio", "a text file"),
            (b"caf\xc3", "not-audio", "a text file"),
            (&[0; 64], "not-audio", "zero bytes"),
            (b"\x01\x02\x03\xff", "not-audio", "unknown binary data"),
        ] {
            let error = container(head).unwrap_err();
            assert_eq!((error.code, error.found.as_str()), (code, looks));
        }
    }
}
