//! Other people's audio files, as interleaved PCM in their native precision.
//!
//! `open` identifies a file's container by its contents and passes it to that container's module,
//! which implements [`Decoder`]. Our own code reads the containers: it knows how much it may
//! reserve and trust. The codecs inside them are symphonia's, or have modules of their own.

pub mod aac;
pub mod aiff;
pub mod alac;
pub mod bits;
pub mod blocks;
pub mod caf;
pub mod chunks;
pub mod error;
pub mod flac;
mod kinds;
pub mod limits;
pub mod matroska;
pub mod mp4;
pub mod mpeg;
mod ogg;
pub mod open;
pub mod opus;
pub mod output;
pub mod packet_table;
pub mod packets;
pub mod pcm;
pub mod pcm_stream;
pub mod sniff;
pub mod source;
pub mod sphere;
pub mod sun;
pub mod symphonia;
mod tags;
pub mod vorbis;
pub mod wav;
pub mod wave64;
pub mod window;

#[cfg(target_arch = "wasm32")]
mod wasm;

pub use error::InputError;
pub use open::{Options, open};
pub use source::Source;

/// How the samples that a decoder returns are stored.
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
    /// Exactly how many frames will come; `None` where only decoding can tell.
    pub frames: Option<u64>,
    /// The common name: "WAV", "MPEG-4".
    pub container: &'static str,
    pub codec: &'static str,
    /// Bits per stored sample; 0 where the codec has no such number.
    pub bits: u32,
    /// Whether [`Decoder::seek`] works.
    pub seekable: bool,
}

/// Audio that a file lacks at its end, where that was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Truncation {
    /// How many of the frames that its header announces; `None` where that is unknown.
    pub missing: Option<u64>,
}

/// An audio file being read. Pieces are bounded, whatever the file's length.
pub trait Decoder {
    fn info(&self) -> StreamInfo;

    /// The next samples, in whole interleaved frames, as bytes aligned to eight; empty at the end.
    fn read_next(&mut self) -> Result<&[u8], InputError>;

    /// What the file lacks, as far as it has been read; only with [`Options::accept_truncated`].
    fn truncation(&self) -> Option<Truncation> {
        None
    }

    /// Continues at `frame`, at most [`StreamInfo::frames`], with the same samples that reading up
    /// to it would have reached. Does nothing and returns `false` where that would mean decoding
    /// everything before it.
    fn seek(&mut self, frame: u64) -> Result<bool, InputError> {
        let _ = frame;
        Ok(false)
    }
}
