//! Packets become pieces of exactly the frames that are meant to be heard.

use super::blocks::{Blocks, Packet};
use super::codec::TrackCodec;
use super::frames_in;
use super::index::Index;
use crate::input::output::Output;
use crate::input::{Decoder, InputError, Options, Source, StreamInfo, Truncation};

/// Packets are decoded until a piece is at least this large.
const PIECE_BYTES: usize = 96 * 1024;

/// A track being decoded.
pub struct MatroskaStream<S: Source> {
    blocks: Blocks<S>,
    prefix: Vec<u8>,
    codec: TrackCodec,
    info: StreamInfo,
    options: Options,
    truncation: Option<Truncation>,
    /// Frames that are still to be dropped.
    skip: u64,
    /// Frames returned.
    position: u64,
    packet: Vec<u8>,
    out: Output,
    ended: bool,
    failure: Option<InputError>,
}

impl<S: Source> MatroskaStream<S> {
    /// `lead` is how many frames come before the audio.
    pub fn new(
        blocks: Blocks<S>,
        codec: TrackCodec,
        (container, lead): (&'static str, u64),
        (prefix, options): (Vec<u8>, Options),
    ) -> Self {
        MatroskaStream {
            blocks,
            prefix,
            info: StreamInfo {
                sample_rate: codec.sample_rate,
                channels: codec.channels,
                format: codec.format,
                frames: None,
                container,
                codec: codec.name,
                bits: codec.bits,
                seekable: false,
            },
            codec,
            options,
            truncation: None,
            skip: lead,
            position: 0,
            packet: Vec::new(),
            out: Output::default(),
            ended: false,
            failure: None,
        }
    }

    /// Counts the frames that decoding will return, without decoding.
    pub fn measure(&mut self) -> Result<(), InputError> {
        let lead = self.skip;
        let counted = self.count();
        self.blocks.restart();
        (self.skip, self.position) = (lead, 0);
        self.info.frames = match counted {
            Ok(frames) => frames,
            // Damage is reported where it is reached, but an impossible length isn't trusted.
            Err(error) if error.code == "damaged" => None,
            Err(error) => return Err(error),
        };
        Ok(())
    }

    /// The same from the recording's index and times, where that is exact unless it has gaps;
    /// returns whether it is.
    pub fn measure_by(&mut self, index: &Index) -> Result<bool, InputError> {
        let Some(grid) = self.codec.counter.grid() else { return Ok(false) };
        let lead = self.skip;
        let mut by_index = || {
            let Some(last) = index.last_cluster(&mut self.blocks.window)? else { return Ok(None) };
            let scale = (grid, self.info.sample_rate);
            let Some(before) = index.frames_before(&mut self.blocks, last, scale)? else {
                return Ok(None);
            };
            // What is skipped of the beginning is part of what comes before the last cluster.
            self.skip = lead.saturating_sub(before);
            let rest = self.count()?;
            Ok(rest.map(|rest| before.saturating_sub(lead) + rest))
        };
        // Whatever is wrong with an index, counting doesn't need it.
        let frames: Result<_, InputError> = by_index();
        let frames = frames.unwrap_or(None);
        self.blocks.restart();
        (self.skip, self.position) = (lead, 0);
        self.info.frames = frames;
        Ok(frames.is_some() && self.truncation.is_none())
    }

    /// The frames of the rest; `None` where only decoding tells.
    fn count(&mut self) -> Result<Option<u64>, InputError> {
        let mut countable = true;
        while let Some(packet) = self.next_packet()? {
            let head = self.codec.counter.head_bytes();
            let (head, length) = self.head(&packet, head)?;
            let bytes = packet_bytes(&packet, &self.prefix);
            let Some(frames) = self.codec.counter.count(&head[..length], bytes)? else {
                countable = false;
                continue;
            };
            let kept = self.kept(&packet, frames);
            self.position += kept.end - kept.start;
        }
        Ok(countable.then_some(self.position))
    }

    /// The first bytes of a packet, at most eight.
    fn head(&mut self, packet: &Packet, wanted: usize) -> Result<([u8; 8], usize), InputError> {
        let mut head = [0; 8];
        let before = self.prefix.len().min(wanted);
        head[..before].copy_from_slice(&self.prefix[..before]);
        let rest = (wanted - before).min(packet.length as usize);
        head[before..before + rest].copy_from_slice(self.blocks.window.at(packet.start, rest)?);
        Ok((head, before + rest))
    }

    /// The next packet. A file that ends too early has no more, where that is accepted.
    fn next_packet(&mut self) -> Result<Option<Packet>, InputError> {
        match self.blocks.next() {
            Err(error) if error.code == "truncated" && self.options.accept_truncated => {
                self.truncation = Some(Truncation { missing: None });
                Ok(None)
            }
            next => next,
        }
    }

    /// Which of a packet's frames are meant to be heard.
    fn kept(&mut self, packet: &Packet, frames: u64) -> std::ops::Range<u64> {
        let drop = frames_in(packet.discard.unsigned_abs(), self.info.sample_rate).min(frames);
        let (start, end) = if packet.discard < 0 { (drop, frames) } else { (0, frames - drop) };
        let skipped = self.skip.min(frames);
        self.skip -= skipped;
        let start = start.max(skipped);
        start..end.max(start)
    }

    fn decode(&mut self) -> Result<bool, InputError> {
        let Some(packet) = self.next_packet()? else { return Ok(false) };
        self.packet.clear();
        self.packet.extend_from_slice(&self.prefix);
        let bytes = self.blocks.window.at(packet.start, packet.length as usize)?;
        self.packet.extend_from_slice(bytes);
        let before = self.out.len();
        if let Err(error) = self.codec.decoder.decode(&self.packet, &mut self.out) {
            self.out.truncate(before);
            return Err(error);
        }
        let frame_bytes = self.info.channels as usize * self.info.format.bytes();
        let decoded = ((self.out.len() - before) / frame_bytes) as u64;
        let mut kept = self.kept(&packet, decoded);
        // Some decoders give the beginning of what the next packet would complete.
        if let Some(frames) = self.info.frames {
            kept.end = kept.end.min(kept.start + frames.saturating_sub(self.position));
        }
        self.out.truncate(before + kept.end as usize * frame_bytes);
        self.out.remove(before, kept.start as usize * frame_bytes);
        self.position += kept.end - kept.start;
        Ok(true)
    }
}

fn packet_bytes(packet: &Packet, prefix: &[u8]) -> u32 {
    packet.length.saturating_add(prefix.len() as u32)
}

impl<S: Source> Decoder for MatroskaStream<S> {
    fn info(&self) -> StreamInfo {
        self.info
    }

    fn truncation(&self) -> Option<Truncation> {
        self.truncation
    }

    fn read_next(&mut self) -> Result<&[u8], InputError> {
        self.out.clear();
        while !self.ended && self.out.len() < PIECE_BYTES {
            match self.decode() {
                Ok(more) => self.ended = !more,
                Err(error) => {
                    // What was decoded before is returned first.
                    let seconds = self.position as f64 / f64::from(self.info.sample_rate);
                    self.failure = Some(error.after(seconds));
                    self.ended = true;
                }
            }
        }
        match &self.failure {
            Some(error) if self.out.is_empty() => Err(error.clone()),
            _ => Ok(self.out.bytes()),
        }
    }
}
