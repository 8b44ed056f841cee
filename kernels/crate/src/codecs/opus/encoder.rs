//! Encodes samples to a stream, piece by piece.

use super::libopus::{OpusParameters, PacketEncoder};
use super::page_writer::PageWriter;
use super::setup::{COUNTED, UNCOUNTED, setup_of};
use super::units::{PagePlace, Units};
use crate::codecs::{CodecError, Pieces, Producer};
use crate::opus::{COUNTING_RATE, SPEAKERS};

/// Pages hold at most half a second.
const PAGES_IN_A_SECOND: u32 = 2;

const TAGS: &[u8] = b"OpusTags\x0A\0\0\0audiofield\0\0\0\0";

/// Makes one stream after another. It holds memory for a page, and for what a call completes.
pub struct OpusStreamEncoder {
    parameters: OpusParameters,
    packets: PacketEncoder,
    pages: PageWriter,
    units: Units,
    pieces: Pieces,
    /// Samples of the next packet, and how many there are per channel.
    frame: Vec<f32>,
    filled: usize,
    /// Whether a link has begun and not ended.
    is_open: bool,
    /// Links that have begun.
    links: u32,
    /// In this link: samples that went in, packets that came out, packets on the page.
    taken: u64,
    coded: u64,
    on_page: u32,
    /// Samples on the pages so far, of this link and of all links.
    given: u64,
    samples: u64,
    setup: [u32; 4],
}

impl OpusStreamEncoder {
    /// Creates an encoder for these parameters, or says why it can't.
    pub fn new(parameters: OpusParameters) -> Result<Self, CodecError> {
        let channels = usize::from(parameters.channels);
        Ok(OpusStreamEncoder {
            packets: PacketEncoder::new(parameters)?,
            pages: PageWriter::default(),
            units: Units::default(),
            pieces: Pieces::default(),
            frame: vec![0.0; parameters.packet_samples as usize * channels],
            filled: 0,
            is_open: false,
            links: 0,
            taken: 0,
            coded: 0,
            on_page: 0,
            given: 0,
            samples: 0,
            setup: [0; 4],
            parameters,
        })
    }

    /// Writes a link's head: identification and comment, a page each.
    fn begin_link(&mut self) -> Result<(), CodecError> {
        self.packets.begin()?;
        self.links += 1;
        self.pages.begin(self.links);
        self.is_open = true;
        (self.taken, self.coded, self.given, self.on_page, self.filled) = (0, 0, 0, 0, 0);
        let head = self.head();
        let numbering = if self.links == 1 { COUNTED } else { UNCOUNTED };
        self.setup = setup_of(&head, numbering);
        for (place, packet) in [(PagePlace::Head, &head[..]), (PagePlace::Rest, TAGS)] {
            self.pages.add(packet);
            let bytes = self.pages.write(0, false, &mut self.pieces.bytes);
            self.units.add(place, bytes, 0, &mut self.pieces);
        }
        Ok(())
    }

    fn head(&self) -> Vec<u8> {
        let OpusParameters { sample_rate, channels, .. } = self.parameters;
        let family = self.packets.family();
        let mut head = b"OpusHead\x01".to_vec();
        head.push(channels);
        head.extend((self.counted(self.packets.lookahead().into()) as u16).to_le_bytes());
        head.extend(sample_rate.to_le_bytes());
        head.extend([0, 0, family]);
        if family != 0 {
            let (streams, coupled, mapping) = self.packets.layout();
            head.extend([streams, coupled]);
            head.extend(&mapping[..channels.into()]);
        }
        head
    }

    /// A position as the stream counts it.
    fn counted(&self, samples: u64) -> u64 {
        samples * u64::from(COUNTING_RATE / self.parameters.sample_rate)
    }

    /// Adds the next frame of samples, which come in WAV order.
    fn fill(&mut self, frame: &[f32]) {
        let channels = frame.len();
        let start = self.filled * channels;
        let places = if channels > 2 { SPEAKERS[channels - 1] } else { SPEAKERS[1] };
        for (&sample, &place) in frame.iter().zip(places) {
            self.frame[start + usize::from(place)] = sample;
        }
        self.filled += 1;
    }

    /// Codes a packet, padding what there is of it with silence.
    fn code(&mut self) -> Result<(), CodecError> {
        let channels = usize::from(self.parameters.channels);
        self.frame[self.filled * channels..].fill(0.0);
        self.filled = 0;
        let on_page =
            self.parameters.sample_rate / (PAGES_IN_A_SECOND * self.parameters.packet_samples);
        // A page is written once another packet follows, because the last page is marked.
        let packet = self.packets.encode(&self.frame)?;
        if self.on_page >= on_page.max(1) || !self.pages.has_room(packet) {
            let granule = self.coded * u64::from(self.parameters.packet_samples);
            // The packet is in the encoder's memory, which writing a page doesn't touch.
            let packet = packet.to_vec();
            self.write_page(granule, false);
            self.pages.add(&packet);
        } else {
            self.pages.add(packet);
        }
        self.on_page += 1;
        self.coded += 1;
        Ok(())
    }

    /// Writes the page, which ends at a position in the link's samples, including lookahead.
    fn write_page(&mut self, end: u64, is_last: bool) {
        let given = end.saturating_sub(self.packets.lookahead().into());
        let samples = given - self.given;
        let granule = self.counted(end);
        let bytes = self.pages.write(granule, is_last, &mut self.pieces.bytes);
        let place = if is_last { PagePlace::Last } else { PagePlace::Audio };
        self.units.add(place, bytes, samples as u32, &mut self.pieces);
        self.given = given;
        self.samples += samples;
        self.on_page = 0;
    }

    /// Codes whatever the encoder still holds of the link's samples.
    fn end_link(&mut self) -> Result<(), CodecError> {
        let end = self.taken + u64::from(self.packets.lookahead());
        let packets = end.div_ceil(self.parameters.packet_samples.into());
        while self.coded < packets.max(1) {
            self.code()?;
        }
        self.write_page(end, true);
        self.is_open = false;
        Ok(())
    }
}

impl Producer for OpusStreamEncoder {
    fn begin(&mut self) {
        self.pieces.clear();
        self.units = Units::default();
        (self.is_open, self.links, self.samples) = (false, 0, 0);
    }

    fn push(&mut self, input: &[u8]) -> Result<(), CodecError> {
        self.pieces.clear();
        // SAFETY: every pattern is a float; the input has a larger alignment.
        let samples = unsafe { input.align_to::<f32>().1 };
        for frame in samples.chunks_exact(self.parameters.channels.into()) {
            if self.is_open && self.taken == self.parameters.reset_samples && self.taken > 0 {
                self.end_link()?;
            }
            if !self.is_open {
                self.begin_link()?;
            }
            self.fill(frame);
            self.taken += 1;
            if self.filled == self.parameters.packet_samples as usize {
                self.code()?;
            }
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<(), CodecError> {
        self.pieces.clear();
        if self.links == 0 {
            self.begin_link()?;
        }
        if self.is_open {
            self.end_link()?;
        }
        self.units.finish(self.samples == 0, &mut self.pieces);
        self.pieces.setup = self.setup;
        Ok(())
    }

    fn pieces(&self) -> &Pieces {
        &self.pieces
    }
}
