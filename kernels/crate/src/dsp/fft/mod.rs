//! Fourier transforms of any length, planned once and run over lanes.
//!
//! A plan ([`RealFft`], [`ComplexFft`]) belongs to a length and a number type and holds tables only. It
//! runs on slices of whatever has [`Lanes`] over that type: `f32` or `f64` for one signal, [`F32x4`] or
//! [`F64x2`] for four or two signals at once, interleaved so that each keeps to its lane. The caller
//! owns all buffers, the scratch too; nothing is allocated after planning. [`LongFft`] and
//! [`LongRealFft`] are for single float64 signals of hundreds of thousands of points.

mod batch;
mod butterflies;
mod complex;
mod complex_fft;
mod convolution;
mod lanes;
mod long;
mod passes;
mod real_fft;
mod roots;
mod rows;
#[cfg(test)]
mod tests;
mod vectors;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use complex::Complex;
pub use complex_fft::ComplexFft;
pub use lanes::{Lanes, Real};
pub use long::{LongFft, LongRealFft};
pub use real_fft::RealFft;
pub use vectors::{F32x4, F64x2};

/// The longest transform that is planned: beyond it, tables would crowd WebAssembly's memory.
pub const LONGEST: usize = 1 << 26;

/// Why there is no plan: the length is 0, or above [`LONGEST`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FftError {
    pub length: usize,
}

fn check_length(length: usize) -> Result<(), FftError> {
    if (1..=LONGEST).contains(&length) { Ok(()) } else { Err(FftError { length }) }
}
