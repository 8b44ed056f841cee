//! Opus: decodes packets in memory to samples, with libopus itself, translated to Rust.

mod decoder;
mod head;

pub use decoder::{COUNTING_RATE, MAX_PACKET_SAMPLES, OpusDecoder, at_rate, packet_samples};
pub use head::{OpusHead, SPEAKERS};

/// Why a packet, or the header of a stream, can't be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpusError(pub &'static str);
