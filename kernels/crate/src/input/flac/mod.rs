//! FLAC files, native and in Ogg: `metadata` walks the header, `feed` supplies the audio's bytes,
//! `frames` decodes them and checks that they belong together, `seek` finds frames, `decoder`
//! returns pieces.

mod decoder;
mod feed;
mod frames;
mod metadata;
mod ogg;
mod seek;

pub use decoder::FlacFile;
pub use ogg::OggFlacFile;
