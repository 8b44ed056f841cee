//! Wraps libopus in slices.

use crate::math::Portable;
use unsafe_libopus::{
    OpusMSDecoder, opus_multistream_decode_float, opus_multistream_decoder_get_size,
    opus_multistream_decoder_init, opus_packet_get_nb_samples,
};

use super::{OpusError, OpusHead};

/// The rate that positions in a stream use, whatever rate it is decoded to.
pub const COUNTING_RATE: u32 = 48_000;

/// The most samples per channel in a packet, at that rate: 120 ms.
pub const MAX_PACKET_SAMPLES: usize = 5760;

/// How many samples per channel a packet holds at 48 kHz, from its first bytes.
pub fn packet_samples(packet: &[u8]) -> Result<usize, OpusError> {
    let length = i32::try_from(packet.len()).map_err(|_| OpusError("a packet is too long"))?;
    if length == 0 {
        return Err(OpusError("a packet is empty"));
    }
    // SAFETY: reads at most two bytes, and the second only if there is one.
    let samples =
        unsafe { opus_packet_get_nb_samples(packet.as_ptr(), length, COUNTING_RATE as i32) };
    match usize::try_from(samples) {
        Ok(samples @ 1..=MAX_PACKET_SAMPLES) => Ok(samples),
        _ => Err(OpusError("a packet is damaged")),
    }
}

/// Converts a position at 48 kHz to another rate; rounded down.
pub fn at_rate(position: u64, sample_rate: u32) -> u64 {
    // In two steps, so that no position is too large.
    let rate = u64::from(sample_rate);
    let counting = u64::from(COUNTING_RATE);
    (position / counting) * rate + position % counting * rate / counting
}

/// Decodes one packet after another to float32, at one of Opus's rates.
pub struct OpusDecoder {
    /// libopus's state, in words so that it is aligned. It holds no pointers to itself.
    state: Vec<u64>,
    channels: usize,
    sample_rate: u32,
    /// The factor that samples are multiplied by.
    gain: f32,
}

impl OpusDecoder {
    /// Fails for rates that Opus doesn't support.
    pub fn new(head: &OpusHead, sample_rate: u32) -> Result<Self, OpusError> {
        let (streams, coupled) = (i32::from(head.streams), i32::from(head.coupled));
        let failed = OpusError("its Opus header makes no sense");
        // SAFETY: takes only numbers.
        let bytes = unsafe { opus_multistream_decoder_get_size(streams, coupled) };
        let bytes = usize::try_from(bytes).ok().filter(|&bytes| bytes > 0).ok_or(failed)?;
        let mut state = vec![0_u64; bytes.div_ceil(8)];
        let channels = head.mapping.len();
        // SAFETY: the state has as many bytes as libopus asked for; the mapping has one for each channel.
        let status = unsafe {
            opus_multistream_decoder_init(
                state.as_mut_ptr().cast::<OpusMSDecoder>(),
                sample_rate as i32,
                channels as i32,
                streams,
                coupled,
                head.mapping.as_ptr(),
            )
        };
        let gain = 10_f32.power(f32::from(head.gain) / (20.0 * 256.0));
        match status {
            0 => Ok(OpusDecoder { state, channels, sample_rate, gain }),
            _ => Err(failed),
        }
    }

    /// Decodes a packet into `out`, interleaved, which has room for [`MAX_PACKET_SAMPLES`] per
    /// channel. Returns the number of samples per channel.
    pub fn decode(&mut self, packet: &[u8], out: &mut [f32]) -> Result<usize, OpusError> {
        let samples = at_rate(packet_samples(packet)? as u64, self.sample_rate) as usize;
        if out.len() < samples * self.channels {
            return Err(OpusError("there is no room for a packet's samples"));
        }
        // SAFETY: the state was initialised; the packet's length is given, and `out` has room for
        // its contents.
        let decoded = unsafe {
            opus_multistream_decode_float(
                self.state.as_mut_ptr().cast::<OpusMSDecoder>(),
                packet.as_ptr(),
                packet.len() as i32,
                out.as_mut_ptr(),
                samples as i32,
                0,
            )
        };
        if usize::try_from(decoded) != Ok(samples) {
            return Err(OpusError("a packet is damaged"));
        }
        if self.gain != 1.0 {
            out[..samples * self.channels].iter_mut().for_each(|sample| *sample *= self.gain);
        }
        Ok(samples)
    }
}
