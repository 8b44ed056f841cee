//! WAV: `chunks` walks the file, `format` understands its `fmt ` chunk, `header` puts the two together,
//! `decoder` reads the audio.
//!
//! symphonia's own WAV reader isn't used: it refuses `fmt ` chunks of 14 and 20 bytes, RF64 and files
//! beyond 4 GiB, reads data of length 0 as no audio, loses the last packet of a stream of unknown
//! length, mistakes extensible µ-law, allocates what a LIST chunk claims, and panics on extensible
//! audio of 0 bits. Its decoders are.

mod chunks;
mod decoder;
mod format;
mod header;

pub use decoder::WavDecoder;
