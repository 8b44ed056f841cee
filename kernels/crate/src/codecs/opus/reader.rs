//! Pages to samples: the part that passing a stream through and decoding a part of it share.

use super::setup::{COUNTED, UNCOUNTED, head_of, is_same_head, numbering_of, setup_of};
use super::units::PagePlace;
use crate::codecs::CodecError;
use crate::ogg::Page;
use crate::opus::{OpusDecoder, OpusError, OpusHead, at_rate, packet_samples};

/// The most bytes of a packet that continues from page to page: far more than audio needs.
const MAX_PACKET_BYTES: usize = 1 << 17;

/// The most bytes of comments.
const MAX_TAG_BYTES: usize = 1 << 26;

enum State {
    /// Next is a link's first page, or, in the middle of a stream, any page that begins a unit.
    Anywhere,
    /// The identification header has been read, but not all of the comment; its bytes so far.
    Tags(usize),
    Audio,
    /// The last page of a link has been read.
    Ended,
}

/// What a page turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageKind {
    pub place: PagePlace,
    /// Samples per channel that it added.
    pub samples: usize,
}

/// Reads one page after another.
pub struct OpusReader {
    sample_rate: u32,
    channels: u8,
    state: State,
    serial: u32,
    sequence: u32,
    /// The position at the end of the last page of this link on which a packet ended.
    position: Option<u64>,
    /// Whether no page of the link's audio has been read.
    is_first: bool,
    /// Samples still to be skipped.
    skip: u64,
    decoder: Option<OpusDecoder>,
    /// The setup that the first header gives.
    setup: Option<[u32; 4]>,
    /// Whether the setup comes from a record instead of the stream.
    is_recorded: bool,
    /// The beginning of a packet that isn't complete yet.
    packet: Vec<u8>,
    /// Links that have begun.
    links: u32,
    /// The first sample of a run that doesn't start at the stream's beginning.
    first: Option<u64>,
}

impl OpusReader {
    /// Creates a reader that starts at a stream's first page.
    pub fn new(sample_rate: u32, channels: u8) -> Self {
        OpusReader {
            sample_rate,
            channels,
            state: State::Anywhere,
            serial: 0,
            sequence: 0,
            position: None,
            is_first: false,
            skip: 0,
            decoder: None,
            setup: None,
            is_recorded: false,
            packet: Vec::new(),
            links: 0,
            first: None,
        }
    }

    /// Sets the format that the following streams are decoded to.
    pub fn set_format(&mut self, sample_rate: u32, channels: u8) {
        (self.sample_rate, self.channels) = (sample_rate, channels);
    }

    /// Starts over at the first page of a unit whose first sample is `first`.
    pub fn begin_at(&mut self, first: u64, setup: [u32; 4]) -> Result<(), CodecError> {
        let head = head_of(setup, self.channels).map_err(bad_header)?;
        self.begin();
        (self.setup, self.is_recorded) = (Some(setup), true);
        if first > 0 {
            self.decoder = Some(self.new_decoder(&head)?);
            self.first = Some(first);
        }
        Ok(())
    }

    /// Starts over.
    pub fn begin(&mut self) {
        (self.state, self.position, self.setup) = (State::Anywhere, None, None);
        (self.links, self.first, self.decoder) = (0, None, None);
        // The previous stream may have ended anywhere, even in its beginning.
        (self.is_first, self.skip, self.is_recorded) = (false, 0, false);
        self.packet.clear();
    }

    /// What the record stores about the stream, once it has been read.
    pub fn setup(&self) -> Option<[u32; 4]> {
        self.setup
    }

    /// Whether the last page read was the last one of a link.
    pub fn is_complete(&self) -> bool {
        matches!(self.state, State::Ended)
    }

    /// Reads a page. Appends its samples, interleaved, to `out`.
    pub fn read(&mut self, page: &Page<'_>, out: &mut Vec<f32>) -> Result<PageKind, CodecError> {
        if page.begins {
            return self.begin_link(page);
        }
        let is_anywhere = matches!(self.state, State::Anywhere);
        if !is_anywhere && (page.serial, page.sequence) != (self.serial, self.sequence) {
            let what = if page.serial == self.serial {
                "pages are missing or out of order"
            } else {
                "it isn't the only stream of its file"
            };
            return Err(CodecError::new("out-of-order", what));
        }
        (self.serial, self.sequence) = (page.serial, page.sequence.wrapping_add(1));
        match self.state {
            State::Anywhere if self.first.is_none() => {
                Err(bad_header(OpusError("it doesn't begin with the first page of a stream")))
            }
            State::Anywhere | State::Audio => self.read_audio(page, out),
            State::Tags(bytes) => self.read_tags(page, bytes),
            State::Ended => {
                Err(CodecError::new("out-of-order", "pages follow the last page of a stream"))
            }
        }
    }

