//! AAC, low complexity, one or two channels, by symphonia's decoder: `config` reads what MPEG-4 says
//! about it, `adts` the frames of a bare stream.

mod adts;
mod config;

use symphonia::core::audio::Channels;
use symphonia::core::codecs::{CODEC_TYPE_AAC, CodecParameters};
use symphonia::default::codecs::AacDecoder;

use super::InputError;
use super::symphonia::Symphonia;

pub use adts::{find_first, open};
pub use config::{AacConfig, config_in_descriptors};

/// Frames that a packet decodes to.
pub const PACKET_FRAMES: u32 = 1024;

/// A decoder of what `config` describes.
pub fn decoder(config: AacConfig) -> Result<Symphonia<AacDecoder>, InputError> {
    let mut parameters = CodecParameters::new();
    let channels = match config.channels {
        1 => Channels::FRONT_LEFT,
        _ => Channels::FRONT_LEFT | Channels::FRONT_RIGHT,
    };
    parameters
        .for_codec(CODEC_TYPE_AAC)
        .with_sample_rate(config.sample_rate)
        .with_channels(channels);
    Symphonia::new(&parameters, config.channels)
}
