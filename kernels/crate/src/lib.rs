//! The hot loops of audiofield, and its readers of other people's audio files.
//!
//! The logic is plain Rust over slices, tested on the host. Each feature has one thin `wasm` module
//! that turns offsets into slices; nothing else knows about WebAssembly.

// Tests compare with what the target has.
#![cfg_attr(test, allow(clippy::disallowed_methods))]

pub mod memory;

pub mod math;

#[cfg(any(feature = "flac", feature = "opus"))]
mod crc;

#[cfg(feature = "dsp")]
pub mod dsp;

#[cfg(feature = "flac")]
pub mod flac;

#[cfg(feature = "opus")]
pub mod opus;

#[cfg(any(feature = "flac", feature = "opus"))]
pub mod ogg;

#[cfg(feature = "input")]
pub mod input;

#[cfg(feature = "codecs")]
pub mod codecs;
