//! From a file's first bytes to its decoder.

use super::flac::{FlacFile, OggFlacFile};
use super::opus::OggOpusFile;
use super::sniff::{Container, Found, sniff};
use super::source::Rest;
use super::vorbis::OggVorbisFile;
use super::{
    Decoder, InputError, Source, StreamInfo, Truncation, aac, aiff, caf, matroska, mp4, mpeg,
    sphere, sun, wav, wave64,
};

/// How strictly to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Accepts audio that is cut off, and returns its whole frames; [`Decoder::truncation`] reports
    /// it. Otherwise, truncated audio is an error.
    pub accept_truncated: bool,
    /// Which of a file's audio tracks to read, counting from 1; 0 for the first.
    pub track: u32,
    /// Takes a length from a recording's index and times, where it has them, rather than counting
    /// packets. A gap in the recording is then part of the length. For looking only.
    pub by_index: bool,
}

impl Options {
    /// The track that is asked for, counting from 1.
    pub fn track(&self) -> u32 {
        self.track.max(1)
    }
}

/// Opens an audio file; its contents determine its format. Anything before the audio is ignored.
pub fn open<'a, S: Source + 'a>(
    mut source: S,
    options: Options,
) -> Result<Box<dyn Decoder + 'a>, InputError> {
    let Found { container, start } = sniff(&mut source)?;
    if options.track() > 1
        && !matches!(container, Container::Matroska | Container::WebM | Container::Mpeg4)
    {
        return Err(InputError::no_track(1, options.track()));
    }
    let source = Rest::new(source, start);
    let decoder: Box<dyn Decoder + 'a> = match container {
        Container::Wav => wav::open(source, options)?,
        Container::Wave64 => wave64::open(source, options)?,
        Container::Sphere => Box::new(sphere::open(source, options)?),
        Container::Sun => Box::new(sun::open(source, options)?),
        Container::Aiff => Box::new(aiff::open(source, options)?),
        Container::Caf => caf::open(source, options)?,
        Container::Matroska | Container::WebM => matroska::open(source, options)?,
        Container::Flac => Box::new(FlacFile::open(source, options)?),
        Container::OggFlac => Box::new(OggFlacFile::open(source, options)?),
        Container::OggOpus => Box::new(OggOpusFile::open(source, options)?),
        Container::Mpeg4 => mp4::open(source, options)?,
        Container::Adts => Box::new(aac::open(source, options)?),
        Container::MpegAudio => Box::new(mpeg::open(source, options)?),
        Container::OggVorbis => Box::new(OggVorbisFile::open(source, options)?),
    };
    Ok(Box::new(Checked { decoder, position: 0 }))
}

/// Compares the announced length with what is decoded: whatever a format's own rules are, a wrong
/// length is never passed on silently.
struct Checked<'a> {
    decoder: Box<dyn Decoder + 'a>,
    /// Frames returned, or sought past.
    position: u64,
}

impl Decoder for Checked<'_> {
    fn info(&self) -> StreamInfo {
        self.decoder.info()
    }

    fn truncation(&self) -> Option<Truncation> {
        self.decoder.truncation()
    }

    fn read_next(&mut self) -> Result<&[u8], InputError> {
        let info = self.decoder.info();
        let piece = self.decoder.read_next()?;
        self.position += (piece.len() / (info.channels as usize * info.format.bytes())) as u64;
        match info.frames {
            Some(frames)
                if self.position > frames || (piece.is_empty() && self.position < frames) =>
            {
                Err(InputError::new("bad-header", "its header gives a wrong length")
                    .found(format!("{} frames decoded", self.position))
                    .wanted(format!("{frames} frames"))
                    .hint("convert it to WAV or FLAC with a program that plays all of it"))
            }
            _ => Ok(piece),
        }
    }

    fn seek(&mut self, frame: u64) -> Result<bool, InputError> {
        let done = self.decoder.seek(frame)?;
        if done {
            self.position = frame;
        }
        Ok(done)
    }
}
