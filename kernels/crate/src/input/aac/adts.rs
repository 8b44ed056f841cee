//! ADTS: AAC in frames that each give their length. Nothing says how many there are.

use super::{AacConfig, decoder, refuse_implicit};
use crate::input::packets::{Lead, PacketDecoder, Packets};
use crate::input::tags::skip_tags;
use crate::input::window::Window;
use crate::input::{Decoder, InputError, Options, SampleFormat, Source, StreamInfo};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FrameHeader {
    object: u32,
    rate_index: u32,
    channels: u32,
    /// Bytes in the header, and in the whole frame.
    header: usize,
    length: usize,
    blocks: u32,
}

impl FrameHeader {
    fn parse(bytes: [u8; 7]) -> Option<Self> {
        let [a, b, c, d, e, f, g] = bytes.map(u32::from);
        if a != 0xFF || b & 0xF6 != 0xF0 {
            return None;
        }
        let header = if b & 1 == 1 { 7 } else { 9 };
        let length = ((d & 3) << 11 | e << 3 | f >> 5) as usize;
        let parsed = FrameHeader {
            object: (c >> 6) + 1,
            rate_index: c >> 2 & 15,
            channels: (c & 1) << 2 | d >> 6,
            header,
            length,
            blocks: (g & 3) + 1,
        };
        (length > header && parsed.rate_index < 13).then_some(parsed)
    }

    fn kind(&self) -> (u32, u32, u32) {
        (self.object, self.rate_index, self.channels)
    }
}

/// Whether frames begin at `start`: two that agree, or one that is the whole file.
pub fn find_first<S: Source>(source: &mut S, start: u64) -> Result<bool, InputError> {
    let mut header = |position| {
        let mut bytes = [0; 7];
        let complete = source.read_exact_at(position, &mut bytes)?;
        Ok(if complete { FrameHeader::parse(bytes) } else { None })
    };
    let Some(first) = header(start)? else { return Ok(false) };
    let end = start + first.length as u64;
    let second = header(end)?;
    Ok(match second {
        Some(second) => second.kind() == first.kind(),
        None => end == source.size(),
    })
}

/// Opens a stream of frames.
pub fn open<S: Source>(source: S, options: Options) -> Result<impl Decoder, InputError> {
    let mut window = Window::new(source);
    let first = window.array(0)?.and_then(FrameHeader::parse);
    let first = first.ok_or_else(|| InputError::damaged("a frame has disappeared"))?;
    if first.object != 2 {
        return Err(InputError::unsupported_codec("AAC other than low complexity"));
    }
    let config = AacConfig::new(AacConfig::sample_rate_of(first.rate_index)?, first.channels)?;
    let info = StreamInfo {
        sample_rate: config.sample_rate,
        channels: config.channels,
        format: SampleFormat::Float32,
        frames: None,
        container: "ADTS",
        codec: "AAC",
        bits: 0,
        seekable: false,
    };
    let mut frames = Frames { window, first, position: 0 };
    refuse_implicit(&config, &mut frames)?;
    frames.position = 0;
    Ok(PacketDecoder::new(frames, decoder(config)?, info, Lead(0)).with_options(options))
}

struct Frames<S: Source> {
    window: Window<S>,
    first: FrameHeader,
    position: u64,
}

impl<S: Source> Packets for Frames<S> {
    fn next(&mut self, packet: &mut Vec<u8>) -> Result<bool, InputError> {
        self.position = skip_tags(&mut self.window, self.position)?;
        let left = self.window.size().saturating_sub(self.position);
        if left == 0 {
            return Ok(false);
        }
        let Some(bytes) = self.window.array(self.position)? else {
            return Err(cut_off(left, 7));
        };
        let Some(header) = FrameHeader::parse(bytes) else {
            return Err(InputError::damaged("something other than a frame follows"));
        };
        if header.kind() != self.first.kind() {
            return Err(InputError::new("format-change", "its format changes partway through")
                .hint("split it, or convert it to WAV or FLAC first"));
        }
        if header.blocks != 1 {
            return Err(InputError::unsupported_codec("AAC with several blocks per frame"));
        }
        if header.length as u64 > left {
            return Err(cut_off(left, header.length));
        }
        let frame = self.window.at(self.position, header.length)?;
        packet.clear();
        packet.extend_from_slice(&frame[header.header..]);
        self.position += header.length as u64;
        Ok(true)
    }
}

fn cut_off(found: u64, wanted: usize) -> InputError {
    InputError::truncated(format!("{found} bytes of its last frame"), format!("{wanted} bytes"))
}
