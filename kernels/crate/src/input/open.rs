//! From a file's first bytes to its decoder.

use super::flac::{FlacFile, OggFlacFile};
use super::opus::OggOpusFile;
use super::sniff::{Container, Found, sniff};
use super::wav::WavDecoder;
use super::{Decoder, InputError, Source};

/// Opens an audio file: what it is, is told by its contents.
pub fn open<'a, S: Source + 'a>(mut source: S) -> Result<Box<dyn Decoder + 'a>, InputError> {
    let Found { container, start } = sniff(&mut source)?;
    match container {
        Container::Wav => Ok(Box::new(WavDecoder::open(source)?)),
        Container::OggFlac => Ok(Box::new(OggFlacFile::open(source, start)?)),
        Container::OggOpus => Ok(Box::new(OggOpusFile::open(source, start)?)),
        Container::Flac => Ok(Box::new(FlacFile::open(source, start)?)),
        _ => Err(unsupported(container.name())),
    }
}

fn unsupported(found: &'static str) -> InputError {
    InputError::new("unsupported-format", format!("it looks like {found}"))
        .found(found)
        .wanted("WAV")
        .hint("convert it to WAV first")
}
