//! The codec of a track: its decoder, and how many samples a packet gives.

use super::track::Track;
use crate::input::aac::{self, AacConfig};
use crate::input::mpeg::FrameCodec;
use crate::input::opus::OpusPackets;
use crate::input::output::Output;
use crate::input::packets::Codec;
use crate::input::pcm::{Coding, PcmDecoder};
use crate::input::vorbis::{PacketLengths, VorbisDecoder};
use crate::input::{InputError, SampleFormat};
use crate::opus::{COUNTING_RATE, OpusHead, packet_samples};

/// What a codec's configuration says, and its decoder.
pub struct TrackCodec {
    pub name: &'static str,
    pub channels: u32,
    pub sample_rate: u32,
    pub format: SampleFormat,
    pub bits: u32,
    /// Frames before the audio, by the codec's own word.
    pub lead: u64,
    pub decoder: Box<dyn Codec>,
    pub counter: Counter,
    /// What AAC's configuration says.
    pub aac: Option<AacConfig>,
}

/// How many frames packets decode to, without decoding them.
pub enum Counter {
    /// All packets alike.
    Fixed(u64),
    /// A frame of this many bytes.
    Bytes(u64),
    Opus,
    /// From the block sizes of two packets; `None` where the setup doesn't tell.
    Vorbis(Option<PacketLengths>),
}

impl Counter {
    /// Bytes at the beginning of a packet that must be known.
    pub fn head_bytes(&self) -> usize {
        match self {
            Counter::Fixed(_) | Counter::Bytes(_) => 0,
            Counter::Opus | Counter::Vorbis(_) => 2,
        }
    }

    /// What the frames of every packet are a multiple of, if anything.
    pub fn grid(&self) -> Option<u64> {
        match self {
            Counter::Fixed(frames) => Some(*frames),
            // 2.5 ms at 48 kHz.
            Counter::Opus => Some(120),
            Counter::Bytes(_) | Counter::Vorbis(_) => None,
        }
    }

    /// The frames of the next packet; `None` where only decoding tells.
    pub fn count(&mut self, head: &[u8], length: u32) -> Result<Option<u64>, InputError> {
        match self {
            Counter::Fixed(frames) => Ok(Some(*frames)),
            Counter::Bytes(bytes) => Ok(Some(u64::from(length) / *bytes)),
            Counter::Opus => packet_samples(head)
                .map(|samples| Some(samples as u64))
                .map_err(|error| InputError::damaged(error.0)),
            Counter::Vorbis(lengths) => Ok(lengths.as_mut().map(|lengths| lengths.next(head))),
        }
    }
}

impl TrackCodec {
    /// `first` is the first packet, if there is one.
    pub fn new(track: &Track, first: &[u8]) -> Result<Self, InputError> {
        match track.codec.as_str() {
            "A_OPUS" => opus(track),
            "A_VORBIS" => vorbis(track),
            "A_PCM/INT/LIT" | "A_PCM/INT/BIG" | "A_PCM/FLOAT/IEEE" => pcm(track),
            "A_AAC" => advanced(track, AacConfig::parse(&track.private)?),
            "A_AAC/MPEG2/LC" | "A_AAC/MPEG4/LC" => {
                advanced(track, AacConfig::new(track.sample_rate, track.channels)?)
            }
            "A_MPEG/L1" | "A_MPEG/L2" | "A_MPEG/L3" => {
                let codec = FrameCodec::new(first)?;
                let header = codec.header();
                Ok(TrackCodec {
                    name: header.codec(),
                    channels: header.channels,
                    sample_rate: header.sample_rate,
                    format: SampleFormat::Float32,
                    bits: 0,
                    lead: 0,
                    counter: Counter::Fixed(header.samples.into()),
                    decoder: Box::new(codec),
                    aac: None,
                })
            }
            other => Err(unsupported(other)),
        }
    }
}

fn opus(track: &Track) -> Result<TrackCodec, InputError> {
    let head =
        OpusHead::parse(&track.private).map_err(|error| InputError::new("bad-header", error.0))?;
    Ok(TrackCodec {
        name: "Opus",
        channels: head.mapping.len() as u32,
        sample_rate: COUNTING_RATE,
        format: SampleFormat::Float32,
        bits: 0,
        lead: head.pre_skip.into(),
        counter: Counter::Opus,
        decoder: Box::new(OpusPackets::new(&head, COUNTING_RATE)?),
        aac: None,
    })
}

fn vorbis(track: &Track) -> Result<TrackCodec, InputError> {
    let [ident, _, setup] = laced_headers(&track.private).ok_or_else(|| {
        InputError::new("bad-header", "its Vorbis headers aren't three packets in a row")
    })?;
    let decoder = VorbisDecoder::new(ident, setup)?;
    Ok(TrackCodec {
        name: "Vorbis",
        channels: decoder.channels(),
        sample_rate: decoder.sample_rate(),
        format: SampleFormat::Float32,
        bits: 0,
        lead: 0,
        counter: Counter::Vorbis(decoder.packet_lengths()),
        decoder: Box::new(decoder),
        aac: None,
    })
}

