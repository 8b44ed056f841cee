//! What a file says about its tracks.

use super::ebml::Element;
use super::ids;
use crate::input::window::Window;
use crate::input::{InputError, Source, limits};

/// Tracks of a kind other than audio have other numbers.
const AUDIO_TYPE: u64 = 2;
/// Longer than any codec's configuration; Vorbis's is the longest, with its comments.
const MAX_PRIVATE_BYTES: u64 = 1 << 20;
/// More than any file has.
const MAX_TRACKS: u32 = 1000;

/// A track with audio.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Track {
    pub number: u64,
    pub codec: String,
    /// The codec's configuration.
    pub private: Vec<u8>,
    pub channels: u32,
    pub sample_rate: u32,
    /// The rate that is to be heard, if it differs.
    pub output_rate: Option<u32>,
    pub bits: u64,
    /// Nanoseconds that the encoder added before the audio, if the file says so.
    pub delay: Option<u64>,
    /// Bytes that were removed from the beginning of every packet.
    pub prefix: Vec<u8>,
}

/// The audio track that is asked for, counting from 1.
pub fn find<S: Source>(
    window: &mut Window<S>,
    tracks: &Element,
    wanted: u32,
) -> Result<Track, InputError> {
    let end = tracks.known_end()?;
    let mut at = tracks.start;
    let (mut seen, mut audio) = (0, 0);
    while let Some(entry) = Element::read_within(window, at, end)? {
        at = entry.known_end()?;
        if entry.id != ids::TRACK_ENTRY {
            continue;
        }
        seen += 1;
        if seen > MAX_TRACKS {
            return Err(InputError::new("bad-header", "it has more tracks than any real file"));
        }
        if !is_audio(window, &entry)? {
            continue;
        }
        audio += 1;
        if audio == wanted {
            return Track::read(window, &entry);
        }
    }
    Err(InputError::no_track(audio, wanted))
}

fn is_audio<S: Source>(window: &mut Window<S>, entry: &Element) -> Result<bool, InputError> {
    let mut at = entry.start;
    while let Some(element) = Element::read_within(window, at, entry.known_end()?)? {
        at = element.known_end()?;
        if element.id == ids::TRACK_TYPE {
            return Ok(element.unsigned(window)? == AUDIO_TYPE);
        }
    }
    Ok(false)
}

impl Track {
    fn read<S: Source>(window: &mut Window<S>, entry: &Element) -> Result<Self, InputError> {
        let mut track = Track { channels: 1, sample_rate: 8000, ..Track::default() };
        let mut at = entry.start;
        while let Some(element) = Element::read_within(window, at, entry.known_end()?)? {
            at = element.known_end()?;
            match element.id {
                ids::TRACK_NUMBER => track.number = element.unsigned(window)?,
                ids::CODEC_ID => track.codec = element.text(window)?,
                ids::CODEC_PRIVATE => {
                    track.private = element.contents(window, MAX_PRIVATE_BYTES)?.to_vec();
                }
                ids::CODEC_DELAY => track.delay = Some(element.unsigned(window)?),
                ids::AUDIO => track.read_audio(window, &element)?,
                ids::CONTENT_ENCODINGS => track.read_encodings(window, &element)?,
                _ => (),
            }
        }
        Ok(track)
    }

    fn read_audio<S: Source>(
        &mut self,
        window: &mut Window<S>,
        audio: &Element,
    ) -> Result<(), InputError> {
        let mut at = audio.start;
        while let Some(element) = Element::read_within(window, at, audio.known_end()?)? {
            at = element.known_end()?;
            match element.id {
                ids::SAMPLING_FREQUENCY => {
                    self.sample_rate = limits::check_sample_rate(element.float(window)?)?;
                }
                ids::OUTPUT_SAMPLING_FREQUENCY => {
                    let rate = limits::check_sample_rate(element.float(window)?)?;
                    self.output_rate = Some(rate);
                }
                ids::CHANNELS => {
                    let channels = element.unsigned(window)?;
                    let channels = u32::try_from(channels).unwrap_or(u32::MAX);
                    self.channels = limits::check_channels(channels)?;
                }
                ids::BIT_DEPTH => self.bits = element.unsigned(window)?,
                _ => (),
            }
        }
        Ok(())
    }

    /// Packets may be compressed or encrypted. Only one way is read: bytes that all packets have in
    /// common, left out.
    fn read_encodings<S: Source>(
        &mut self,
        window: &mut Window<S>,
        encodings: &Element,
    ) -> Result<(), InputError> {
        let mut at = encodings.start;
        while let Some(encoding) = Element::read_within(window, at, encodings.known_end()?)? {
            at = encoding.known_end()?;
            if encoding.id != ids::CONTENT_ENCODING {
                continue;
            }
            let (mut scope, mut encrypted, mut algorithm) = (1, false, 0);
            let mut prefix = Vec::new();
            let mut inner = vec![(encoding.start, encoding.known_end()?)];
            while let Some((start, end)) = inner.pop() {
                let mut at = start;
                while let Some(element) = Element::read_within(window, at, end)? {
                    at = element.known_end()?;
                    match element.id {
                        ids::CONTENT_ENCODING_SCOPE => scope = element.unsigned(window)?,
                        ids::CONTENT_ENCODING_TYPE => encrypted = element.unsigned(window)? == 1,
                        ids::CONTENT_COMPRESSION if inner.is_empty() => {
                            inner.push((element.start, element.known_end()?));
                        }
                        ids::CONTENT_COMP_ALGO => algorithm = element.unsigned(window)?,
                        ids::CONTENT_COMP_SETTINGS => {
                            prefix = element.contents(window, MAX_PREFIX_BYTES)?.to_vec();
                        }
                        _ => (),
                    }
                }
            }
            if encrypted {
                return Err(InputError::unsupported_codec("encrypted"));
            }
            if algorithm != STRIPPED || scope != 1 {
                return Err(InputError::unsupported_codec(
                    "compressed once more, packet by packet",
                )
                .hint("remux it, for example with `mkvmerge --compression -1:none -o OUT IN`"));
            }
            self.prefix = [prefix, std::mem::take(&mut self.prefix)].concat();
            if self.prefix.len() as u64 > MAX_PREFIX_BYTES {
                return Err(InputError::new("bad-header", "its packets lack too many bytes"));
            }
        }
        Ok(())
    }
}

/// The algorithm that leaves out what packets have in common.
const STRIPPED: u64 = 3;
const MAX_PREFIX_BYTES: u64 = 1024;
