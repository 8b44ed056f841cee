//! Where a file's bytes come from.

use super::InputError;

/// Bytes that can be read at any position.
pub trait Source {
    /// How many bytes there are.
    fn size(&self) -> u64;

    /// Fills as much of `buffer` as the bytes at `position` allow; returns how many.
    fn read_at(&mut self, position: u64, buffer: &mut [u8]) -> Result<usize, InputError>;

    /// Fills as much of `buffer` as the bytes up to the end of the file allow; returns how many.
    fn read_full_at(&mut self, position: u64, buffer: &mut [u8]) -> Result<usize, InputError> {
        let mut filled = 0;
        while filled < buffer.len() {
            match self.read_at(position + filled as u64, &mut buffer[filled..])? {
                0 => break,
                count => filled += count,
            }
        }
        Ok(filled)
    }

    /// Fills all of `buffer`; returns whether there were enough bytes.
    fn read_exact_at(&mut self, position: u64, buffer: &mut [u8]) -> Result<bool, InputError> {
        Ok(self.read_full_at(position, buffer)? == buffer.len())
    }
}

impl Source for &[u8] {
    fn size(&self) -> u64 {
        self.len() as u64
    }

    fn read_at(&mut self, position: u64, buffer: &mut [u8]) -> Result<usize, InputError> {
        let rest = usize::try_from(position).ok().and_then(|position| self.get(position..));
        let rest = rest.unwrap_or_default();
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        Ok(count)
    }
}

/// The rest of a source after some bytes that don't matter, such as a tag before a file.
pub struct Rest<S: Source> {
    source: S,
    start: u64,
}

impl<S: Source> Rest<S> {
    pub fn new(source: S, start: u64) -> Self {
        Rest { source, start }
    }
}

impl<S: Source> Source for Rest<S> {
    fn size(&self) -> u64 {
        self.source.size().saturating_sub(self.start)
    }

    fn read_at(&mut self, position: u64, buffer: &mut [u8]) -> Result<usize, InputError> {
        self.source.read_at(position.saturating_add(self.start), buffer)
    }
}
