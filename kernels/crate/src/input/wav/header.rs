//! From the first byte to the audio.

use super::chunks::{Chunk, Chunks, only_chunks};
use super::format::WavFormat;
use crate::input::{InputError, Source};

/// Whether a data chunk's length is what writers leave that can't come back to correct it: all ones
/// from most, and about 2 GiB, in whole frames, from sox and its kin.
fn is_placeholder(length: u32) -> bool {
    length == u32::MAX || (0x7FFF_E000..=0x8000_0000).contains(&length)
}

/// Where the audio is, and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WavHeader {
    pub format: WavFormat,
    pub data_start: u64,
    /// Whole frames. What is left of a last, partial one holds no sample for every channel, so it is
    /// no audio.
    pub frames: u64,
}

impl WavHeader {
    pub fn read<S: Source>(source: &mut S) -> Result<Self, InputError> {
        let long = check_form(source)?;
        let size = source.size();
        let mut chunks = Chunks::new(source, 12);
        let mut format = None;
        let mut long_length = None;
        while let Some(chunk) = chunks.next()? {
            match &chunk.id {
                b"data" => {
                    let format = format.ok_or_else(|| {
                        InputError::new("bad-header", "it has audio before saying in which format")
                            .wanted("a format chunk before the data chunk")
                    })?;
                    let length = match long_length {
                        Some(length) if chunk.length == u32::MAX => Length::Known(length),
                        _ => length(&chunk, chunks.source())?,
                    };
                    return WavHeader::new(format, chunk.start, length, size);
                }
                _ if chunk.start + u64::from(chunk.length) > size => break,
                b"fmt " => format = Some(read_format(&chunk, chunks.source())?),
                b"ds64" if long => long_length = read_long_length(&chunk, chunks.source())?,
                _ => (),
            }
        }
        Err(InputError::truncated_header("audio", size))
    }

    fn new(
        format: WavFormat,
        data_start: u64,
        length: Length,
        size: u64,
    ) -> Result<Self, InputError> {
        let there = size.saturating_sub(data_start);
        let bytes = match length {
            Length::Known(bytes) if bytes > there => {
                return Err(InputError::new("truncated", "its audio is cut off")
                    .found(format!("{there} bytes of audio"))
                    .wanted(format!("{bytes} bytes of audio"))
                    .hint("copy or export the file again"));
            }
            Length::Known(bytes) => bytes,
            Length::ToTheEnd => there,
        };
        Ok(WavHeader { format, data_start, frames: bytes / format.frame_bytes() })
    }
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
    let mut contents = [0; 40];
    let length = contents.len().min(chunk.length as usize);
    if !source.read_exact_at(chunk.start, &mut contents[..length])? {
        return Err(InputError::truncated_header("format", source.size()));
    }
    WavFormat::parse(&contents[..length])
}

/// The length of the audio where 32 bits don't hold it; `None` where a writer left it open.
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

/// A length of zero is true if nothing, or only other chunks, come after it; else a streaming writer
/// never came back to fill it in.
fn length<S: Source>(chunk: &Chunk, source: &mut S) -> Result<Length, InputError> {
    let end = chunk.start + u64::from(chunk.length);
    let open = match chunk.length {
        0 => !only_chunks(source, chunk.start)?,
        length => is_placeholder(length) && end > source.size(),
    };
    Ok(if open { Length::ToTheEnd } else { Length::Known(chunk.length.into()) })
}
