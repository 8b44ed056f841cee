//! One of the streams that a file may chain: its headers, and which of its samples count.

use super::decoder::VorbisDecoder;
use crate::input::ogg::{OggReader, PacketReader};
use crate::input::output::Output;
use crate::input::packets::Codec;
use crate::input::{InputError, Source};

/// Whether a packet is the first of a stream.
pub fn is_vorbis(packet: &[u8]) -> bool {
    packet.starts_with(b"\x01vorbis")
}

/// What a stream's positions say about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// Samples before the audio.
    pub lead: u64,
    /// Samples of audio; `None` where the positions can't be meant seriously.
    pub frames: Option<u64>,
    /// Whether the file ends before the stream does.
    pub cut_off: bool,
}

/// Reads the headers; `ident` is the first packet, which `packets` has passed. Leaves `packets` at
/// the first packet of audio.
pub fn open<S: Source>(
    packets: &mut PacketReader<S>,
    ident: &[u8],
) -> Result<VorbisDecoder, InputError> {
    header(packets, b"\x03vorbis")?;
    let setup = header(packets, b"\x05vorbis")?;
    if !packets.is_between_pages() {
        return Err(InputError::damaged("audio on a header page"));
    }
    VorbisDecoder::new(ident, &setup)
}

fn header<S: Source>(packets: &mut PacketReader<S>, begins: &[u8]) -> Result<Vec<u8>, InputError> {
    match packets.next()? {
        Some(packet) if packet.bytes.starts_with(begins) => Ok(packet.bytes.to_vec()),
        Some(_) => Err(InputError::damaged("its headers are not Vorbis")),
        None => Err(InputError::new("truncated-header", "it ends before its audio")),
    }
}

/// Reads a stream to its end: decodes its first page, and looks at the positions of all others.
pub fn measure<S: Source>(
    packets: &mut PacketReader<S>,
    decoder: &mut VorbisDecoder,
    accept_truncated: bool,
) -> Result<Span, InputError> {
    let first = match first_page(packets, decoder) {
        Err(error) if is_end(&error) && accept_truncated => {
            return Ok(Span { lead: 0, frames: Some(0), cut_off: true });
        }
        first => first?,
    };
    let mut last = first.granule;
    let mut count = first.packets;
    let cut_off = loop {
        match packets.pages.next_page(|_, ends| count += u64::from(ends)) {
            Ok(Some(page)) => last = page.granule.map_or(last, |granule| granule as i64),
            Ok(None) => break false,
            Err(error) if is_end(&error) && accept_truncated => break true,
            Err(error) => return Err(error),
        }
    };
    packets.clear();
    decoder.restart();
    let span = first.span(last);
    if span.frames == Some(0) && first.samples > 0 && last <= 0 {
        // Positions that were never filled in.
        return Ok(Span { lead: 0, frames: None, cut_off });
    }
    // A packet holds at most the longest block.
    let most = count.saturating_mul(decoder.most_samples());
    let frames = span.frames.filter(|&frames| frames.saturating_add(span.lead) <= most);
    Ok(Span { frames, cut_off, ..span })
}

fn is_end(error: &InputError) -> bool {
    error.code == "truncated"
}

/// What the first page with audio holds, and where it says it ends.
#[derive(Default)]
struct First {
    packets: u64,
    samples: i64,
    granule: i64,
    is_last: bool,
}

impl First {
    /// Where the audio is in a stream that says it ends at `last`.
    fn span(&self, last: i64) -> Span {
        let before = i128::from(self.samples) - i128::from(self.granule);
        let (lead, frames) = match before {
            // The only page: its end may have been trimmed, but it can't hold more than it does.
            _ if self.is_last => (0, last.min(self.samples).into()),
            // The first page of a stream may begin before the audio.
            before if before > 0 => (before, last.into()),
            // Or after it: the stream was cut out of a longer one.
            before => (0, i128::from(last) + before),
        };
        let [lead, frames] = [lead, frames].map(|count| count.clamp(0, i64::MAX.into()) as u64);
        Span { lead, frames: Some(frames), cut_off: false }
    }
}

fn first_page<S: Source>(
    packets: &mut PacketReader<S>,
    decoder: &mut VorbisDecoder,
) -> Result<First, InputError> {
    let mut output = Output::default();
    let mut first = First::default();
    let frame_bytes = 4 * decoder.channels() as usize;
    while let Some(packet) = packets.next()? {
        output.clear();
        decoder.decode(packet.bytes, &mut output)?;
        first.samples += (output.len() / frame_bytes) as i64;
        first.packets += 1;
        if let (Some(granule), true) = (packet.granule, packet.last_of_page) {
            first.is_last = packet.on_last_page;
            first.samples -= decoder.early_samples(packet.bytes) as i64;
            first.granule = granule as i64;
            return Ok(first);
        }
    }
    Ok(First { is_last: true, ..First::default() })
}

/// The first Vorbis stream in the file.
pub fn first<S: Source>(source: S) -> Result<(PacketReader<S>, Vec<u8>), InputError> {
    let (pages, ident) = OggReader::open(source, 0, is_vorbis)?;
    Ok((PacketReader::new(pages), ident))
}
