//! Channels picked out or copied, the last step of samples that were worked on in float32, and what
//! is noticed on the way.

pub mod over;
pub mod peak;
pub mod phase;
pub mod pick;
pub mod scale;

#[cfg(target_arch = "wasm32")]
mod wasm;
