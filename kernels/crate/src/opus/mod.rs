//! Opus: packets in memory to samples at 48 kHz, with libopus itself, translated to Rust.

mod decoder;
mod head;

pub use decoder::{MAX_PACKET_SAMPLES, OpusDecoder, packet_samples};
pub use head::OpusHead;

/// Why a packet, or the header of a stream, can't be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpusError(pub &'static str);
