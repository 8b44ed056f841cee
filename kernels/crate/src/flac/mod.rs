//! FLAC (RFC 9639): decodes frames in memory to samples.
//!
//! `Window` holds part of the stream; `FrameHeader::parse` looks at what is next, `FrameDecoder`
//! decodes it, and `Digest` checks the whole. Where the bytes come from and where the samples go is
//! up to the caller.

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
pub use crc::{crc8, crc16};
pub use digest::Digest;
pub use error::FlacError;
pub use frame::FrameDecoder;
pub use frame_header::{ChannelMode, FrameHeader, MAX_HEADER_BYTES};
pub use stream_info::{FlacStreamInfo, STREAM_INFO_BYTES};
