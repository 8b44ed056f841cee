//! A file of one stream, or of several chained ones.

use super::decoder::VorbisDecoder;
use super::link::{self, Span, is_vorbis};
use crate::input::ogg::{Bookmark, PacketReader};
use crate::input::output::Output;
use crate::input::packets::Codec;
use crate::input::{Decoder, InputError, Options, SampleFormat, Source, StreamInfo, Truncation};

/// Packets are decoded until a piece is at least this large.
const PIECE_BYTES: usize = 96 * 1024;

/// A file being read.
pub struct OggVorbisFile<S: Source> {
    packets: PacketReader<S>,
    decoder: VorbisDecoder,
    info: StreamInfo,
    options: Options,
    truncation: Option<Truncation>,
    /// The spans of the remaining streams, as far as they could be measured.
    spans: std::vec::IntoIter<Span>,
    span: Span,
    /// Samples of the stream decoded so far, including skipped ones.
    decoded: u64,
    /// Frames of the file returned so far.
    position: u64,
    packet: Vec<u8>,
    out: Output,
    ended: bool,
    failure: Option<InputError>,
}

impl<S: Source> OggVorbisFile<S> {
    /// Opens a file, and reads it to its end: only that shows how long it is.
    pub fn open(source: S, options: Options) -> Result<Self, InputError> {
        let (mut packets, ident) = link::first(source)?;
        let mut decoder = link::open(&mut packets, &ident)?;
        let audio = packets.pages.bookmark();
        let mut spans = Vec::new();
        let measured = measure(&mut packets, &mut decoder, (options, &mut spans));
        let complete = match measured {
            Ok(()) => true,
            // Damage is reported where it is reached.
            Err(error) if matches!(error.code, "damaged" | "checksum" | "out-of-order") => false,
            Err(error) => return Err(error),
        };
        go_back(&mut packets, audio);
        decoder.restart();
        let cut_off = spans.last().is_some_and(|span| span.cut_off);
        let frames = spans.iter().map(|span| span.frames).sum::<Option<u64>>();
        let info = StreamInfo {
            sample_rate: decoder.sample_rate(),
            channels: decoder.channels(),
            format: SampleFormat::Float32,
            frames: frames.filter(|_| complete),
            container: "Ogg",
            codec: "Vorbis",
            bits: 0,
            seekable: false,
        };
        let mut spans = spans.into_iter();
        let span = spans.next().unwrap_or_default();
        Ok(OggVorbisFile {
            packets,
            decoder,
            info,
            options,
            truncation: cut_off.then_some(Truncation { missing: None }),
            spans,
            span,
            decoded: 0,
            position: 0,
            packet: Vec::new(),
            out: Output::default(),
            ended: false,
            failure: None,
        })
    }

    /// Decodes a packet, or starts the next stream; returns whether there was either.
    fn decode(&mut self) -> Result<bool, InputError> {
        let next = match self.packets.next() {
            Err(error) if error.code == "truncated" && self.options.accept_truncated => {
                self.truncation = Some(Truncation { missing: None });
                return Ok(false);
            }
            next => next?,
        };
        let Some(next) = next else {
            self.check_length()?;
            return self.next_link();
        };
        if next.cut {
            return Err(InputError::damaged("a packet is too long"));
        }
        self.packet.clear();
        self.packet.extend_from_slice(next.bytes);
        let start = self.out.len();
        if let Err(error) = self.decoder.decode(&self.packet, &mut self.out) {
            self.out.truncate(start);
            return Err(error);
        }
        let frame_bytes = 4 * self.info.channels as usize;
        let count = ((self.out.len() - start) / frame_bytes) as u64;
        let end = self.span.frames.map_or(u64::MAX, |frames| frames + self.span.lead);
        let kept_end = end.saturating_sub(self.decoded).min(count);
        let kept_start = self.span.lead.saturating_sub(self.decoded).min(kept_end);
        self.out.truncate(start + kept_end as usize * frame_bytes);
        self.out.remove(start, kept_start as usize * frame_bytes);
        self.decoded += count;
        self.position += kept_end - kept_start;
        Ok(true)
    }

    /// Fails if a stream has less audio than its positions say.
    fn check_length(&self) -> Result<(), InputError> {
        let Span { lead, frames: Some(frames), .. } = self.span else { return Ok(()) };
        let found = self.decoded.saturating_sub(lead);
        if found >= frames {
            return Ok(());
        }
        Err(InputError::truncated(format!("{found} frames"), format!("{frames} frames")))
    }

    fn next_link(&mut self) -> Result<bool, InputError> {
        let Some(ident) = self.packets.pages.next_stream(is_vorbis)? else { return Ok(false) };
        self.packets.clear();
        self.decoder = open_next(&mut self.packets, &ident, &self.decoder)?;
        self.span = self.spans.next().unwrap_or_default();
        self.decoded = 0;
        Ok(true)
    }
}

/// Measures the stream that is being read, and those after it.
fn measure<S: Source>(
    packets: &mut PacketReader<S>,
    decoder: &mut VorbisDecoder,
    (options, spans): (Options, &mut Vec<Span>),
) -> Result<(), InputError> {
    let mut span = measure_link(packets, decoder, options)?;
    spans.push(span);
    while !span.cut_off
        && let Some(ident) = packets.pages.next_stream(is_vorbis)?
    {
        if spans.len() >= MAX_LINKS {
            return Err(InputError::new(
                "too-long",
                "it is a chain of more streams than can be read",
            )
            .found(format!("more than {MAX_LINKS}"))
            .hint("split it, or convert it to WAV or FLAC first"));
        }
        packets.clear();
        let mut next = open_next(packets, &ident, decoder)?;
        span = measure_link(packets, &mut next, options)?;
        spans.push(span);
    }
    Ok(())
}

fn measure_link<S: Source>(
    packets: &mut PacketReader<S>,
    decoder: &mut VorbisDecoder,
    options: Options,
) -> Result<Span, InputError> {
    // The first page is read packet by packet, from its beginning and no further.
    packets.clear();
    link::measure(packets, decoder, options.accept_truncated)
}

fn go_back<S: Source>(packets: &mut PacketReader<S>, to: Bookmark) {
    packets.clear();
    packets.pages.go_back(to);
}

/// Opens a stream that follows another; fails if it is of another kind.
fn open_next<S: Source>(
    packets: &mut PacketReader<S>,
    ident: &[u8],
    before: &VorbisDecoder,
) -> Result<VorbisDecoder, InputError> {
    let next = link::open(packets, ident)?;
    let kind = |decoder: &VorbisDecoder| (decoder.channels(), decoder.sample_rate());
    if kind(&next) == kind(before) {
        return Ok(next);
    }
    let describe = |decoder: &VorbisDecoder| {
        format!("{} channels at {} Hz", decoder.channels(), decoder.sample_rate())
    };
    Err(InputError::new("format-change", "its format changes from one stream to the next")
        .found(describe(&next))
        .wanted(format!("{}, as before", describe(before)))
        .hint("split it where they meet"))
}

/// More than radio stations put in a file; each takes a few bytes while the file is open.
const MAX_LINKS: usize = 1 << 16;

impl<S: Source> Decoder for OggVorbisFile<S> {
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
