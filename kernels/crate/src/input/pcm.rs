//! Uncompressed and companded samples. What is stored as it is handed out is only copied; symphonia
//! decodes the rest.

use symphonia::core::audio::{AudioBufferRef, Channels, Signal};
use symphonia::core::codecs::{
    CODEC_TYPE_NULL, CODEC_TYPE_PCM_ALAW, CODEC_TYPE_PCM_MULAW, CODEC_TYPE_PCM_S24LE,
    CODEC_TYPE_PCM_U8, CodecParameters, CodecType, Decoder, DecoderOptions,
};
use symphonia::core::formats::Packet;
use symphonia::default::codecs::PcmDecoder as SymphoniaPcm;

use super::{InputError, SampleFormat};

/// How a sample is stored in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    Unsigned8,
    Int16,
    Int24,
    Int32,
    Float32,
    Float64,
    ALaw,
    MuLaw,
}

impl Coding {
    /// Bytes that a sample takes in the file.
    pub fn stored_bytes(self) -> usize {
        match self {
            Coding::Unsigned8 | Coding::ALaw | Coding::MuLaw => 1,
            Coding::Int16 => 2,
            Coding::Int24 => 3,
            Coding::Int32 | Coding::Float32 => 4,
            Coding::Float64 => 8,
        }
    }

    /// As people call it.
    pub fn name(self) -> &'static str {
        match self {
            Coding::Unsigned8 | Coding::Int16 | Coding::Int24 | Coding::Int32 => "PCM",
            Coding::Float32 | Coding::Float64 => "float PCM",
            Coding::ALaw => "A-law",
            Coding::MuLaw => "µ-law",
        }
    }

    /// The narrowest of our formats that keeps every value.
    pub fn format(self) -> SampleFormat {
        match self {
            Coding::Unsigned8 | Coding::Int16 | Coding::ALaw | Coding::MuLaw => SampleFormat::Int16,
            Coding::Int24 | Coding::Int32 => SampleFormat::Int32,
            Coding::Float32 => SampleFormat::Float32,
            Coding::Float64 => SampleFormat::Float64,
        }
    }

    /// symphonia's name, for what it has to decode.
    fn codec(self) -> CodecType {
        match self {
            Coding::Unsigned8 => CODEC_TYPE_PCM_U8,
            Coding::Int24 => CODEC_TYPE_PCM_S24LE,
            Coding::ALaw => CODEC_TYPE_PCM_ALAW,
            Coding::MuLaw => CODEC_TYPE_PCM_MULAW,
            _ => CODEC_TYPE_NULL,
        }
    }
}

/// Turns stored samples into those handed out, a piece at a time.
pub enum PcmDecoder {
    Copy,
    Symphonia { decoder: Box<SymphoniaPcm>, packet: Packet },
}

impl PcmDecoder {
    /// `max_samples` is the most that a piece will have.
    pub fn new(coding: Coding, max_samples: usize) -> Result<Self, InputError> {
        if coding.codec() == CODEC_TYPE_NULL {
            return Ok(PcmDecoder::Copy);
        }
        // To symphonia every stream is mono: channels make no difference to these codings, and
        // telling would have them taken apart only to be interleaved again.
        let mut parameters = CodecParameters::new();
        parameters
            .for_codec(coding.codec())
            .with_sample_rate(1)
            .with_channels(Channels::FRONT_LEFT)
            .with_bits_per_sample(8 * coding.stored_bytes() as u32)
            .with_max_frames_per_packet(max_samples as u64);
        let decoder =
            SymphoniaPcm::try_new(&parameters, &DecoderOptions::default()).map_err(failed)?;
        let packet = Packet::new_from_slice(0, 0, 0, &[]);
        Ok(PcmDecoder::Symphonia { decoder: Box::new(decoder), packet })
    }

    /// Decodes `stored` into `out`, which has room for as many samples, in bytes.
    pub fn decode(&mut self, stored: &[u8], out: &mut [u8]) -> Result<(), InputError> {
        match self {
            PcmDecoder::Copy => out.copy_from_slice(stored),
            PcmDecoder::Symphonia { decoder, packet } => {
                packet.data = Box::from(stored);
                match decoder.decode(packet).map_err(failed)? {
                    AudioBufferRef::U8(buffer) => put(buffer.chan(0), out, |&sample| {
                        ((i16::from(sample) - 128) << 8).to_le_bytes()
                    }),
                    AudioBufferRef::S16(buffer) => {
                        put(buffer.chan(0), out, |&sample| sample.to_le_bytes());
                    }
                    AudioBufferRef::S24(buffer) => {
                        put(buffer.chan(0), out, |sample| (sample.inner() << 8).to_le_bytes());
                    }
                    _ => {
                        return Err(InputError::new(
                            "decoder-failed",
                            "its audio can't be decoded",
                        ));
                    }
                }
            }
        }
        Ok(())
    }
}

fn put<T, const SIZE: usize>(samples: &[T], out: &mut [u8], bytes: impl Fn(&T) -> [u8; SIZE]) {
    let (slots, _) = out.as_chunks_mut::<SIZE>();
    for (slot, sample) in slots.iter_mut().zip(samples) {
        *slot = bytes(sample);
    }
}

fn failed(error: symphonia::core::errors::Error) -> InputError {
    InputError::new("decoder-failed", format!("its audio can't be decoded ({error})"))
}
