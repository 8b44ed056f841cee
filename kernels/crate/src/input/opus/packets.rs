//! Packets that a container other than Ogg gives one by one.

use crate::input::InputError;
use crate::input::output::Output;
use crate::input::packets::Codec;
use crate::opus::{MAX_PACKET_SAMPLES, OpusDecoder, OpusError, OpusHead};

/// Decodes one packet after another.
pub struct OpusPackets {
    decoder: OpusDecoder,
    channels: usize,
}

impl OpusPackets {
    /// For a stream with a header.
    pub fn new(head: &OpusHead, sample_rate: u32) -> Result<Self, InputError> {
        let decoder = OpusDecoder::new(head, sample_rate)
            .map_err(|error| InputError::new("bad-header", error.0))?;
        Ok(OpusPackets { decoder, channels: head.mapping.len() })
    }

    /// For a stream without one, which has one or two channels.
    pub fn implied(channels: u32, sample_rate: u32) -> Result<Self, InputError> {
        if channels > 2 {
            let found = format!("Opus with {channels} channels, without a header");
            return Err(InputError::unsupported_codec(found));
        }
        let coupled = channels as u8 - 1;
        let mapping = (0..channels as u8).collect();
        OpusPackets::new(
            &OpusHead { pre_skip: 0, gain: 0, streams: 1, coupled, mapping },
            sample_rate,
        )
    }
}

impl Codec for OpusPackets {
    fn decode(&mut self, packet: &[u8], output: &mut Output) -> Result<(), InputError> {
        let start = output.len();
        let frame_bytes = self.channels * size_of::<f32>();
        let bytes = output.extend(MAX_PACKET_SAMPLES * frame_bytes);
        // SAFETY: every pattern is a float; pieces have a larger alignment, and hold only floats.
        let floats = unsafe { bytes.align_to_mut::<f32>().1 };
        let samples = self.decoder.decode(packet, floats);
        let samples = samples.map_err(|OpusError(how)| InputError::damaged(how))?;
        output.truncate(start + samples * frame_bytes);
        Ok(())
    }
}
