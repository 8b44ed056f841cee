//! Uncompressed and companded samples. Those that are stored the way they are returned are only
//! copied; symphonia decodes companded ones.

use symphonia::core::audio::{AudioBufferRef, Channels, Signal};
use symphonia::core::codecs::{
    CODEC_TYPE_PCM_ALAW, CODEC_TYPE_PCM_MULAW, CodecParameters, CodecType, Decoder, DecoderOptions,
};
use symphonia::core::formats::Packet;
use symphonia::default::codecs::PcmDecoder as SymphoniaPcm;

use super::{InputError, SampleFormat};

/// How a sample is stored in the file; little-endian except for those ending in `Be`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    Unsigned8,
    Signed8,
    Int16,
    Int24,
    Int32,
    Float32,
    Float64,
    Int16Be,
    Int24Be,
    Int32Be,
    Float32Be,
    Float64Be,
    ALaw,
    MuLaw,
}

impl Coding {
    /// Bytes per sample in the file.
    pub fn stored_bytes(self) -> usize {
        match self {
            Coding::Unsigned8 | Coding::Signed8 | Coding::ALaw | Coding::MuLaw => 1,
            Coding::Int16 | Coding::Int16Be => 2,
            Coding::Int24 | Coding::Int24Be => 3,
            Coding::Int32 | Coding::Int32Be | Coding::Float32 | Coding::Float32Be => 4,
            Coding::Float64 | Coding::Float64Be => 8,
        }
    }

    /// The common name.
    pub fn name(self) -> &'static str {
        match self {
            Coding::Float32 | Coding::Float64 | Coding::Float32Be | Coding::Float64Be => {
                "float PCM"
            }
            Coding::ALaw => "A-law",
            Coding::MuLaw => "µ-law",
            _ => "PCM",
        }
    }

    /// The narrowest of our formats that keeps every value.
    pub fn format(self) -> SampleFormat {
        match self {
            Coding::Unsigned8 | Coding::Signed8 | Coding::ALaw | Coding::MuLaw => {
                SampleFormat::Int16
            }
            Coding::Int16 | Coding::Int16Be => SampleFormat::Int16,
            Coding::Int24 | Coding::Int32 | Coding::Int24Be | Coding::Int32Be => {
                SampleFormat::Int32
            }
            Coding::Float32 | Coding::Float32Be => SampleFormat::Float32,
            Coding::Float64 | Coding::Float64Be => SampleFormat::Float64,
        }
    }

    /// The coding of signed integers of `bytes` bytes.
    pub fn integer(bytes: usize, big_endian: bool) -> Option<Self> {
        Some(match (bytes, big_endian) {
            (1, _) => Coding::Signed8,
            (2, false) => Coding::Int16,
            (3, false) => Coding::Int24,
            (4, false) => Coding::Int32,
            (2, true) => Coding::Int16Be,
            (3, true) => Coding::Int24Be,
            (4, true) => Coding::Int32Be,
            _ => return None,
        })
    }

    /// The coding of floats of `bytes` bytes.
    pub fn float(bytes: usize, big_endian: bool) -> Option<Self> {
        Some(match (bytes, big_endian) {
            (4, false) => Coding::Float32,
            (8, false) => Coding::Float64,
            (4, true) => Coding::Float32Be,
            (8, true) => Coding::Float64Be,
            _ => return None,
        })
    }
}

/// Turns stored samples into returned ones, a piece at a time.
pub enum PcmDecoder {
    /// Nothing to do: the file is read straight into the output.
    Copy,
    Convert(Coding),
    Expand {
        decoder: Box<SymphoniaPcm>,
        packet: Packet,
    },
}

impl PcmDecoder {
    /// `max_samples` is the largest number of samples in a piece.
    pub fn new(coding: Coding, max_samples: usize) -> Result<Self, InputError> {
        match coding {
            Coding::Int16 | Coding::Int32 | Coding::Float32 | Coding::Float64 => {
                Ok(PcmDecoder::Copy)
            }
            Coding::ALaw => expand(CODEC_TYPE_PCM_ALAW, max_samples),
            Coding::MuLaw => expand(CODEC_TYPE_PCM_MULAW, max_samples),
            _ => Ok(PcmDecoder::Convert(coding)),
        }
    }

    /// Decodes `stored` into `out`, which has room for the same number of samples, in bytes.
    pub fn decode(&mut self, stored: &[u8], out: &mut [u8]) -> Result<(), InputError> {
        match self {
            PcmDecoder::Copy => out.copy_from_slice(stored),
            PcmDecoder::Convert(coding) => convert(*coding, stored, out),
            PcmDecoder::Expand { decoder, packet } => {
                packet.data = Box::from(stored);
                let decoded = decoder.decode(packet).map_err(failed)?;
                let AudioBufferRef::S16(buffer) = decoded else {
                    return Err(InputError::new("decoder-failed", "its audio can't be decoded"));
                };
                let (slots, _) = out.as_chunks_mut::<2>();
                for (slot, sample) in slots.iter_mut().zip(buffer.chan(0)) {
                    *slot = sample.to_le_bytes();
                }
            }
        }
        Ok(())
    }
}

/// symphonia is told that every stream is mono: channels make no difference to these codings, and
/// otherwise it would separate them, only for us to interleave them again.
fn expand(codec: CodecType, max_samples: usize) -> Result<PcmDecoder, InputError> {
    let mut parameters = CodecParameters::new();
    parameters
        .for_codec(codec)
        .with_sample_rate(1)
        .with_channels(Channels::FRONT_LEFT)
        .with_bits_per_sample(8)
        .with_max_frames_per_packet(max_samples as u64);
    let decoder = SymphoniaPcm::try_new(&parameters, &DecoderOptions::default()).map_err(failed)?;
    let packet = Packet::new_from_slice(0, 0, 0, &[]);
    Ok(PcmDecoder::Expand { decoder: Box::new(decoder), packet })
}

fn convert(coding: Coding, stored: &[u8], out: &mut [u8]) {
    match coding {
        Coding::Unsigned8 => each(stored, out, |[byte]| [0, byte ^ 0x80]),
        Coding::Signed8 => each(stored, out, |[byte]| [0, byte]),
        Coding::Int24 => each(stored, out, |[a, b, c]| [0, a, b, c]),
        Coding::Int16Be => each(stored, out, |[a, b]| [b, a]),
        Coding::Int24Be => each(stored, out, |[a, b, c]| [0, c, b, a]),
        Coding::Int32Be | Coding::Float32Be => each(stored, out, |[a, b, c, d]| [d, c, b, a]),
        Coding::Float64Be => each(stored, out, |bytes: [u8; 8]| {
            let mut bytes = bytes;
            bytes.reverse();
            bytes
        }),
        _ => (),
    }
}

fn each<const FROM: usize, const TO: usize>(
    stored: &[u8],
    out: &mut [u8],
    convert: impl Fn([u8; FROM]) -> [u8; TO],
) {
    let (stored, _) = stored.as_chunks::<FROM>();
    let (out, _) = out.as_chunks_mut::<TO>();
    for (slot, &sample) in out.iter_mut().zip(stored) {
        *slot = convert(sample);
    }
}

fn failed(error: symphonia::core::errors::Error) -> InputError {
    InputError::new("decoder-failed", format!("its audio can't be decoded ({error})"))
}
