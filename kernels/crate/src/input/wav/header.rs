//! From the first byte to the audio.

use super::chunks::{Chunk, Chunks, only_chunks};
use super::format::WavFormat;
use crate::input::pcm_stream::PcmPart;
use crate::input::{InputError, Options, Source};

/// Whether a data chunk's length is a placeholder left by writers that can't go back to correct it:
/// all ones from most, and about 2 GiB, in whole frames, from sox and similar programs.
fn is_placeholder(length: u32) -> bool {
    length == u32::MAX || (0x7FFF_E000..=0x8000_0000).contains(&length)
}

/// What the audio is, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WavHeader {
    pub format: WavFormat,
    /// One for each data chunk; there is nearly always one. Only whole frames: a partial last frame
    /// doesn't hold a sample for every channel, so it isn't audio. Where audio is in blocks, these
    /// count bytes.
    pub parts: Vec<PcmPart>,
    /// Frames that a data chunk announces but the file lacks; bytes where audio is in blocks.
    pub missing: u64,
    /// The frames that are meant to be heard, where the format can't tell.
    pub fact: Option<u64>,
}

impl WavHeader {
    pub fn read<S: Source>(source: &mut S, options: Options) -> Result<Self, InputError> {
        let long = check_form(source)?;
        let size = source.size();
        let mut chunks = Chunks::new(source, 12);
        let mut format = None;
        let mut long_length = None;
        let mut fact = None;
        while let Some(chunk) = chunks.next()? {
            match &chunk.id {
                b"data" => {
                    let format = format.ok_or_else(|| {
                        InputError::new("bad-header", "its audio comes before its format")
                            .wanted("a format chunk before the data chunk")
                    })?;
                    let length = match long_length {
                        Some(length) if chunk.length == u32::MAX => Length::Known(length),
                        _ => length(&chunk, chunks.source())?,
                    };
                    let mut header = WavHeader { format, parts: Vec::new(), missing: 0, fact };
                    let bytes = header.add(chunk.start, length, (size, options))?;
                    chunks.go_on(chunk, bytes);
                    header.add_further(&mut chunks, bytes, (size, options))?;
                    return Ok(header);
                }
                _ if chunk.start + u64::from(chunk.length) > size => break,
                b"fmt " => format = Some(read_format(&chunk, chunks.source())?),
                b"fact" => fact = read_fact(&chunk, chunks.source())?,
                b"ds64" if long => long_length = read_long_length(&chunk, chunks.source())?,
                b"LIST" if list_kind(&chunk, chunks.source())? == Some(*b"wavl") => {
                    return Err(InputError::new(
                        "unsupported-format",
                        "its audio is a list of waves and pauses (LIST wavl)",
                    )
                    .hint("convert it to WAV with a single data chunk, or to FLAC"));
                }
                _ => (),
            }
        }
        Err(InputError::truncated_header("audio", size))
    }

    /// Adds a data chunk's contents, and returns how many bytes they are.
    fn add(
        &mut self,
        start: u64,
        length: Length,
        (size, options): (u64, Options),
    ) -> Result<u64, InputError> {
        let there = size.saturating_sub(start);
        let frame_bytes = self.format.unit_bytes();
        let bytes = match length {
            Length::Known(bytes) if bytes > there && options.accept_truncated => {
                self.missing = (bytes / frame_bytes).saturating_sub(there / frame_bytes);
                there
            }
            Length::Known(bytes) if bytes > there => {
                return Err(InputError::truncated_bytes(there, bytes));
            }
            Length::Known(bytes) => bytes,
            Length::ToTheEnd => there,
        };
        self.parts.push(PcmPart { start, frames: bytes / frame_bytes });
        Ok(bytes)
    }

