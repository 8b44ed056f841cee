//! MPEG audio (layer III is MP3): `sync` finds the first frame, `tag` and `tail` tell what isn't
//! audio, `frames` returns the rest; `headroom` keeps it from being clipped.

mod frames;
mod header;
mod headroom;
mod packet;
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
use super::{Decoder, InputError, Options, SampleFormat, Source, StreamInfo, Truncation};

pub use packet::FrameCodec;
pub use sync::find_first;

/// Opens a stream of frames.
pub fn open<S: Source>(source: S, options: Options) -> Result<impl Decoder, InputError> {
    let mut window = Window::new(source);
    let end = tail::audio_end(&mut window)?;
    let header = window.array(0)?.and_then(FrameHeader::parse);
    let header = header.ok_or_else(|| InputError::damaged("a frame has disappeared"))?;
    if header.bytes as u64 > end {
        return Err(truncated(end, header.bytes as u64));
    }
    let tag = Tag::parse(&header, window.at(0, header.bytes)?);
    let first = if tag.is_some() { header.bytes as u64 } else { 0 };
    let tag = tag.unwrap_or_default();
    let (frames, truncation) = match length(&header, &tag, end) {
        Length::Unknown => (None, None),
        Length::Known(frames) => (Some(frames), None),
        Length::CutOff { .. } if options.accept_truncated => {
            (None, Some(Truncation { missing: None }))
        }
        Length::CutOff { wanted } => return Err(truncated(end, wanted)),
    };
    let info = StreamInfo {
        sample_rate: header.sample_rate,
        channels: header.channels,
        format: SampleFormat::Float32,
        frames,
        container: "MPEG audio",
        codec: header.codec(),
        bits: 0,
        seekable: false,
    };
    let codec = decoder(&header)?;
    let frames = Frames::new(window, header, (first, end)).expecting(tag.frames.unwrap_or(0));
    let decoder = PacketDecoder::new(frames, codec, info, Lead(tag.lead()));
    Ok(decoder.with_options(options).lacking(truncation))
}

/// The decoder for frames like this one.
fn decoder(header: &FrameHeader) -> Result<Symphonia<MpaDecoder>, InputError> {
    let mut parameters = CodecParameters::new();
    parameters.for_codec(match header.layer {
        1 => CODEC_TYPE_MP1,
        2 => CODEC_TYPE_MP2,
        _ => CODEC_TYPE_MP3,
    });
    let gain = if header.layer == 3 { headroom::HEADROOM } else { 1.0 };
    Ok(Symphonia::<MpaDecoder>::new(&parameters, header.channels)?.louder_by(gain))
}

/// What the tag says about the length.
enum Length {
    Known(u64),
    Unknown,
    /// There are fewer bytes than it says.
    CutOff {
        wanted: u64,
    },
}

/// The number of samples, if the tag's encoder gives it exactly, and the tag is about this file:
/// tags in files that were joined aren't. That can't be told without a number of bytes.
fn length(header: &FrameHeader, tag: &Tag, there: u64) -> Length {
    let Tag { frames: Some(frames), bytes: Some(bytes), padding: Some(_) } = *tag else {
        return Length::Unknown;
    };
    let bytes = u64::from(bytes);
    if bytes > there {
        return Length::CutOff { wanted: bytes };
    }
    // If frames would be longer than any, or there would be none, the number was never filled in.
    let fits = bytes <= u64::from(frames).saturating_add(2) * MAX_FRAME_BYTES;
    if bytes + 2 * MAX_FRAME_BYTES < there || !fits {
        return Length::Unknown;
    }
    Length::Known(tag.length(u64::from(frames) * u64::from(header.samples)))
}

fn truncated(found: u64, wanted: u64) -> InputError {
    InputError::truncated(format!("{found} bytes"), format!("{wanted} bytes"))
}

/// The longest possible frame.
const MAX_FRAME_BYTES: u64 = 2881;
