//! One of the streams that a file may chain.

use std::ops::Range;

use crate::input::ogg::{Packet, PacketReader};
use crate::input::{InputError, Source};
use crate::opus::{COUNTING_RATE, OpusDecoder, OpusError, OpusHead, packet_samples};

/// A stream whose first audio packet is next, and how much of it has been decoded.
pub struct Link {
    pub head: OpusHead,
    pub decoder: OpusDecoder,
    /// The position of the first sample.
    first: u64,
    /// Samples decoded so far, including skipped ones.
    decoded: u64,
}

impl Link {
    /// Reads what comes before the audio. `head` is the first packet, which `packets` has passed.
    pub fn open<S: Source>(packets: &mut PacketReader<S>, head: &[u8]) -> Result<Self, InputError> {
        let head = OpusHead::parse(head).map_err(bad_header)?;
        let decoder = OpusDecoder::new(&head, COUNTING_RATE).map_err(bad_header)?;
        match packets.next()? {
            Some(tags) if tags.bytes.starts_with(b"OpusTags") => (),
            Some(_) => {
                return Err(bad_header(OpusError("its second packet isn't an Opus comment")));
            }
            None => return Err(InputError::new("truncated-header", "it ends before its audio")),
        }
        if !packets.is_between_pages() {
            return Err(bad_header(OpusError("its audio begins on a header page")));
        }
        let audio = packets.pages.bookmark();
        let first = first_position(packets)?;
        packets.clear();
        packets.pages.go_back(audio);
        Ok(Link { head, decoder, first, decoded: 0 })
    }

    /// How many samples a stream that ends at `granule` gives.
    pub fn length(&self, granule: u64) -> Result<u64, InputError> {
        let all = granule.saturating_sub(self.first);
        all.checked_sub(self.head.pre_skip.into()).ok_or_else(|| {
            bad_header(OpusError("its header skips more samples than there are"))
                .found(format!("{} samples to skip", self.head.pre_skip))
                .wanted(format!("at most {all}"))
        })
    }

    /// Decodes a packet; returns which of its samples to keep.
    pub fn decode(
        &mut self,
        packet: &Packet<'_>,
        out: &mut [f32],
    ) -> Result<Range<usize>, InputError> {
        let bytes = if packet.cut { &[] } else { packet.bytes };
        let count =
            self.decoder.decode(bytes, out).map_err(|error| damaged(error, self.decoded))?;
        self.kept(packet, count)
    }

    /// Like `decode`, without decoding.
    pub fn count(&mut self, packet: &Packet<'_>) -> Result<Range<usize>, InputError> {
        let count = packet_samples(packet.bytes).map_err(|error| damaged(error, self.decoded))?;
        self.kept(packet, count)
    }

    /// Which of the next packet's samples to keep.
    fn kept(&mut self, packet: &Packet<'_>, count: usize) -> Result<Range<usize>, InputError> {
        let before = self.decoded;
        self.decoded += count as u64;
        let mut end = count;
        if packet.on_last_page {
            let granule = packet.granule.ok_or(OpusError("its last page has no position"));
            let granule = granule.map_err(|error| damaged(error, before))?;
            let all = granule.saturating_sub(self.first);
            self.length(self.first + all)?;
            end = all.saturating_sub(before).min(count as u64) as usize;
            if packet.last_of_page && all > self.decoded {
                let found = format!("{} samples", self.decoded);
                return Err(InputError::truncated(found, format!("{all} samples")));
            }
        }
        let skip = u64::from(self.head.pre_skip).saturating_sub(before).min(end as u64) as usize;
        Ok(skip..end)
    }
}

/// The position of the first sample: not 0 in a stream that was cut out of a longer one.
fn first_position<S: Source>(packets: &mut PacketReader<S>) -> Result<u64, InputError> {
    let mut samples = 0;
    while let Some(packet) = packets.next()? {
        samples += packet_samples(packet.bytes).map_err(|error| damaged(error, samples))? as u64;
        let (Some(granule), true) = (packet.granule, packet.last_of_page) else { continue };
        return match granule.checked_sub(samples) {
            Some(first) => Ok(first),
            // The only page of audio, and trimmed.
            None if packet.on_last_page => Ok(0),
            None => Err(bad_header(OpusError("its first page of audio begins before position 0"))),
        };
    }
    Ok(0)
}

fn bad_header(error: OpusError) -> InputError {
    InputError::new("bad-header", error.0)
}

fn damaged(error: OpusError, samples: u64) -> InputError {
    InputError::new("damaged", format!("its audio is damaged after sample {samples}: {}", error.0))
        .hint("copy or export the file again")
}
