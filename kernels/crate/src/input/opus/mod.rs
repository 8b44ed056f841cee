//! Ogg Opus files (RFC 7845): `link` knows where a stream begins and ends, `decoder` returns
//! samples.

mod decoder;
mod link;

pub use decoder::OggOpusFile;
