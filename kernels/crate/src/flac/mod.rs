//! FLAC (RFC 9639): frames in memory to samples.
//!
//! `Window` holds a part of the stream; `FrameHeader::parse` looks at what is next, `FrameDecoder`
//! decodes it, `Digest` checks the whole. Where the bytes come from and where the samples go is the
//! caller's business.

mod bits;
mod crc;
mod digest;
mod error;
mod frame;
mod frame_header;
mod pcm;
mod predictor;
mod residual;
mod stream_info;
mod subframe;

pub use bits::{BitReader, Window};
pub use digest::Digest;
pub use error::FlacError;
pub use frame::FrameDecoder;
pub use frame_header::{ChannelMode, FrameHeader, MAX_HEADER_BYTES};
pub use stream_info::{FlacStreamInfo, STREAM_INFO_BYTES};