/// Three packets, with the lengths of the first two before them.
fn laced_headers(private: &[u8]) -> Option<[&[u8]; 3]> {
    let (&2, mut rest) = private.split_first()? else { return None };
    let mut lengths = [0; 2];
    for length in &mut lengths {
        loop {
            let (&byte, after) = rest.split_first()?;
            rest = after;
            *length += usize::from(byte);
            if byte < 255 {
                break;
            }
        }
    }
    let (first, rest) = rest.split_at_checked(lengths[0])?;
    let (second, third) = rest.split_at_checked(lengths[1])?;
    Some([first, second, third])
}

fn advanced(track: &Track, config: AacConfig) -> Result<TrackCodec, InputError> {
    if track.output_rate.is_some_and(|rate| rate > config.sample_rate) {
        return Err(aac::high_efficiency());
    }
    Ok(TrackCodec {
        name: "AAC",
        channels: config.channels,
        sample_rate: config.sample_rate,
        format: SampleFormat::Float32,
        bits: 0,
        lead: 0,
        counter: Counter::Fixed(aac::PACKET_FRAMES.into()),
        decoder: Box::new(aac::decoder(config)?),
        aac: Some(config),
    })
}

fn pcm(track: &Track) -> Result<TrackCodec, InputError> {
    let unusual =
        || InputError::unsupported_codec(format!("{}-bit PCM ({})", track.bits, track.codec));
    let bytes = usize::try_from(track.bits / 8).map_err(|_| unusual())?;
    let coding = match track.codec.as_str() {
        _ if !track.bits.is_multiple_of(8) => None,
        "A_PCM/FLOAT/IEEE" => Coding::float(bytes, false),
        "A_PCM/INT/LIT" if bytes == 1 => Some(Coding::Unsigned8),
        other => Coding::integer(bytes, other == "A_PCM/INT/BIG"),
    };
    let coding = coding.ok_or_else(unusual)?;
    let frame_bytes = coding.stored_bytes() * track.channels as usize;
    Ok(TrackCodec {
        name: coding.name(),
        channels: track.channels,
        sample_rate: track.sample_rate,
        format: coding.format(),
        bits: track.bits as u32,
        lead: 0,
        counter: Counter::Bytes(frame_bytes as u64),
        decoder: Box::new(PcmPackets { pcm: PcmDecoder::new(coding, 1)?, coding, frame_bytes }),
        aac: None,
    })
}

/// PCM in packets.
struct PcmPackets {
    pcm: PcmDecoder,
    coding: Coding,
    frame_bytes: usize,
}

impl Codec for PcmPackets {
    fn decode(&mut self, packet: &[u8], output: &mut Output) -> Result<(), InputError> {
        if !packet.len().is_multiple_of(self.frame_bytes) {
            return Err(InputError::damaged("a packet ends within a frame"));
        }
        let samples = packet.len() / self.coding.stored_bytes();
        self.pcm.decode(packet, output.extend(samples * self.coding.format().bytes()))
    }
}

fn unsupported(codec: &str) -> InputError {
    let name = match codec {
        "A_AC3" | "A_AC3/BSID9" | "A_AC3/BSID10" => "AC-3",
        "A_EAC3" => "E-AC-3",
        "A_DTS" | "A_DTS/EXPRESS" | "A_DTS/LOSSLESS" => "DTS",
        "A_TRUEHD" => "TrueHD",
        "A_ALAC" => "ALAC in Matroska",
        "A_WAVPACK4" => "WavPack",
        "A_TTA1" => "True Audio",
        "A_MS/ACM" => "of Windows's kinds (A_MS/ACM)",
        _ if codec.starts_with("A_AAC/") && codec.ends_with("SBR") => {
            return aac::high_efficiency();
        }
        _ => {
            let codec: String = codec.chars().take(40).collect();
            return InputError::unsupported_codec(format!("{codec:?} in Matroska"));
        }
    };
    InputError::unsupported_codec(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_taken_apart_by_their_lengths() {
        let private = [&[2, 1, 255, 1][..], b"a", &[7; 256], b"rest"].concat();
        let [first, second, third] = laced_headers(&private).unwrap();
        assert_eq!((first, second.len(), third), (&b"a"[..], 256, &b"rest"[..]));
        assert_eq!(laced_headers(&private[..100]), None);
        assert_eq!(laced_headers(&[1, 0]), None);
    }

    #[test]
    fn codecs_that_are_not_read_are_named() {
        for (codec, name) in
            [("A_AC3", "AC-3"), ("A_AAC/MPEG4/LC/SBR", "HE-AAC"), ("A_REAL/COOK", "A_REAL/COOK")]
        {
            let track = Track { codec: codec.into(), ..Track::default() };
            let error = TrackCodec::new(&track, &[]).err().unwrap();
            assert_eq!(error.code, "unsupported-codec");
            assert!(error.found.contains(name), "{}", error.found);
        }
    }
}
