//! MPEG audio, of which layer III is MP3: `sync` finds the first frame, `tag` and `tail` tell what
//! isn't audio, `frames` hands out the rest; `headroom` keeps it from being
//! clipped.

mod frames;
mod header;
mod headroom;
mod sync;
mod tag;
mod tail;

use symphonia::core::codecs::{CODEC_TYPE_MP1, CODEC_TYPE_MP2, CODEC_TYPE_MP3, CodecParameters};
use symphonia::default::codecs::MpaDecoder;

use self::frames::Frames;
use self::header::FrameHeader;
use self::tag::Tag;
use super::packets::{Lead, PacketDecoder};
use super::symphonia::Symphonia;
use super::window::Window;
use super::{Decoder, InputError, SampleFormat, Source, StreamInfo};

pub use sync::find_first;

/// Opens a stream whose first frame is at `start`.
pub fn open<S: Source>(source: S, start: u64) -> Result<impl Decoder, InputError> {
    let mut window = Window::new(source);
    let end = tail::audio_end(&mut window)?;
    let header = window.array(start)?.and_then(FrameHeader::parse);
    let header = header.ok_or_else(|| InputError::damaged("no frame where one was"))?;
    if start + header.bytes as u64 > end {
        return Err(truncated("its first frame", end.saturating_sub(start), header.bytes as u64));
    }
    let tag = Tag::parse(&header, window.at(start, header.bytes)?);
    let first = start + if tag.is_some() { header.bytes as u64 } else { 0 };
    let tag = tag.unwrap_or_default();
    let info = StreamInfo {
        sample_rate: header.sample_rate,
        channels: header.channels,
        format: SampleFormat::Float32,
        frames: length(&header, &tag, end.saturating_sub(start))?,
        container: "MPEG audio",
        codec: header.codec(),
        bits: 0,
        seekable: false,
    };
    let mut parameters = CodecParameters::new();
    parameters.for_codec(match header.layer {
        1 => CODEC_TYPE_MP1,
        2 => CODEC_TYPE_MP2,
        _ => CODEC_TYPE_MP3,
    });
    let codec = Symphonia::<MpaDecoder>::new(&parameters, header.channels)?
        .louder_by(if header.layer == 3 { headroom::HEADROOM } else { 1.0 });
    let frames = Frames::new(window, header, first, end);
    Ok(PacketDecoder::new(frames, codec, info, Lead(tag.lead())))
}

/// How many samples there are, if the tag is from an encoder that says it exactly, and is about this
/// file: those of files that were joined together aren't.
fn length(header: &FrameHeader, tag: &Tag, there: u64) -> Result<Option<u64>, InputError> {
    let Tag { frames: Some(frames), bytes, padding: Some(_) } = *tag else { return Ok(None) };
    let bytes = bytes.map(u64::from);
    match bytes {
        Some(bytes) if bytes > there => Err(truncated("its audio", there, bytes)),
        Some(bytes) if bytes + 2 * MAX_FRAME_BYTES < there => Ok(None),
        _ => Ok(Some(tag.length(u64::from(frames) * u64::from(header.samples)))),
    }
}

fn truncated(what: &str, found: u64, wanted: u64) -> InputError {
    InputError::new("truncated", format!("{what} is cut off"))
        .found(format!("{found} bytes"))
        .wanted(format!("{wanted} bytes"))
        .hint("copy or export the file again")
}

/// The longest frame there is.
const MAX_FRAME_BYTES: u64 = 2881;
