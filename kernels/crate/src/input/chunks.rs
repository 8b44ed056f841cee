//! Chunks of formats other than WAV: a four-character identifier, a length, contents.

use super::{InputError, Source};

/// No real file has more before its audio; without a limit, a hostile file would take hours to
/// walk.
const MAX_CHUNKS: usize = 10_000;

/// A chunk's header. Its contents may extend past the end of the file.
#[derive(Clone, Copy, Debug)]
pub struct Chunk {
    pub id: [u8; 4],
    pub length: u64,
    /// Where the contents begin.
    pub start: u64,
}

impl Chunk {
    pub fn end(&self) -> u64 {
        self.start.saturating_add(self.length)
    }

    /// Whether its identifier is text, as all known ones are.
    pub fn is_named(&self) -> bool {
        self.id.iter().all(|byte| (0x20..0x7F).contains(byte))
    }

    /// How many bytes of the contents the file has.
    pub fn available(&self, size: u64) -> u64 {
        self.length.min(size.saturating_sub(self.start))
    }
}

/// Passes each chunk, starting at `position`, to `visit`, until that returns `false` or the file
/// ends. `LENGTH` is the number of bytes in a length.
pub fn walk<const LENGTH: usize, S: Source>(
    source: &mut S,
    mut position: u64,
    mut visit: impl FnMut(&mut S, Chunk) -> Result<bool, InputError>,
) -> Result<(), InputError> {
    for _ in 0..MAX_CHUNKS {
        let (mut id, mut length) = ([0; 4], [0; LENGTH]);
        let complete = source.read_exact_at(position, &mut id)?
            && source.read_exact_at(position + 4, &mut length)?;
        if !complete {
            return Ok(());
        }
        let length = length.iter().fold(0, |value, &byte| value << 8 | u64::from(byte));
        let chunk = Chunk { id, length, start: position + 4 + LENGTH as u64 };
        if !visit(source, chunk)? {
            return Ok(());
        }
        // Chunks with 4-byte lengths are padded to an even length.
        let padding = if LENGTH == 4 { length % 2 } else { 0 };
        position = chunk.end().saturating_add(padding);
    }
    Err(InputError::new("bad-header", "it has more chunks than any writer makes")
        .wanted(format!("at most {MAX_CHUNKS}")))
}

/// The formats allow only one chunk of audio.
pub fn two_data_chunks() -> InputError {
    InputError::new("unsupported-format", "it has two chunks of audio, where its format allows one")
        .hint("convert it to WAV or FLAC with a program that plays all of it")
}

/// The first `N` bytes of a chunk, if it is that long.
pub fn head<const N: usize, S: Source>(
    source: &mut S,
    chunk: &Chunk,
) -> Result<Option<[u8; N]>, InputError> {
    let mut bytes = [0; N];
    let complete = chunk.length >= N as u64 && source.read_exact_at(chunk.start, &mut bytes)?;
    Ok(complete.then_some(bytes))
}
