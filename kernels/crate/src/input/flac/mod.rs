//! FLAC files, native and in Ogg: `metadata` walks the header, `feed` supplies the audio's bytes,
//! `frames` decodes them and checks that they belong together, `seek` finds frames, `decoder`
//! returns pieces.

mod decoder;
mod feed;
mod frames;
mod metadata;
mod ogg;
mod seek;

pub(in crate::input) use decoder::FlacDecoder;
pub use decoder::FlacFile;
pub(in crate::input) use feed::Feed;
pub(in crate::input) use frames::Frames;
pub(in crate::input) use metadata::{bad_header, read_metadata};
pub use ogg::OggFlacFile;