    fn new_decoder(&self, head: &OpusHead) -> Result<OpusDecoder, CodecError> {
        OpusDecoder::new(head, self.sample_rate).map_err(bad_header)
    }

    /// Whether, according to a record, positions are those of the audio.
    fn is_counted(&self) -> bool {
        self.is_recorded && self.setup.is_some_and(|setup| numbering_of(setup) == COUNTED)
    }

    fn begin_link(&mut self, page: &Page<'_>) -> Result<PageKind, CodecError> {
        // Where positions count, the only link begins at the stream's beginning.
        if self.is_counted() && (self.first.is_some() || self.links > 0) {
            return Err(misplaced());
        }
        if matches!(self.state, State::Tags(_)) || !self.packet.is_empty() {
            return Err(CodecError::new("out-of-order", "a stream begins within another"));
        }
        let mut parts = page.parts();
        let (Some((packet, true)), None, false) = (parts.next(), parts.next(), page.ends) else {
            return Err(bad_header(OpusError("its first page isn't the start of an Opus stream")));
        };
        let head = OpusHead::parse(packet).map_err(bad_header)?;
        if head.mapping.len() != usize::from(self.channels) {
            return Err(bad_header(OpusError("it has a different number of channels")));
        }
        let found = setup_of(packet, UNCOUNTED);
        match self.setup {
            None => self.setup = Some(setup_of(packet, COUNTED)),
            Some(setup) if !is_same_head(setup, found) => {
                return Err(CodecError::new("format-change", "its parts have different headers"));
            }
            Some(_) => (),
        }
        self.decoder = Some(self.new_decoder(&head)?);
        self.skip = at_rate(head.pre_skip.into(), self.sample_rate);
        (self.state, self.position, self.is_first) = (State::Tags(0), None, true);
        (self.serial, self.sequence) = (page.serial, page.sequence.wrapping_add(1));
        (self.links, self.first) = (self.links + 1, None);
        Ok(PageKind { place: PagePlace::Head, samples: 0 })
    }

    fn read_tags(&mut self, page: &Page<'_>, before: usize) -> Result<PageKind, CodecError> {
        let mut parts = page.parts();
        let part = parts.next();
        let begins_well =
            before > 0 || part.is_some_and(|(bytes, _)| bytes.starts_with(b"OpusTags"));
        let bytes = before + part.map_or(0, |(bytes, _)| bytes.len());
        let ends = part.is_some_and(|(_, ends)| ends);
        if !begins_well || parts.next().is_some() || page.ends || bytes > MAX_TAG_BYTES {
            return Err(bad_header(OpusError("its second packet isn't an Opus comment")));
        }
        self.state = if ends { State::Audio } else { State::Tags(bytes) };
        Ok(PageKind { place: PagePlace::Rest, samples: 0 })
    }

    fn read_audio(&mut self, page: &Page<'_>, out: &mut Vec<f32>) -> Result<PageKind, CodecError> {
        if page.continued == self.packet.is_empty() {
            return Err(CodecError::new("damaged", "a packet lacks its beginning or its end"));
        }
        let place = match page {
            Page { ends: true, .. } => PagePlace::Last,
            Page { continued: true, .. } => PagePlace::Rest,
            _ => PagePlace::Audio,
        };
        let is_in_middle = matches!(self.state, State::Anywhere);
        let mut held = std::mem::take(&mut self.packet);
        let counted = count_samples(page, &held)?;
        let kept = self.kept(page, counted)?;
        if is_in_middle {
            self.check_place(page, counted)?;
        }
        let channels = usize::from(self.channels);
        let start = out.len();
        for (index, (part, ends)) in page.parts().enumerate() {
            let joined = index == 0 && page.continued;
            if joined || !ends {
                held.extend_from_slice(part);
                if held.len() > MAX_PACKET_BYTES {
                    return Err(CodecError::new("damaged", "a packet is too long"));
                }
            }
            if !ends {
                self.packet = std::mem::take(&mut held);
                break;
            }
            self.decode(if joined { &held } else { part }, out)?;
            held.clear();
        }
        if page.ends && !self.packet.is_empty() {
            return Err(CodecError::new("truncated", "its last packet is cut off"));
        }
        out.truncate(start + at_rate(kept, self.sample_rate) as usize * channels);
        let given = (out.len() - start) / channels;
        let skipped = self.skip.min(given as u64) as usize;
        out.drain(start..start + skipped * channels);
        self.skip -= skipped as u64;
        if page.ends && self.skip > 0 {
            return Err(bad_header(OpusError("it skips more audio than there is")));
        }
        self.state = if page.ends { State::Ended } else { State::Audio };
        Ok(PageKind { place, samples: given - skipped })
    }

