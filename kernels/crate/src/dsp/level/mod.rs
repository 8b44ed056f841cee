//! Channels picked out or copied, and the last step of samples that were worked on in float32.

pub mod peak;
pub mod pick;
pub mod scale;

#[cfg(target_arch = "wasm32")]
mod wasm;
