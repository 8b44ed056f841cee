//! Reads one frame after another, and checks that they agree.

use super::feed::Feed;
use super::metadata::bad_header;
use crate::flac::{FlacError, FlacStreamInfo, FrameDecoder, FrameHeader, Window};
use crate::input::InputError;

/// Bytes read at once.
pub const WINDOW_BYTES: usize = 128 * 1024;

/// A stream's frames, in order.
pub struct Frames<F: Feed> {
    pub feed: F,
    pub info: FlacStreamInfo,
    pub decoder: FrameDecoder,
    window: Window,
    /// Samples before the next frame.
    pub position: u64,
    /// The previous frame; `None` before the first one.
    last: Option<FrameHeader>,
    ended: bool,
}

impl<F: Feed> Frames<F> {
    pub fn new(feed: F, info: FlacStreamInfo) -> Self {
        Frames {
            feed,
            info,
            decoder: FrameDecoder::default(),
            window: Window::new(WINDOW_BYTES),
            position: 0,
            last: None,
            ended: false,
        }
    }

    /// Starts over, at the feed's current position.
    pub fn restart(&mut self, position: u64) {
        self.window.clear();
        (self.position, self.last, self.ended) = (position, None, false);
    }

    /// Decodes the next frame and returns its header; `None` at the end.
    pub fn next(&mut self) -> Result<Option<FrameHeader>, InputError> {
        let Some(header) = self.peek()? else { return Ok(None) };
        self.check_order(&header)?;
        let limit = self.frame_limit(&header);
        let length = loop {
            match self.decoder.decode(&self.window, &header, self.info.bits_per_sample) {
                Ok(length) => break length,
                Err(FlacError::NeedMore) if self.window.rest().len() >= limit => {
                    return Err(self.damaged(FlacError::Forbidden("it is longer than its samples")));
                }
                Err(FlacError::NeedMore) if self.refill(limit)? > 0 => (),
                Err(FlacError::NeedMore) => return Err(self.truncated()),
                Err(error) => return Err(self.damaged(error)),
            }
        };
        self.window.consume(length);
        self.position += u64::from(header.block_size);
        self.last = Some(header);
        Ok(Some(header))
    }

    /// The next frame's header, checked against the stream's; `None` at the end.
    pub fn peek(&mut self) -> Result<Option<FrameHeader>, InputError> {
        // A frame that is only partly here would be decoded twice.
        if self.window.rest().len()
            < (self.info.max_frame_bytes as usize).clamp(16, WINDOW_BYTES / 2)
        {
            self.refill(0)?;
        }
        let complete = self.info.total_samples > 0 && self.position == self.info.total_samples;
        loop {
            let rest = self.window.rest();
            let another = rest.starts_with(b"fLaC");
            match FrameHeader::parse(rest) {
                Ok(header) if complete => match self.check_format(&header) {
                    Ok(()) => return Err(self.too_long()),
                    Err(_) => return Ok(None),
                },
                Ok(header) => {
                    self.check_format(&header)?;
                    return Ok(Some(header));
                }
                Err(FlacError::NeedMore) if self.refill(WINDOW_BYTES)? > 0 => (),

                Err(_) if complete && another => return Err(several_streams()),
                Err(_) if complete || self.is_end() => return Ok(None),
                Err(FlacError::NeedMore) => return Err(self.truncated()),
                Err(error) => return Err(self.damaged(error)),
            }
        }
    }

    /// Whether audio of unknown length ends here: nothing follows, or only a tag.
    fn is_end(&self) -> bool {
        let rest = self.window.rest();
        if self.info.total_samples > 0 {
            return false;
        }
        rest.is_empty()
            || rest.starts_with(b"TAG") && rest.len() == 128
            || rest.starts_with(b"APETAGEX")
    }

    fn refill(&mut self, limit: usize) -> Result<usize, InputError> {
        if self.ended {
            return Ok(0);
        }
        let feed = &mut self.feed;
        let count = self.window.refill(limit, |buffer| feed.read(buffer))?;
        self.ended = count == 0;
        Ok(count)
    }

    /// The most bytes the frame can have: twice its samples' size, and a little more for short
    /// ones.
    fn frame_limit(&self, header: &FrameHeader) -> usize {
        let samples = header.block_size as usize * usize::from(header.channels);
        WINDOW_BYTES + samples * usize::from(self.info.bits_per_sample + 1).div_ceil(8) * 2
    }

