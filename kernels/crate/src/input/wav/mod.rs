//! WAV: `chunks` walks the file, `format` understands its `fmt ` chunk, `header` puts the two together,
//! `decoder` reads the audio.
//!
//! symphonia's own WAV reader isn't used (`docs/kernels.md` lists what it can't read or reads wrongly);
//! its decoders are.

mod chunks;
mod decoder;
mod format;
mod header;

pub use decoder::WavDecoder;
