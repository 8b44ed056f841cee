//! Ogg Vorbis: `codebooks` looks a header over before `decoder` has lewton read it, `link` knows where
//! the audio of a stream begins and ends, `file` reads one stream after the other.

mod codebooks;
mod decoder;
mod file;
mod link;

pub use decoder::VorbisDecoder;
pub use file::OggVorbisFile;