    /// Adds the data chunks after the first one: some recorders start another when they resume.
    /// Anything else that follows, chunks or not, is ignored. `before` is how many bytes of audio
    /// the previous chunk has.
    fn add_further<S: Source>(
        &mut self,
        chunks: &mut Chunks<'_, S>,
        mut before: u64,
        (size, options): (u64, Options),
    ) -> Result<(), InputError> {
        while let Some(chunk) = chunks.next()? {
            let known = chunk.start + u64::from(chunk.length) <= size;
            match &chunk.id {
                b"data" => {
                    let rest = before % self.format.unit_bytes();
                    if rest > 0 {
                        return Err(InputError::new(
                            "bad-header",
                            "a data chunk before another one ends within a frame",
                        )
                        .found(format!("{rest} bytes of a frame"))
                        .wanted(format!("{} bytes", self.format.unit_bytes())));
                    }
                    let length = length(&chunk, chunks.source())?;
                    before = self.add(chunk.start, length, (size, options))?;
                    chunks.go_on(chunk, before);
                }
                b"fmt " if known && read_format(&chunk, chunks.source())? != self.format => {
                    return Err(InputError::new(
                        "format-change",
                        "its format changes partway through",
                    )
                    .hint("split it where it changes"));
                }
                b"RIFF" | b"RF64" | b"BW64"
                    if list_kind(&chunk, chunks.source())? == Some(*b"WAVE") =>
                {
                    return Err(InputError::new(
                        "unsupported-format",
                        "it is several WAV files, one after another",
                    )
                    .found(format!("another one at byte {}", chunk.start - 8))
                    .wanted("one WAV file")
                    .hint(
                        "split it where they meet, or join them with `sox A.wav B.wav OUT.wav`",
                    ));
                }
                id if known && id.iter().all(|byte| (0x20..0x7F).contains(byte)) => (),
                _ => return Ok(()),
            }
        }
        Ok(())
    }
}

/// The type inside a chunk that contains chunks.
fn list_kind<S: Source>(chunk: &Chunk, source: &mut S) -> Result<Option<[u8; 4]>, InputError> {
    let mut kind = [0; 4];
    Ok(source.read_exact_at(chunk.start, &mut kind)?.then_some(kind))
}

enum Length {
    Known(u64),
    ToTheEnd,
}

/// Whether the file is of the long kind (RF64, BW64), whose lengths have 64 bits.
fn check_form<S: Source>(source: &mut S) -> Result<bool, InputError> {
    let mut head = [0; 12];
    if !source.read_exact_at(0, &mut head)? {
        return Err(InputError::truncated_header("first chunk", source.size()));
    }
    Ok(!head.starts_with(b"RIFF"))
}

fn read_format<S: Source>(chunk: &Chunk, source: &mut S) -> Result<WavFormat, InputError> {
    let mut contents = [0; 64];
    let length = contents.len().min(chunk.length as usize);
    if !source.read_exact_at(chunk.start, &mut contents[..length])? {
        return Err(InputError::truncated_header("format", source.size()));
    }
    WavFormat::parse(&contents[..length])
}

fn read_fact<S: Source>(chunk: &Chunk, source: &mut S) -> Result<Option<u64>, InputError> {
    let mut contents = [0; 4];
    let complete = chunk.length >= 4 && source.read_exact_at(chunk.start, &mut contents)?;
    let frames = u64::from(u32::from_le_bytes(contents));
    Ok((complete && frames > 0).then_some(frames))
}

/// The length of the audio where it doesn't fit in 32 bits; `None` if the writer left it open.
fn read_long_length<S: Source>(chunk: &Chunk, source: &mut S) -> Result<Option<u64>, InputError> {
    let mut contents = [0; 16];
    if chunk.length < 16 || !source.read_exact_at(chunk.start, &mut contents)? {
        return Err(InputError::new("bad-header", "its chunk of 64-bit lengths is too short")
            .found(format!("{} bytes", chunk.length))
            .wanted("at least 28 bytes"));
    }
    let [.., a, b, c, d, e, f, g, h] = contents;
    let length = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
    Ok((length != 0 && length != u64::MAX).then_some(length))
}

/// A length of zero is true if nothing, or only other chunks, come after it; otherwise a streaming
/// writer never went back to fill it in.
fn length<S: Source>(chunk: &Chunk, source: &mut S) -> Result<Length, InputError> {
    let end = chunk.start + u64::from(chunk.length);
    let open = match chunk.length {
        0 => !only_chunks(source, chunk.start)?,
        length => is_placeholder(length) && end > source.size(),
    };
    Ok(if open { Length::ToTheEnd } else { Length::Known(chunk.length.into()) })
}
