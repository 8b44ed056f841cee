//! Chunks: a four-character identifier, a length, contents, and padding to an even length.

use crate::input::{InputError, Source};

/// No real file has more before its audio; without a limit, a hostile file would take hours to
/// walk.
const MAX_CHUNKS: usize = 10_000;

#[derive(Clone, Copy, Debug)]
pub struct Chunk {
    pub id: [u8; 4],
    /// The length in the header.
    pub length: u32,
    /// Where the contents begin.
    pub start: u64,
}

/// Walks from chunk to chunk.
pub struct Chunks<'a, S: Source> {
    source: &'a mut S,
    position: u64,
    seen: usize,
}

impl<'a, S: Source> Chunks<'a, S> {
    pub fn new(source: &'a mut S, position: u64) -> Self {
        Chunks { source, position, seen: 0 }
    }

    pub fn source(&mut self) -> &mut S {
        self.source
    }

    /// Continues after contents of `length` bytes, where that differs from the chunk's header.
    pub fn go_on(&mut self, chunk: Chunk, length: u64) {
        if length != u64::from(chunk.length) {
            self.position = chunk.start + length + length % 2;
        }
    }

    /// The next chunk, or `None` if the file ends before another header.
    pub fn next(&mut self) -> Result<Option<Chunk>, InputError> {
        self.seen += 1;
        if self.seen > MAX_CHUNKS {
            return Err(InputError::new("bad-header", "it has more chunks than any writer makes")
                .wanted(format!("at most {MAX_CHUNKS}")));
        }
        let mut header = [0; 8];
        if !self.source.read_exact_at(self.position, &mut header)? {
            return Ok(None);
        }
        let [a, b, c, d, length @ ..] = header;
        let length = u32::from_le_bytes(length);
        let chunk = Chunk { id: [a, b, c, d], length, start: self.position + 8 };
        self.position = self.after(chunk)?;
        Ok(Some(chunk))
    }

    /// Where the next chunk starts: at an even position, unless this file's writer forgot to pad.
    fn after(&mut self, chunk: Chunk) -> Result<u64, InputError> {
        let end = chunk.start + u64::from(chunk.length);
        if chunk.length.is_multiple_of(2) {
            return Ok(end);
        }
        let mut next = [0; 5];
        let complete = self.source.read_exact_at(end, &mut next)?;
        let [unpadded @ .., _] = next;
        let [_, padded @ ..] = next;
        Ok(if complete && known(unpadded) && !known(padded) { end } else { end + 1 })
    }
}

/// Whether the bytes from `position` to the end of the file are nothing but complete chunks.
pub fn only_chunks<S: Source>(source: &mut S, position: u64) -> Result<bool, InputError> {
    let size = source.size();
    let mut chunks = Chunks::new(source, position);
    let mut end = position;
    while end < size {
        match chunks.next()? {
            Some(chunk) if chunk.id.iter().all(|byte| (0x20..0x7F).contains(byte)) => {
                if chunk.start + u64::from(chunk.length) > size {
                    return Ok(false);
                }
                end = chunks.position;
            }
            _ => return Ok(false),
        }
    }
    Ok(true)
}

fn known(id: [u8; 4]) -> bool {
    const KNOWN: [&[u8; 4]; 16] = [
        b"fmt ", b"data", b"fact", b"LIST", b"JUNK", b"junk", b"bext", b"cue ", b"smpl", b"inst",
        b"id3 ", b"ID3 ", b"PEAK", b"iXML", b"PAD ", b"axml",
    ];
    KNOWN.contains(&&id)
}
