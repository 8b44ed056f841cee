//! A track's packets, in the order of the file: clusters hold blocks, and a block holds a packet, or
//! several with their lengths before them (laces).

use super::ebml::{Element, cut_off, no_element, number};
use super::ids;
use crate::input::packets::Packets;
use crate::input::window::Window;
use crate::input::{InputError, Source};

/// More than a second of 16 channels of floats at 192 kHz.
const MAX_BLOCK_BYTES: u64 = 1 << 24;

/// Where a packet is, and what isn't meant to be heard of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Packet {
    pub start: u64,
    pub length: u32,
    /// Nanoseconds to drop at its end; at its beginning if negative.
    pub discard: i64,
    /// When its block begins, in the file's units.
    pub time: i64,
}

/// The packets of one track.
pub struct Blocks<S: Source> {
    pub window: Window<S>,
    track: u64,
    /// The first cluster, and where the segment ends.
    first: u64,
    end: u64,
    /// The next element, and where the cluster that holds it ends; `None` between clusters.
    at: u64,
    cluster: Option<u64>,
    /// When the cluster begins.
    time: i64,
    /// The packets of a block that has several, last one first.
    lace: Vec<Packet>,
}

impl<S: Source> Blocks<S> {
    /// The packets from the cluster at `first` to the segment's end.
    pub fn new(window: Window<S>, track: u64, (first, end): (u64, u64)) -> Self {
        Blocks { window, track, first, end, at: first, cluster: None, time: 0, lace: Vec::new() }
    }

    /// Starts over.
    pub fn restart(&mut self) {
        self.go_to(self.first);
    }

    /// Continues with the cluster at a place.
    pub fn go_to(&mut self, cluster: u64) {
        (self.at, self.cluster) = (cluster, None);
        self.lace.clear();
    }

    /// The next packet; `None` at the end.
    pub fn next(&mut self) -> Result<Option<Packet>, InputError> {
        loop {
            if let Some(packet) = self.lace.pop() {
                return Ok(Some(packet));
            }
            if let Some(end) = self.cluster
                && self.at >= end
            {
                self.cluster = None;
            }
            let end = self.cluster.unwrap_or(self.end);
            let Some(element) = self.element(end)? else { return Ok(None) };
            let open = element.end.is_none();
            match element.id {
                ids::CLUSTER => {
                    self.cluster = Some(element.end.unwrap_or(self.end));
                    self.at = element.start;
                    continue;
                }
                ids::EBML | ids::SEGMENT if self.end == self.window.size() => {
                    return Err(InputError::new(
                        "unsupported-format",
                        "it is several recordings, one after another",
                    )
                    .found(format!("another one at byte {}", element.at))
                    .hint("split it where they meet, or join them with `ffmpeg -f concat`"));
                }
                id if open || !(ids::in_segment(id) || ids::in_cluster(id)) => {
                    return Err(no_element(element.at));
                }
                ids::TIMESTAMP => {
                    self.time = i64::try_from(element.unsigned(&mut self.window)?)
                        .map_err(|_| InputError::damaged("a cluster of an absurd time"))?;
                }
                ids::SIMPLE_BLOCK => self.block(&element, 0)?,
                ids::BLOCK_GROUP => self.group(&element)?,
                ids::ENCRYPTED_BLOCK => return Err(InputError::unsupported_codec("encrypted")),
                // An element of the segment ends a cluster of unknown length.
                id if ids::in_segment(id) && !ids::in_cluster(id) => self.cluster = None,
                _ => (),
            }
            self.at = element.known_end()?;
        }
    }

    fn element(&mut self, end: u64) -> Result<Option<Element>, InputError> {
        // What a file has of a cluster that is cut off can be read; its end is missed later.
        let size = self.window.size();
        if self.cluster.is_none()
            && self.end == size
            && let Some(element) = Element::read(&mut self.window, self.at)?
            && element.id == ids::CLUSTER
        {
            return Ok(Some(element));
        }
        Element::read_within(&mut self.window, self.at, end)
    }

    /// A block with its details around it.
    fn group(&mut self, group: &Element) -> Result<(), InputError> {
        let end = group.known_end()?;
        let mut at = group.start;
        let (mut block, mut discard) = (None, 0);
        while let Some(element) = Element::read_within(&mut self.window, at, end)? {
            at = element.known_end()?;
            match element.id {
                ids::BLOCK => block = Some(element),
                ids::DISCARD_PADDING => discard = element.signed(&mut self.window)?,
                _ => (),
            }
        }
        let block = block.ok_or_else(|| InputError::damaged("a group has no block"))?;
        self.block(&block, discard)
    }

