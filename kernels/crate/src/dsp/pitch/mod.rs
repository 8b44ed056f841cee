//! Fundamental frequencies by normalised autocorrelation.
//!
//! [`Parameters`](parameters::Parameters) describe it, a [`Plan`](plan::Plan) holds the transforms,
//! and a [`Tracker`](tracker::Tracker) takes clips through it in pieces of any size. Four frames
//! are computed at once, each in its own lane, so a frame's result depends neither on its
//! neighbours nor on how the clip was cut. `docs/pitch.md` states the formula.

pub mod correlation;
pub mod parameters;
pub mod peak;
pub mod plan;
#[cfg(test)]
mod tests;
pub mod tracker;

#[cfg(target_arch = "wasm32")]
mod wasm;
