//! Fourier transforms of any length, planned once and run over lanes.
//!
//! A plan ([`RealFft`], [`ComplexFft`]) belongs to a length and a number type and holds only
//! tables. It runs on slices of anything that has [`Lanes`] over that type: `f32` or `f64` for one
//! signal, [`F32x4`] or [`F64x2`] for four or two signals at once, interleaved so that each stays
//! in its lane. The caller owns all buffers, including the scratch; nothing is allocated after
//! planning. [`LongFft`] and [`LongRealFft`] are for single float64 signals of hundreds of
//! thousands of points.

pub mod batch;
mod butterflies;
mod complex;
mod complex_fft;
mod convolution;
mod decimation;
mod lanes;
mod long;
mod long_real;
mod pass;
mod real_fft;
mod roots;
pub mod rows;
#[cfg(test)]
mod tests;
mod vectors;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use complex::Complex;
pub use complex_fft::ComplexFft;
pub use lanes::{Lanes, Real};
pub use long::LongFft;
pub use long_real::LongRealFft;
pub use real_fft::RealFft;
pub use vectors::{F32x4, F64x2};

/// The longest transform over lanes; its tables and points take several times as many numbers.
pub const LONGEST: usize = 1 << 22;

/// The longest [`LongFft`] transform: beyond it, the points alone fill WebAssembly's memory.
pub const LONGEST_LONG: usize = 1 << 27;

/// Why there is no plan: the length is 0 or too large, or there is no memory for the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FftError {
    pub length: usize,
}

fn check_length(length: usize, longest: usize) -> Result<(), FftError> {
    if (1..=longest).contains(&length) { Ok(()) } else { Err(FftError { length }) }
}
