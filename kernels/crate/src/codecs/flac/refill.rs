//! How a stream's bytes come into the window that frames are read from.

use crate::flac::{FrameHeader, Window};

/// Bytes of the stream that are looked at; a frame that is longer makes it more.
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

/// The most bytes that a frame can have: twice its samples', and something for short ones.
pub fn frame_limit(header: &FrameHeader) -> usize {
    WINDOW_BYTES + header.block_size as usize * usize::from(header.channels) * 10
}