    /// Fails if the frame differs in kind from the stream's header.
    fn check_format(&self, header: &FrameHeader) -> Result<(), InputError> {
        let info = &self.info;
        let unlike = |found: Option<u32>, wanted: u32| found.filter(|found| *found != wanted);
        if let Some(found) = unlike(Some(header.channels.into()), info.channels.into()) {
            return Err(self.changed("channels", found, info.channels.into()));
        }
        if let Some(found) =
            unlike(header.bits_per_sample.map(u32::from), info.bits_per_sample.into())
        {
            return Err(self.changed("bits per sample", found, info.bits_per_sample.into()));
        }
        if let Some(found) = unlike(header.sample_rate, info.sample_rate) {
            return Err(self.changed("samples per second", found, info.sample_rate));
        }
        Ok(())
    }

    fn check_order(&self, header: &FrameHeader) -> Result<(), InputError> {
        if let Some(last) = self.last
            && !self.follows(&last, header)
        {
            return Err(InputError::new(
                "out-of-order",
                format!("its frames aren't in order after sample {}", self.position),
            )
            .found(format!("number {}", header.number))
            .wanted(format!("the number after {}", last.number))
            .hint("copy or export the file again"));
        }
        let total = self.info.total_samples;
        if total > 0 && self.position + u64::from(header.block_size) > total {
            return Err(self.too_long());
        }
        Ok(())
    }

    /// Frames count samples or, if all blocks have one size, themselves. Streams older than the bit
    /// that says so may do either.
    fn follows(&self, last: &FrameHeader, header: &FrameHeader) -> bool {
        let counts = |step: u64| header.number == last.number + step;
        let old = !header.variable && !self.info.is_fixed();
        (!header.variable && counts(1))
            || ((header.variable || old) && counts(last.block_size.into()))
    }

    fn changed(&self, what: &str, found: u32, wanted: u32) -> InputError {
        if self.position == 0 {
            return bad_header("its header contradicts its audio")
                .found(format!("{found} {what}"))
                .wanted(format!("{wanted} {what}, as the header says"));
        }
        InputError::new(
            "format-change",
            format!("its format changes after sample {}", self.position),
        )
        .found(format!("{found} {what}"))
        .wanted(format!("{wanted} {what}, as before"))
        .hint("split it where it changes")
    }

    fn too_long(&self) -> InputError {
        bad_header("it has more audio than its header says")
            .wanted(format!("{} samples", self.info.total_samples))
    }

    fn truncated(&self) -> InputError {
        let total = self.info.total_samples;
        let wanted = if total > 0 { format!("{total} samples") } else { String::new() };
        InputError::truncated(format!("{} samples", self.position), wanted)
    }

    fn damaged(&self, error: FlacError) -> InputError {
        let code = match error {
            FlacError::FrameChecksum | FlacError::HeaderChecksum => "checksum",
            _ => "damaged",
        };
        let what = format!("its frame after sample {} is damaged: {}", self.position, error.what());
        InputError::new(code, what).hint("copy or export the file again")
    }

    /// Looks for a frame of this stream among the next `reach` bytes; returns where, relative to
    /// the feed's position, and its header. A frame must decode, and its checksums must be right.
    pub fn find_frame(&mut self, reach: usize) -> Result<Option<(usize, FrameHeader)>, InputError> {
        self.restart(0);
        self.refill(WINDOW_BYTES)?;
        let mut at = 0;
        while at < reach {
            let Some(next) = self.window.rest().iter().position(|&byte| byte == 0xFF) else {
                at += self.window.rest().len();
                self.window.consume(usize::MAX);
                match self.refill(WINDOW_BYTES)? {
                    0 => return Ok(None),
                    _ => continue,
                }
            };
            at += next;
            self.window.consume(next);
            if self.window.rest().len() < 16 {
                self.refill(WINDOW_BYTES)?;
            }
            if let Ok(header) = FrameHeader::parse(self.window.rest())
                && self.check_format(&header).is_ok()
                && self.is_whole(&header)?
            {
                return Ok(Some((at, header)));
            }
            at += 1;
            self.window.consume(1);
        }
        Ok(None)
    }

    fn is_whole(&mut self, header: &FrameHeader) -> Result<bool, InputError> {
        let limit = self.frame_limit(header);
        loop {
            match self.decoder.decode(&self.window, header, self.info.bits_per_sample) {
                Ok(_) => return Ok(true),
                Err(FlacError::NeedMore) if self.window.rest().len() >= limit => return Ok(false),
                Err(FlacError::NeedMore) if self.refill(limit)? > 0 => (),
                Err(_) => return Ok(false),
            }
        }
    }
}

/// Each has its own header, with a length and a checksum.
pub fn several_streams() -> InputError {
    InputError::new("format-change", "another stream follows its audio")
        .found("several FLAC streams, one after another")
        .wanted("one FLAC stream")
        .hint("split it where they meet, or convert it to one with a program that plays all of it")
}