    /// Lists a block's packets, if it is one of the track's.
    fn block(&mut self, block: &Element, discard: i64) -> Result<(), InputError> {
        let length = block.length()?;
        let head = self.window.at(block.start, length.min(12) as usize)?;
        let Some((track, track_bytes)) = number(head) else { return Err(no_element(block.at)) };
        // A time of two bytes comes before the flags.
        let Some(&[high, low, flags]) =
            head.get(track_bytes..track_bytes + 3).and_then(|head| head.first_chunk())
        else {
            return Err(no_element(block.at));
        };
        if track != self.track {
            return Ok(());
        }
        if length > MAX_BLOCK_BYTES {
            return Err(InputError::damaged("a block is longer than any audio"));
        }
        let end = block.known_end()?;
        if end > self.window.size() {
            return Err(cut_off(self.window.size()));
        }
        let start = block.start + track_bytes as u64 + 3;
        self.list(start, (end - start) as usize, flags >> 1 & 3)?;
        let time = self.time.saturating_add(i16::from_be_bytes([high, low]).into());
        self.lace.iter_mut().for_each(|packet| packet.time = time);
        // What is discarded at the end belongs to the last packet, which comes first in the list.
        let last = if discard < 0 { self.lace.last_mut() } else { self.lace.first_mut() };
        if let Some(packet) = last {
            packet.discard = discard;
        }
        Ok(())
    }

    fn list(&mut self, start: u64, length: usize, lacing: u8) -> Result<(), InputError> {
        let packet =
            |start, length: usize| Packet { start, length: length as u32, ..Packet::default() };
        if lacing == 0 {
            self.lace.push(packet(start, length));
            return Ok(());
        }
        let bad = || InputError::damaged("the packets of a block don't fit it");
        let bytes = self.window.at(start, length.min(MAX_LACE_BYTES))?;
        let (&more, mut rest) = bytes.split_first().ok_or_else(bad)?;
        let before = rest.len();
        let mut lengths = Vec::with_capacity(usize::from(more) + 1);
        match lacing {
            1 => {
                for _ in 0..more {
                    let mut sum = 0;
                    loop {
                        let (&byte, after) = rest.split_first().ok_or_else(bad)?;
                        rest = after;
                        sum += usize::from(byte);
                        if byte < 255 {
                            break;
                        }
                    }
                    lengths.push(sum);
                }
            }
            3 => {
                let mut last = 0_i64;
                for index in 0..more {
                    let (value, used) = number(rest).ok_or_else(bad)?;
                    rest = &rest[used..];
                    // After the first, differences, centred on zero.
                    let centre = if index == 0 { 0 } else { (1_i64 << (7 * used - 1)) - 1 };
                    last = last.saturating_add(value as i64 - centre);
                    lengths.push(usize::try_from(last).map_err(|_| bad())?);
                }
            }
            _ => {
                let each = (length - 1) / (usize::from(more) + 1);
                if each * (usize::from(more) + 1) != length - 1 {
                    return Err(bad());
                }
                lengths.resize(more.into(), each);
            }
        }
        let mut at = 1 + before - rest.len();
        for packet_length in lengths {
            let end = at.checked_add(packet_length).filter(|&end| end <= length).ok_or_else(bad)?;
            self.lace.push(packet(start + at as u64, packet_length));
            at = end;
        }
        self.lace.push(packet(start + at as u64, length - at));
        self.lace.reverse();
        Ok(())
    }
}

/// Packets with the bytes that they all begin with.
impl<S: Source> Packets for (&mut Blocks<S>, &[u8]) {
    fn next(&mut self, packet: &mut Vec<u8>) -> Result<bool, InputError> {
        let (blocks, prefix) = self;
        let Some(found) = blocks.next()? else { return Ok(false) };
        packet.clear();
        packet.extend_from_slice(prefix);
        packet.extend_from_slice(blocks.window.at(found.start, found.length as usize)?);
        Ok(true)
    }
}

/// Lengths of at most 255 packets, each in few bytes.
const MAX_LACE_BYTES: usize = 1 << 16;
