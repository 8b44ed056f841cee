//! AAC, low complexity, one or two channels, decoded by symphonia: `config` reads MPEG-4's
//! description of it, `adts` the frames of a bare stream, `guard` keeps packets from the decoder
//! that it can't handle.

mod adts;
mod config;
mod guard;
mod implicit;

use symphonia::core::audio::Channels;
use symphonia::core::codecs::{CODEC_TYPE_AAC, CodecParameters};
use symphonia::default::codecs::AacDecoder;

use super::InputError;
use super::output::Output;
use super::packets::{Codec, Packets};
use super::symphonia::Symphonia;

pub use adts::{find_first, open};
pub use config::{AacConfig, config_in_descriptors, high_efficiency};

/// Frames that a packet decodes to.
pub const PACKET_FRAMES: u32 = 1024;

/// symphonia's decoder behind a guard.
pub struct GuardedAac {
    config: AacConfig,
    decoder: Symphonia<AacDecoder>,
    packet: Vec<u8>,
}

/// Creates a decoder for what `config` describes.
pub fn decoder(config: AacConfig) -> Result<GuardedAac, InputError> {
    let mut parameters = CodecParameters::new();
    let channels = match config.channels {
        1 => Channels::FRONT_LEFT,
        _ => Channels::FRONT_LEFT | Channels::FRONT_RIGHT,
    };
    parameters
        .for_codec(CODEC_TYPE_AAC)
        .with_sample_rate(config.sample_rate)
        .with_channels(channels);
    let decoder = Symphonia::new(&parameters, config.channels)?;
    Ok(GuardedAac { config, decoder, packet: Vec::new() })
}

/// Fails if a stream is HE-AAC that its header doesn't mention. Reads some packets; the caller goes
/// back. Damage is reported where it is reached.
pub fn refuse_implicit(config: &AacConfig, packets: &mut impl Packets) -> Result<(), InputError> {
    let mut first = Vec::new();
    let mut packet = Vec::new();
    while first.len() < implicit::PACKETS && packets.next(&mut packet) == Ok(true) {
        first.push(packet.clone());
    }
    implicit::refuse_implicit(config.sample_rate, &first)
}

impl Codec for GuardedAac {
    fn decode(&mut self, packet: &[u8], output: &mut Output) -> Result<(), InputError> {
        guard::check_packet(&self.config, packet)?;
        self.packet.clear();
        self.packet.extend_from_slice(packet);
        guard::fill_holes(&mut self.packet);
        self.decoder.decode(&self.packet, output)
    }
}
