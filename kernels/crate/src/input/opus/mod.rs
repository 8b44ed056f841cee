//! Ogg Opus files (RFC 7845): `link` knows where a stream begins and ends, `decoder` returns
//! samples.

mod decoder;
mod link;
mod packets;

pub use decoder::OggOpusFile;
pub use packets::OpusPackets;
