//! Codecs whose streams are stored: samples to a stream and its units, and any run of units back to
//! samples. `kernels/codecs.ts` defines units.

mod error;
pub mod flac;
mod heard;
pub mod opus;
mod producer;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use error::CodecError;
pub use heard::Heard;
pub use producer::{Pieces, Producer, RunDecoder};
