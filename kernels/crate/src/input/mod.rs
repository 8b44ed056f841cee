//! Other people's audio files, as interleaved PCM in their native precision.

pub mod error;
pub mod pcm;
pub mod sniff;
pub mod source;
pub mod wav;

#[cfg(target_arch = "wasm32")]
mod wasm;

pub use error::InputError;
pub use source::Source;

/// How the samples that a decoder hands out are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SampleFormat {
    Int16,
    Int32,
    Float32,
    Float64,
}

impl SampleFormat {
    pub fn bytes(self) -> usize {
        match self {
            SampleFormat::Int16 => 2,
            SampleFormat::Int32 | SampleFormat::Float32 => 4,
            SampleFormat::Float64 => 8,
        }
    }
}

/// What a decoder knows before it decodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamInfo {
    pub sample_rate: u32,
    pub channels: u32,
    pub format: SampleFormat,
    pub frames: u64,
}
