//! Apple Lossless: `cookie` says how it was coded, `entropy` and `predictor` undo the two halves of
//! the coding, `decoder` puts them together.
//!
//! This is our own code, based on the format's published reference implementation, because
//! symphonia's decoder panics on packets that are damaged or merely shorter than their predictor,
//! and can't be guarded from outside.

mod cookie;
mod decoder;
mod entropy;
mod predictor;

pub use cookie::Cookie;
pub use decoder::AlacDecoder;
