//! Part of a file in memory, for formats that are read in small pieces.

use super::{InputError, Source};

/// Bytes read at once: what compressed formats need for a piece or two.
const WINDOW_BYTES: usize = 64 * 1024;

/// Gives access to any place in a source, reading it a window at a time.
pub struct Window<S: Source> {
    source: S,
    size: u64,
    buffer: Vec<u8>,
    start: u64,
    length: usize,
}

impl<S: Source> Window<S> {
    pub fn new(source: S) -> Self {
        let size = source.size();
        let bytes = size.min(WINDOW_BYTES as u64) as usize;
        Window { source, size, buffer: vec![0; bytes], start: 0, length: 0 }
    }

    /// The file's size when it was opened. Anything written to it later is ignored.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The `length` bytes from `position`, fewer only at the end of the file. The caller must bound
    /// `length`.
    pub fn at(&mut self, position: u64, length: usize) -> Result<&[u8], InputError> {
        let wanted = (length as u64).min(self.size.saturating_sub(position)) as usize;
        let held = position.checked_sub(self.start).filter(|&skipped| {
            skipped.checked_add(wanted as u64).is_some_and(|end| end <= self.length as u64)
        });
        if let Some(skipped) = held {
            return Ok(&self.buffer[skipped as usize..][..wanted]);
        }
        if self.buffer.len() < wanted {
            self.buffer.resize(wanted, 0);
        }
        let room = (self.size.saturating_sub(position)).min(self.buffer.len() as u64) as usize;
        self.length = 0;
        self.start = position;
        self.length = self.source.read_full_at(position, &mut self.buffer[..room])?;
        if self.length < wanted {
            return Err(InputError::new("truncated", "it became shorter while it was being read")
                .hint("wait until it has been written completely"));
        }
        Ok(&self.buffer[..wanted])
    }

    /// The `N` bytes at `position`, if there are that many.
    pub fn array<const N: usize>(&mut self, position: u64) -> Result<Option<[u8; N]>, InputError> {
        Ok(self.at(position, N)?.try_into().ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_stretch_of_the_file_can_be_seen() {
        let file: Vec<u8> = (0..200_000_u32).map(|index| (index / 3) as u8).collect();
        let mut window = Window::new(&file[..]);
        for (position, length) in [(0, 10), (65_530, 20), (3, 5), (199_990, 100), (50, 120_000)] {
            let end = (position + length).min(file.len());
            assert_eq!(window.at(position as u64, length).unwrap(), &file[position..end]);
        }
        assert!(window.at(200_000, 4).unwrap().is_empty());
        assert!(window.at(u64::MAX, 4).unwrap().is_empty());
        assert_eq!(window.array::<4>(199_998).unwrap(), None);
    }
}
