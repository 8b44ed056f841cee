//! From a file's first bytes to its decoder.

use super::flac::{FlacFile, OggFlacFile};
use super::opus::OggOpusFile;
use super::sniff::{Container, Found, sniff};
use super::{Decoder, InputError, Source, aac, aiff, caf, mp4, mpeg, vorbis, wav};

/// Opens an audio file: what it is, is told by its contents.
pub fn open<'a, S: Source + 'a>(mut source: S) -> Result<Box<dyn Decoder + 'a>, InputError> {
    let Found { container, start } = sniff(&mut source)?;
    match container {
        Container::Wav => Ok(Box::new(wav::open(source)?)),
        Container::Aiff => Ok(Box::new(aiff::open(source)?)),
        Container::Caf => caf::open(source),
        Container::Flac => Ok(Box::new(FlacFile::open(source, start)?)),
        Container::OggFlac => Ok(Box::new(OggFlacFile::open(source, start)?)),
        Container::OggOpus => Ok(Box::new(OggOpusFile::open(source, start)?)),
        Container::Mpeg4 => mp4::open(source),
        Container::Adts => Ok(Box::new(aac::open(source, start)?)),
        Container::MpegAudio => Ok(Box::new(mpeg::open(source, start)?)),
        Container::OggVorbis => Ok(Box::new(vorbis::open(source, start)?)),
    }
}