    /// How many samples of the packets that end on the page are audio, at 48 kHz.
    fn kept(&mut self, page: &Page<'_>, counted: u64) -> Result<u64, CodecError> {
        let Some(end) = page.granule else {
            return match page.ends || counted > 0 {
                true => Err(CodecError::new("damaged", "a page has no position")),
                false => Ok(0),
            };
        };
        if self.is_first {
            self.is_first = false;
            let position = match end.checked_sub(counted) {
                Some(position) => position,
                // The only page of audio, and trimmed.
                None if page.ends => 0,
                None => return Err(misplaced()),
            };
            self.position = Some(position);
            if position > 0 && self.is_counted() {
                return Err(misplaced());
            }
            if (position > 0 || self.links > 1)
                && let Some(setup) = &mut self.setup
            {
                setup[1] |= u32::from(UNCOUNTED) << 24;
            }
        }
        let kept = match self.position {
            None if page.ends => return Err(misplaced()),
            None => counted,
            Some(position) => end.checked_sub(position).ok_or_else(misplaced)?,
        };
        if kept > counted {
            return Err(CodecError::new("truncated", "it has less audio than its pages say"));
        }
        if kept < counted && !page.ends {
            return Err(misplaced());
        }
        self.position = Some(end);
        Ok(kept)
    }

    /// Fails unless the first page of a run is where its index says, if its position shows that.
    fn check_place(&self, page: &Page<'_>, counted: u64) -> Result<(), CodecError> {
        let (Some(first), Some(setup), Some(end)) = (self.first, self.setup, page.granule) else {
            return Ok(());
        };
        let pre_skip = at_rate(u64::from(setup[0] & 0xFFFF), self.sample_rate);
        let start = end.checked_sub(counted).map(|start| at_rate(start, self.sample_rate));
        match start.and_then(|start| start.checked_sub(pre_skip)) == Some(first) {
            false if self.is_counted() => Err(misplaced()),
            _ => Ok(()),
        }
    }

    fn decode(&mut self, packet: &[u8], out: &mut Vec<f32>) -> Result<(), CodecError> {
        let Some(decoder) = &mut self.decoder else { return Err(misplaced()) };
        let channels = usize::from(self.channels);
        let start = out.len();
        let samples = at_rate(packet_samples(packet).map_err(damaged)? as u64, self.sample_rate);
        out.resize(start + samples as usize * channels, 0.0);
        decoder.decode(packet, &mut out[start..]).map_err(damaged)?;
        Ok(())
    }
}

/// The samples at 48 kHz of the packets that end on a page; `held` is the beginning of the first
/// one.
fn count_samples(page: &Page<'_>, held: &[u8]) -> Result<u64, CodecError> {
    let mut samples = 0;
    for (index, (part, _)) in page.parts().enumerate().filter(|(_, (_, ends))| *ends) {
        let joined = index == 0 && page.continued;
        // The first two bytes of a packet give its length.
        let count = if joined {
            let beginning: Vec<u8> = held.iter().chain(part).take(2).copied().collect();
            packet_samples(&beginning)
        } else {
            packet_samples(part)
        };
        samples += count.map_err(damaged)? as u64;
    }
    Ok(samples)
}

fn bad_header(error: OpusError) -> CodecError {
    CodecError::new("bad-header", error.0)
}

fn damaged(error: OpusError) -> CodecError {
    CodecError::new("damaged", error.0)
}

fn misplaced() -> CodecError {
    CodecError::new("out-of-order", "a page isn't where its position says")
}
