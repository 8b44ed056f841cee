//! Decodes a stream of frames to pieces of samples.

use super::feed::{Feed, FileFeed};
use super::frames::Frames;
use super::metadata::{Metadata, read_metadata};
use super::seek::seek;
use crate::flac::{Digest, FlacStreamInfo, FrameHeader};
use crate::input::output::Output;
use crate::input::{Decoder, InputError, Options, SampleFormat, Source, StreamInfo, Truncation};

/// Bytes of samples returned at once; a single block may be larger.
const PIECE_BYTES: usize = 128 * 1024;

/// A FLAC stream being read. Once it has seen its largest block, it allocates nothing.
pub struct FlacDecoder<F: Feed> {
    frames: Frames<F>,
    /// Decoded, but not yet returned.
    pending: Option<FrameHeader>,
    /// Samples to skip before the next.
    skip: u64,
    /// The digest of everything returned; `None` if a seek skipped anything.
    digest: Option<Digest>,
    out: Output,
    /// The number of samples; `None` where only decoding can tell.
    samples: Option<u64>,
    options: Options,
    pub truncation: Option<Truncation>,
}

impl<F: Feed> FlacDecoder<F> {
    /// Creates a decoder for a stream whose first frame is next.
    pub fn new(mut frames: Frames<F>, options: Options) -> Result<Self, InputError> {
        frames.peek()?;
        let total = frames.info.total_samples;
        let mut decoder = FlacDecoder {
            frames,
            pending: None,
            skip: 0,
            digest: None,
            out: Output::default(),
            samples: (total > 0 && !options.accept_truncated).then_some(total),
            options,
            truncation: None,
        };
        decoder.restart(0);
        Ok(decoder)
    }

    fn restart(&mut self, skip: u64) {
        let info = &self.frames.info;
        let whole = self.frames.position + skip == 0 && info.md5 != [0; 16];
        self.digest = whole.then(|| Digest::new(info.bits_per_sample));
        (self.pending, self.skip) = (None, skip);
    }

    pub fn stream_info(&self, container: &'static str, seekable: bool) -> StreamInfo {
        let info = &self.frames.info;
        StreamInfo {
            sample_rate: info.sample_rate,
            channels: info.channels.into(),
            format: format(info),
            frames: self.samples,
            container,
            codec: "FLAC",
            bits: info.bits_per_sample.into(),
            seekable,
        }
    }

    /// The next blocks, as many as fit in a piece. At the end, `check_end` looks at what follows
    /// them.
    pub fn next_piece(
        &mut self,
        check_end: impl FnOnce(&mut F) -> Result<(), InputError>,
    ) -> Result<&[u8], InputError> {
        let frame_bytes =
            format(&self.frames.info).bytes() * usize::from(self.frames.info.channels);
        self.out.clear();
        loop {
            let header = match self.pending.take() {
                Some(header) => header,
                None => match self.frames.next() {
                    Ok(Some(header)) => header,
                    Ok(None) => break,
                    Err(error) if error.code == "truncated" && self.options.accept_truncated => {
                        self.cut_off();
                        break;
                    }
                    Err(error) => return Err(error),
                },
            };
            let block = header.block_size as usize * frame_bytes;
            if !self.out.is_empty() && self.out.len() + block > PIECE_BYTES {
                self.pending = Some(header);
                break;
            }
            self.write(block);
            let left_out = self.skip.min(header.block_size.into());
            self.skip -= left_out;
            self.out.remove(self.out.len() - block, left_out as usize * frame_bytes);
        }
        if self.out.is_empty() && self.truncation.is_none() {
            self.check_digest()?;
            check_end(&mut self.frames.feed)?;
        }
        Ok(self.out.bytes())
    }

    /// Records that the audio is cut off.
    fn cut_off(&mut self) {
        self.digest = None;
        let total = self.frames.info.total_samples;
        let missing = (total > 0).then(|| total.saturating_sub(self.frames.position));
        self.truncation = Some(Truncation { missing });
    }

