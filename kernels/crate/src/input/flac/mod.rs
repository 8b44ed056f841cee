//! FLAC files, native and in Ogg: `metadata` walks the header, `feed` supplies the audio's bytes,
//! `frames` decodes them and checks that they belong together, `seek` finds frames, `decoder`
//! returns pieces.

mod decoder;
mod feed;
mod frames;
mod metadata;
mod ogg;
mod seek;

pub use decoder::{FlacDecoder, FlacFile};
pub use feed::Feed;
pub use frames::Frames;
pub use metadata::{bad_header, read_metadata};
pub use ogg::OggFlacFile;
