//! Decodes a file to pieces of samples.

use std::ops::Range;

use super::link::Link;
use crate::input::ogg::{OggReader, Packet, PacketReader};
use crate::input::output::Output;
use crate::input::{Decoder, InputError, Options, SampleFormat, Source, StreamInfo, Truncation};
use crate::opus::MAX_PACKET_SAMPLES;

/// Bytes of samples returned at once, not counting what a last packet adds.
const PIECE_BYTES: usize = 128 * 1024;

/// An Ogg Opus file being read. Once it has seen its largest page, it allocates nothing.
pub struct OggOpusFile<S: Source> {
    packets: PacketReader<S>,
    link: Link,
    frames: Option<u64>,
    out: Output,
    options: Options,
    truncation: Option<Truncation>,
}

impl<S: Source> OggOpusFile<S> {
    /// Opens a file, and reads it to its end: only that shows how long it is.
    pub fn open(source: S, options: Options) -> Result<Self, InputError> {
        let (pages, head) = OggReader::open(source, 0, is_opus)?;
        let mut packets = PacketReader::new(pages);
        let start = packets.pages.bookmark();
        let mut file = OggOpusFile {
            link: Link::open(&mut packets, &head)?,
            packets,
            frames: None,
            out: Output::default(),
            options,
            truncation: None,
        };
        let frames = match file.measure() {
            Ok(frames) => Some(frames),
            // Errors are reported where they are reached, but an impossible length isn't trusted.
            Err(error) if matches!(error.code, "damaged" | "checksum" | "out-of-order") => None,
            Err(error) => return Err(error),
        };
        file.packets.clear();
        file.packets.pages.go_back(start);
        file.link = Link::open(&mut file.packets, &head)?;
        file.frames = frames;
        Ok(file)
    }

    /// Counts the samples that decoding will return.
    fn measure(&mut self) -> Result<u64, InputError> {
        let mut frames = 0;
        while let Some(kept) = self.next_packet(|link, packet| link.count(packet))? {
            frames += kept.len() as u64;
        }
        Ok(frames)
    }

    /// Has a packet counted or decoded by the stream that it is in; `None` at the end of the file.
    fn next_packet(
        &mut self,
        mut run: impl FnMut(&mut Link, &Packet<'_>) -> Result<Range<usize>, InputError>,
    ) -> Result<Option<Range<usize>>, InputError> {
        loop {
            let end = match self.packets.next() {
                Ok(Some(packet)) => return run(&mut self.link, &packet).map(Some),
                Ok(None) => Ok(()),
                Err(error) => Err(error),
            };
            match end {
                Ok(()) if self.next_link()? => (),
                Ok(()) => return Ok(None),
                Err(error) if error.code == "truncated" && self.options.accept_truncated => {
                    self.truncation = Some(Truncation { missing: None });
                    return Ok(None);
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Moves to the next stream in the chain; false if there is none.
    fn next_link(&mut self) -> Result<bool, InputError> {
        let Some(head) = self.packets.pages.next_stream(is_opus)? else { return Ok(false) };
        let channels = self.link.head.mapping.len();
        self.packets.clear();
        self.link = Link::open(&mut self.packets, &head)?;
        let found = self.link.head.mapping.len();
        if found == channels {
            return Ok(true);
        }
        Err(InputError::new("format-change", "its format changes from one stream to the next")
            .found(format!("{found} channels"))
            .wanted(format!("{channels} channels, as before"))
            .hint("split it where they meet"))
    }
}

fn is_opus(packet: &[u8]) -> bool {
    packet.starts_with(b"OpusHead")
}

impl<S: Source> Decoder for OggOpusFile<S> {
    fn info(&self) -> StreamInfo {
        StreamInfo {
            sample_rate: 48_000,
            channels: self.link.head.mapping.len() as u32,
            format: SampleFormat::Float32,
            frames: self.frames,
            container: "Ogg",
            codec: "Opus",
            bits: 0,
            // A packet depends on those before it.
            seekable: false,
        }
    }

    fn truncation(&self) -> Option<Truncation> {
        self.truncation
    }

    fn read_next(&mut self) -> Result<&[u8], InputError> {
        let frame_bytes = self.link.head.mapping.len() * size_of::<f32>();
        self.out.clear();
        let mut out = std::mem::take(&mut self.out);
        while out.len() < PIECE_BYTES {
            let start = out.len();
            let kept = self.next_packet(|link, packet| {
                let bytes = out.extend(MAX_PACKET_SAMPLES * frame_bytes);
                // SAFETY: every pattern is a float; pieces have a larger alignment, and hold only
                // floats.
                let floats = unsafe { bytes.align_to_mut::<f32>().1 };
                link.decode(packet, floats)
            })?;
            let Some(kept) = kept else { break };
            out.truncate(start + kept.end * frame_bytes);
            out.remove(start, kept.start * frame_bytes);
        }
        self.out = out;
        Ok(self.out.bytes())
    }
}
