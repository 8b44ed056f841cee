//! How a stream's bytes get into the window that frames are read from.

use crate::flac::{FrameHeader, Window};

/// How many bytes of the stream the window holds; a longer frame makes it grow.
pub const WINDOW_BYTES: usize = 128 * 1024;

/// Moves bytes from `input` into a window; returns how many.
pub fn take(window: &mut Window, input: &mut &[u8], limit: usize) -> usize {
    let moved = window.refill(limit, |buffer| {
        let count = input.len().min(buffer.len());
        let (now, later) = input.split_at(count);
        buffer[..count].copy_from_slice(now);
        *input = later;
        Ok::<_, std::convert::Infallible>(count)
    });
    match moved {
        Ok(count) => count,
    }
}

/// The most bytes a frame can have: twice its samples' size, and a little more for short ones.
pub fn frame_limit(header: &FrameHeader) -> usize {
    WINDOW_BYTES + header.block_size as usize * usize::from(header.channels) * 10
}
