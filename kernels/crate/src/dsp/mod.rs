//! Work on every sample, when reading and packing.

pub mod convert;
pub mod features;
pub mod fft;
pub mod float16;
pub mod gather;
pub mod level;
pub mod mix;
pub mod pitch;
pub mod resample;
pub mod rows;
pub mod sample;
#[cfg(target_arch = "wasm32")]
mod simd;
pub mod tokens;
pub mod transpose;

#[cfg(target_arch = "wasm32")]
mod wasm;
