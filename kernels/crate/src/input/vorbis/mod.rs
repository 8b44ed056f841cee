//! Ogg Vorbis: `codebooks` checks a header before `decoder` lets lewton read it, `modes` tells how
//! packets follow each other, `link` where the audio of a stream begins and ends, `file` reads one
//! stream after another.

mod codebooks;
mod decoder;
mod file;
mod lengths;
mod link;
mod modes;

pub use decoder::VorbisDecoder;
pub use file::OggVorbisFile;
pub use lengths::PacketLengths;