    fn write(&mut self, block: usize) {
        let bits = u32::from(self.frames.info.bits_per_sample);
        let bytes = self.out.extend(block);
        match format(&self.frames.info) {
            SampleFormat::Int16 => {
                let samples = as_samples::<i16>(bytes);
                self.frames.decoder.write_i16(16 - bits, samples);
                if let Some(digest) = &mut self.digest {
                    digest.update_i16(samples);
                }
            }
            _ => {
                let samples = as_samples::<i32>(bytes);
                self.frames.decoder.write_i32(32 - bits, samples);
                if let Some(digest) = &mut self.digest {
                    digest.update_i32(samples);
                }
            }
        }
    }

    fn check_digest(&mut self) -> Result<(), InputError> {
        let wanted = self.frames.info.md5;
        match self.digest.take().map(Digest::finish) {
            Some(found) if found != wanted => Err(InputError::new(
                "checksum",
                "the MD5 of its samples isn't the one in its header",
            )
            .hint("copy or export the file again")),
            _ => Ok(()),
        }
    }
}

fn format(info: &FlacStreamInfo) -> SampleFormat {
    if info.bits_per_sample <= 16 { SampleFormat::Int16 } else { SampleFormat::Int32 }
}

/// A native file.
pub struct FlacFile<S: Source> {
    decoder: FlacDecoder<FileFeed<S>>,
    metadata: Metadata,
    /// The first frame, if frames tell where they are.
    first: Option<FrameHeader>,
}

impl<S: Source> FlacFile<S> {
    /// Opens a file that begins with FLAC's marker.
    pub fn open(mut source: S, options: Options) -> Result<Self, InputError> {
        let metadata = read_metadata(&mut source, 0)?;
        let feed = FileFeed { source, position: metadata.audio_start };
        let mut decoder = FlacDecoder::new(Frames::new(feed, metadata.info), options)?;
        // Frames of different sizes that are numbered one by one don't tell where they are.
        let tells = |first: &FrameHeader| first.variable || metadata.info.is_fixed();
        let first = decoder.frames.peek()?.filter(tells);
        let first = first.filter(|_| metadata.info.total_samples > 0);
        let mut file = FlacFile { decoder, metadata, first };
        if options.accept_truncated {
            file.find_end()?;
        }
        Ok(file)
    }

    /// Finds the last frame, so that the length is known where some are missing.
    fn find_end(&mut self) -> Result<(), InputError> {
        let Some(first) = &self.first else { return Ok(()) };
        let total = self.metadata.info.total_samples;
        let frames = &mut self.decoder.frames;
        seek(frames, &self.metadata, first, total - 1)?;
        while frames.position < total {
            match frames.next() {
                Ok(Some(_)) => (),
                Err(error) if error.code == "truncated" => {
                    self.decoder.samples = Some(self.decoder.frames.position);
                    self.decoder.cut_off();
                    break;
                }
                // Damage is reported where it is reached.
                _ => break,
            }
        }
        if self.decoder.truncation.is_none() {
            self.decoder.samples = Some(total);
        }
        let frames = &mut self.decoder.frames;
        frames.feed.position = self.metadata.audio_start;
        frames.restart(0);
        self.decoder.restart(0);
        Ok(())
    }
}

impl<S: Source> Decoder for FlacFile<S> {
    fn info(&self) -> StreamInfo {
        self.decoder.stream_info("FLAC", self.first.is_some())
    }

    fn read_next(&mut self) -> Result<&[u8], InputError> {
        self.decoder.next_piece(|_| Ok(()))
    }

    fn truncation(&self) -> Option<Truncation> {
        self.decoder.truncation
    }

    fn seek(&mut self, frame: u64) -> Result<bool, InputError> {
        let Some(first) = &self.first else { return Ok(false) };
        let skip = seek(&mut self.decoder.frames, &self.metadata, first, frame)?;
        self.decoder.restart(skip);
        Ok(true)
    }
}

fn as_samples<T: Integer>(bytes: &mut [u8]) -> &mut [T] {
    // SAFETY: every pattern is an integer.
    unsafe { bytes.align_to_mut().1 }
}

/// # Safety
/// Every pattern of bits is a value.
unsafe trait Integer {}
// SAFETY: it is an integer.
unsafe impl Integer for i16 {}
// SAFETY: it is an integer.
unsafe impl Integer for i32 {}
