//! Ogg Vorbis.

mod codebooks;
mod decoder;

pub use decoder::VorbisDecoder;
