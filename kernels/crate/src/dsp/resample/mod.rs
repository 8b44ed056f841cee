//! From one sample rate to another.

pub mod fourier;
