//! Selects or copies channels, the last step for samples that were processed in float32, and
//! measures levels on the way.

pub mod over;
pub mod peak;
pub mod phase;
pub mod pick;
pub mod scale;

#[cfg(target_arch = "wasm32")]
mod wasm;
