//! symphonia's decoders, behind our own trait. Its readers of containers aren't used:
//! `docs/kernels.md` says why.

use symphonia::core::audio::AudioBufferRef;
use symphonia::core::codecs::{CodecParameters, Decoder, DecoderOptions};
use symphonia::core::errors::Error;
use symphonia::core::formats::Packet;

use super::InputError;
use super::output::Output;
use super::packets::Codec;

/// A decoder that gives float samples.
pub struct Symphonia<D: Decoder> {
    decoder: D,
    packet: Packet,
    channels: usize,
    gain: f32,
}

impl<D: Decoder> Symphonia<D> {
    pub fn new(parameters: &CodecParameters, channels: u32) -> Result<Self, InputError> {
        let decoder = D::try_new(parameters, &DecoderOptions::default()).map_err(refused)?;
        let packet = Packet::new_from_slice(0, 0, 0, &[]);
        Ok(Symphonia { decoder, packet, channels: channels as usize, gain: 1.0 })
    }

    /// Multiplies every sample by `gain`.
    pub fn louder_by(mut self, gain: f32) -> Self {
        self.gain = gain;
        self
    }
}

impl<D: Decoder> Codec for Symphonia<D> {
    fn decode(&mut self, packet: &[u8], output: &mut Output) -> Result<(), InputError> {
        self.packet.data = Box::from(packet);
        let decoded = self.decoder.decode(&self.packet).map_err(InputError::damaged)?;
        let AudioBufferRef::F32(buffer) = decoded else {
            return Err(InputError::damaged("the samples aren't floats"));
        };
        if buffer.spec().channels.count() != self.channels {
            return Err(InputError::damaged("the number of channels changes"));
        }
        let planes = buffer.planes();
        let gain = self.gain;
        output.interleave(planes.planes(), |sample: f32| (sample * gain).to_le_bytes());
        Ok(())
    }
}

fn refused(error: Error) -> InputError {
    match error {
        Error::Unsupported(what) => InputError::unsupported_codec(format!("not decoded ({what})")),
        other => InputError::damaged(other),
    }
}
