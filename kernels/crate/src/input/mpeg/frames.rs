//! Reads one frame after another.

use super::header::FrameHeader;
use super::headroom::lower_gains;
use crate::input::packets::Packets;
use crate::input::tags::skip_tags;
use crate::input::window::Window;
use crate::input::{InputError, Source};

/// How far junk is searched for another frame, to distinguish damage from the end.
const SEARCHED: u64 = 64 * 1024;

/// The frames of a stream, checked to be all of one kind.
pub struct Frames<S: Source> {
    window: Window<S>,
    first: FrameHeader,
    position: u64,
    end: u64,
    /// The number of frames left, if a tag says so. Some encoders don't count the last one.
    expected: u64,
}

impl<S: Source> Frames<S> {
    pub fn new(window: Window<S>, first: FrameHeader, (position, end): (u64, u64)) -> Self {
        Frames { window, first, position, end, expected: 0 }
    }

    /// Expects this many frames, or one more.
    pub fn expecting(mut self, frames: u32) -> Self {
        self.expected = u64::from(frames) + 1;
        self
    }

    fn header_at(&mut self, position: u64) -> Result<Option<FrameHeader>, InputError> {
        if position + 4 > self.end {
            return Ok(None);
        }
        Ok(self.window.array(position)?.and_then(FrameHeader::parse))
    }

    /// Whether frames continue somewhere after `position`.
    fn goes_on(&mut self, position: u64) -> Result<bool, InputError> {
        for at in position..self.end.min(position + SEARCHED) {
            if let Some(header) = self.header_at(at)?
                && header.agrees(&self.first)
                && let Some(next) = self.header_at(at + header.bytes as u64)?
                && next.agrees(&header)
            {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl<S: Source> Packets for Frames<S> {
    fn next(&mut self, packet: &mut Vec<u8>) -> Result<bool, InputError> {
        let mut header = self.header_at(self.position)?;
        if header.is_none() {
            self.position = skip_tags(&mut self.window, self.position)?;
            header = self.header_at(self.position)?;
        }
        let Some(header) = header else {
            if self.goes_on(self.position)? {
                return Err(InputError::damaged("something other than a frame follows"));
            }
            return Ok(false);
        };
        if !header.agrees(&self.first) || header.channels != self.first.channels {
            return Err(changed(&self.first, &header));
        }
        let next = self.position + header.bytes as u64;
        if next > self.end {
            let there = self.end - self.position;
            return Err(InputError::truncated(
                format!("{there} bytes of its last frame"),
                format!("{} bytes", header.bytes),
            ));
        }
        self.expected = self.expected.saturating_sub(1);
        packet.clear();
        packet.extend_from_slice(self.window.at(self.position, header.bytes)?);
        self.position = next;
        if header.layer == 3 {
            lower_gains(&header, packet);
        }
        Ok(true)
    }

    /// The encoder's padding at the end may fill some frames; anything more is audio that the tag
    /// doesn't count.
    fn check_end(&mut self) -> Result<(), InputError> {
        for _ in 0..self.expected {
            let Some(header) = self.header_at(self.position)? else { return Ok(()) };
            self.position += header.bytes as u64;
        }
        match self.header_at(self.position)? {
            Some(header) if header.agrees(&self.first) => {
                Err(InputError::new("bad-header", "it has more audio than its first frame says")
                    .found(format!("more frames from byte {}", self.position))
                    .wanted("the end of the audio")
                    .hint("convert it to WAV or FLAC with a program that plays all of it"))
            }
            _ => Ok(()),
        }
    }
}

fn changed(first: &FrameHeader, now: &FrameHeader) -> InputError {
    let describe = |header: &FrameHeader| {
        format!("{} at {} Hz, {} channels", header.codec(), header.sample_rate, header.channels)
    };
    InputError::new("format-change", "its format changes partway through")
        .found(describe(now))
        .wanted(describe(first))
        .hint("split it, or convert it to WAV or FLAC first")
}
