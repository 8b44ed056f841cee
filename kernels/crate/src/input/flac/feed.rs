//! Where the audio's bytes come from.

use crate::input::{InputError, Source};

/// Supplies the bytes of one frame after another.
pub trait Feed {
    /// Fills as much of `buffer` as comes next; 0 at the end.
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, InputError>;
}

/// Bytes of a file, from some position to its end.
pub struct FileFeed<S: Source> {
    pub source: S,
    pub position: u64,
}

impl<S: Source> Feed for FileFeed<S> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, InputError> {
        let count = self.source.read_at(self.position, buffer)?;
        self.position += count as u64;
        Ok(count)
    }
}
