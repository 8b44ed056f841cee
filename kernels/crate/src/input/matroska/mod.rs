//! Matroska and WebM (RFC 9559): `ebml` reads elements, `track` what a track is, `blocks` where its
//! packets are, `index` how long it is without reading all of it, `codec` how they are decoded, `stream` which of their frames count.

mod blocks;
mod codec;
mod ebml;
mod flac;
mod ids;
mod index;
mod stream;
#[cfg(test)]
mod tests;
mod track;

use self::blocks::Blocks;
use self::codec::TrackCodec;
use self::ebml::{Element, no_element};
use self::index::Index;
use self::stream::MatroskaStream;
use super::window::Window;
use super::{Decoder, InputError, Options, Source, aac};

/// More than any file has between its beginning and its first cluster.
const MAX_ELEMENTS: usize = 10_000;

/// Opens a file that begins as Matroska does; its first audio track is used unless another is asked
/// for.
pub fn open<'a, S: Source + 'a>(
    source: S,
    options: Options,
) -> Result<Box<dyn Decoder + 'a>, InputError> {
    let mut window = Window::new(source);
    let head = Head::read(&mut window, options)?;
    let tracks =
        head.tracks.ok_or_else(|| InputError::new("no-audio", "it has no list of tracks"))?;
    let track = track::find(&mut window, &tracks, options.track())?;
    let mut blocks = Blocks::new(window, track.number, (head.audio, head.end));
    if track.codec == "A_FLAC" {
        return flac::open(blocks, track, head.container, options);
    }
    let first = first_packet(&mut blocks, &track.prefix)?;
    let codec = TrackCodec::new(&track, &first)?;
    if let Some(config) = &codec.aac {
        aac::refuse_implicit(config, &mut (&mut blocks, &track.prefix[..]))?;
        blocks.restart();
    }
    let lead = match codec.lead {
        // ffmpeg 5 and earlier wrote a wrong delay for Opus of rates other than 48 kHz; the codec's
        // own header is right.
        0 => frames_in(track.delay.unwrap_or(0), codec.sample_rate),
        lead => lead,
    };
    let mut stream =
        MatroskaStream::new(blocks, codec, (head.container, lead), (track.prefix, options));
    let known = options.by_index && stream.measure_by(&head.index)?;
    if !known {
        stream.measure()?;
    }
    Ok(Box::new(stream))
}

/// The frames that some nanoseconds last, rounded.
fn frames_in(nanoseconds: u64, sample_rate: u32) -> u64 {
    let frames = u128::from(nanoseconds) * u128::from(sample_rate) + 500_000_000;
    (frames / 1_000_000_000).min(u64::MAX.into()) as u64
}

/// The first packet, for codecs that have no other header. Damage is reported where it is reached.
fn first_packet<S: Source>(blocks: &mut Blocks<S>, prefix: &[u8]) -> Result<Vec<u8>, InputError> {
    let mut first = prefix.to_vec();
    match blocks.next() {
        Ok(Some(packet)) => {
            let length = packet.length.min(MAX_FIRST_BYTES) as usize;
            first.extend_from_slice(blocks.window.at(packet.start, length)?);
        }
        Ok(None) => (),
        Err(error) if matches!(error.code, "damaged" | "truncated") => (),
        Err(error) => return Err(error),
    }
    blocks.restart();
    Ok(first)
}

/// Enough for a header of MPEG audio.
const MAX_FIRST_BYTES: u32 = 8;

/// What comes before the audio.
struct Head {
    container: &'static str,
    tracks: Option<Element>,
    /// The first cluster, and where the segment ends.
    audio: u64,
    end: u64,
    index: Index,
}

impl Head {
    fn read<S: Source>(window: &mut Window<S>, options: Options) -> Result<Self, InputError> {
        let size = window.size();
        let short = || InputError::truncated_header("list of tracks", size);
        let Some(ebml) = Element::read(window, 0)? else { return Err(short()) };
        let container = container(window, &ebml)?;
        let mut at = ebml.known_end()?;
        let segment = loop {
            let Some(element) = Element::read(window, at)? else { return Err(short()) };
            if element.id == ids::SEGMENT {
                break element;
            }
            if !ids::in_segment(element.id) {
                return Err(no_element(element.at));
            }
            at = element.known_end()?;
        };
        let end = segment.end.unwrap_or(size);
        if end > size && !options.accept_truncated {
            return Err(InputError::truncated(format!("{size} bytes"), format!("{end} bytes")));
        }
        let end = end.min(size);
        let index = Index { base: segment.start, unit: 1_000_000, cues: None };
        let mut head = Head { container, tracks: None, audio: end, end, index };
        at = segment.start;
        for _ in 0..MAX_ELEMENTS {
            let Some(element) = Element::read(window, at)? else {
                return if head.tracks.is_some() { Ok(head) } else { Err(short()) };
            };
            match element.id {
                ids::CLUSTER => {
                    head.audio = element.at;
                    return Ok(head);
                }
                ids::TRACKS if head.tracks.is_none() => head.tracks = Some(element),
                id if ids::in_segment(id) => head.index.note(window, &element)?,
                _ => return Err(no_element(element.at)),
            }
            at = element.known_end()?;
            if at > end {
                return Err(short());
            }
            if at == end {
                return Ok(head);
            }
        }
        Err(InputError::new(
            "bad-header",
            "it has more elements before its audio than any writer makes",
        )
        .wanted(format!("at most {MAX_ELEMENTS}")))
    }
}

/// The name of the kind that the first element says the file is.
fn container<S: Source>(
    window: &mut Window<S>,
    ebml: &Element,
) -> Result<&'static str, InputError> {
    let end = ebml.known_end()?;
    if end > MAX_EBML_BYTES {
        return Err(InputError::new("bad-header", "its first element is absurdly long"));
    }
    let mut at = ebml.start;
    while let Some(element) = Element::read_within(window, at, end)? {
        at = element.known_end()?;
        if element.id == ids::DOC_TYPE {
            return match element.text(window)?.as_str() {
                "webm" => Ok("WebM"),
                "matroska" => Ok("Matroska"),
                other => {
                    let other: String = other.chars().take(40).collect();
                    Err(InputError::new("unsupported-format", "it is EBML of another kind")
                        .found(format!("{other:?}"))
                        .wanted("matroska or webm"))
                }
            };
        }
    }
    Ok("Matroska")
}

const MAX_EBML_BYTES: u64 = 4096;
