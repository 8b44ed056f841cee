//! Audio in packets, each decoded as a whole, turned into pieces of exactly the frames that belong
//! to it.

use super::output::Output;
use super::{Decoder, InputError, Options, StreamInfo, Truncation};

/// Packets are decoded until a piece is at least this large.
const PIECE_BYTES: usize = 96 * 1024;

/// A container's packets, in order.
pub trait Packets {
    /// Replaces the contents of `packet` with the next packet; `false` at the end.
    fn next(&mut self, packet: &mut Vec<u8>) -> Result<bool, InputError>;

    /// Checks what follows the packet that should end the audio.
    fn check_end(&mut self) -> Result<(), InputError> {
        Ok(())
    }

    /// Seeks to the packet that holds a frame, counting from the first packet's first frame;
    /// returns that packet's own first frame. `None` where packets can't be decoded independently.
    fn seek(&mut self, frame: u64) -> Result<Option<u64>, InputError> {
        let _ = frame;
        Ok(None)
    }
}

/// Decodes packets.
pub trait Codec {
    /// Adds the packet's interleaved samples to `output`.
    fn decode(&mut self, packet: &[u8], output: &mut Output) -> Result<(), InputError>;
}

/// Frames that the encoder added before the audio, which nobody should hear. The number of frames
/// determines those after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lead(pub u64);

/// Decodes packets into pieces.
pub struct PacketDecoder<P: Packets, C: Codec> {
    packets: P,
    codec: C,
    info: StreamInfo,
    lead: u64,
    /// Frames that are still to be dropped.
    skip: u64,
    position: u64,
    packet: Vec<u8>,
    output: Output,
    ended: bool,
    failure: Option<InputError>,
    options: Options,
    truncation: Option<Truncation>,
}

impl<P: Packets, C: Codec> PacketDecoder<P, C> {
    pub fn new(packets: P, codec: C, info: StreamInfo, Lead(lead): Lead) -> Self {
        PacketDecoder {
            packets,
            codec,
            info,
            lead,
            skip: lead,
            position: 0,
            packet: Vec::new(),
            output: Output::default(),
            ended: false,
            failure: None,
            options: Options::default(),
            truncation: None,
        }
    }

    /// Records what is known to be missing.
    pub fn lacking(mut self, truncation: Option<Truncation>) -> Self {
        self.truncation = truncation;
        self
    }

    /// Sets how strictly to read.
    pub fn with_options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    fn frame_bytes(&self) -> usize {
        self.info.channels as usize * self.info.format.bytes()
    }

    /// Decodes one packet; returns whether there was one.
    fn decode(&mut self) -> Result<bool, InputError> {
        if !self.packets.next(&mut self.packet)? {
            return match self.info.frames {
                Some(frames) if self.position < frames => Err(self.truncated(frames)),
                _ => Ok(false),
            };
        }
        let before = self.output.len();
        if let Err(error) = self.codec.decode(&self.packet, &mut self.output) {
            self.output.truncate(before);
            return Err(error);
        }
        let frame_bytes = self.frame_bytes();
        let decoded = ((self.output.len() - before) / frame_bytes) as u64;
        let skipped = decoded.min(self.skip);
        self.output.remove(before, skipped as usize * frame_bytes);
        self.skip -= skipped;
        self.position += decoded - skipped;
        match self.info.frames {
            Some(frames) if self.position >= frames => {
                let surplus = (self.position - frames) as usize * frame_bytes;
                self.output.truncate(self.output.len() - surplus);
                self.position = frames;
                self.packets.check_end()?;
                Ok(false)
            }
            _ => Ok(true),
        }
    }

    fn truncated(&self, frames: u64) -> InputError {
        InputError::truncated(format!("{} frames", self.position), format!("{frames} frames"))
    }

    /// Remembers an error or, where truncated audio is accepted, that the audio is cut off.
    fn stop(&mut self, error: InputError) {
        self.ended = true;
        if error.code == "truncated" && self.options.accept_truncated {
            let missing = self.info.frames.map(|frames| frames.saturating_sub(self.position));
            self.truncation = Some(Truncation { missing });
            return;
        }
        let seconds = self.position as f64 / f64::from(self.info.sample_rate);
        self.failure = Some(error.after(seconds));
    }
}

impl<P: Packets, C: Codec> Decoder for PacketDecoder<P, C> {
    fn info(&self) -> StreamInfo {
        self.info
    }

    fn read_next(&mut self) -> Result<&[u8], InputError> {
        self.output.clear();
        let nothing = self.info.frames == Some(self.position);
        while !self.ended && !nothing && self.output.len() < PIECE_BYTES {
            match self.decode() {
                Ok(more) => self.ended = !more,
                // What was decoded before is returned first.
                Err(error) => self.stop(error),
            }
        }
        match &self.failure {
            Some(error) if self.output.is_empty() => Err(error.clone()),
            _ => Ok(self.output.bytes()),
        }
    }

    fn truncation(&self) -> Option<Truncation> {
        self.truncation
    }

    fn seek(&mut self, frame: u64) -> Result<bool, InputError> {
        if !self.info.seekable {
            return Ok(false);
        }
        let frame = frame.min(self.info.frames.unwrap_or(frame));
        let target = frame + self.lead;
        let Some(start) = self.packets.seek(target)? else { return Ok(false) };
        self.skip = target.saturating_sub(start);
        self.position = frame;
        self.ended = false;
        self.failure = None;
        Ok(true)
    }
}
