//! Spectral features: spectrograms, mel spectrograms and cepstra, computed the way the libraries do
//! that models were trained with.
//!
//! [`Parameters`](parameters::Parameters) make a [`Plan`](plan::Plan), which holds all tables; an
//! [`Extractor`](extractor::Extractor) takes clips through it in pieces of any size. Four frames
//! are computed at once, each in its own lane, so a frame's result can't depend on its neighbours,
//! or on how the clip was cut.

mod bands;
mod check;
mod dct;
pub mod extractor;
mod filterbank;
mod framing;
mod lanes;
pub mod log;
mod noise;
pub mod parameters;
pub mod parse;
pub mod plan;
mod signal;
mod statistics;
pub mod tables;
mod transform;
mod window;

#[cfg(target_arch = "wasm32")]
mod wasm;
