//! FLAC in Ogg: the stream information is in the first packet; each metadata block and each frame
//! is a packet of its own.

use super::decoder::FlacDecoder;
use super::feed::Feed;
use super::frames::{Frames, several_streams};
use super::metadata::{bad_header, parse_info};
use crate::input::ogg::{OggReader, PacketReader};
use crate::input::{Decoder, InputError, Options, Source, StreamInfo, Truncation};

/// The packets' bytes, one packet after another.
struct OggFeed<S: Source> {
    packets: PacketReader<S>,
    packet: Vec<u8>,
    given: usize,
}

impl<S: Source> Feed for OggFeed<S> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, InputError> {
        while self.given == self.packet.len() {
            let Some(packet) = self.packets.next()? else { return Ok(0) };
            self.packet.clear();
            self.packet.extend_from_slice(packet.bytes);
            self.given = 0;
        }
        let rest = &self.packet[self.given..];
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.given += count;
        Ok(count)
    }
}

/// The most metadata blocks, as in native files.
const MAX_BLOCKS: u32 = 10_000;

/// An Ogg file.
pub struct OggFlacFile<S: Source> {
    decoder: FlacDecoder<OggFeed<S>>,
}

impl<S: Source> OggFlacFile<S> {
    /// Opens a file that begins with a page.
    pub fn open(source: S, options: Options) -> Result<Self, InputError> {
        let (pages, head) = OggReader::open(source, 0, |packet| packet.starts_with(b"\x7FFLAC"))?;
        let Some((&[major, _, _, _, b'f', b'L', b'a', b'C', kind, 0, 0, 34], info)) =
            head[5..].split_first_chunk()
        else {
            return Err(bad_header("the first packet of its FLAC stream is malformed"));
        };
        if major != 1 || kind & 0x7F != 0 {
            return Err(bad_header("its FLAC is stored in Ogg in an unknown way"));
        }
        let info = parse_info(info)?;
        let mut packets = PacketReader::new(pages);
        let mut last = kind & 0x80 != 0;
        let mut blocks = 0;
        while !last {
            let Some(packet) = packets.next()? else {
                return Err(InputError::new("truncated-header", "it ends before its audio"));
            };
            match packet.bytes.first() {
                Some(0xFF) | None => {
                    return Err(bad_header("its audio begins before its metadata ends"));
                }
                Some(kind) => last = kind & 0x80 != 0,
            }
            blocks += 1;
            if blocks > MAX_BLOCKS {
                return Err(bad_header("it has more metadata blocks than any writer makes"));
            }
        }
        let feed = OggFeed { packets, packet: Vec::new(), given: 0 };
        Ok(OggFlacFile { decoder: FlacDecoder::new(Frames::new(feed, info), options)? })
    }
}

impl<S: Source> Decoder for OggFlacFile<S> {
    fn info(&self) -> StreamInfo {
        self.decoder.stream_info("Ogg", false)
    }

    fn truncation(&self) -> Option<Truncation> {
        self.decoder.truncation
    }

    fn read_next(&mut self) -> Result<&[u8], InputError> {
        self.decoder.next_piece(|feed| {
            let is_flac = |packet: &[u8]| packet.starts_with(b"\x7FFLAC");
            match feed.packets.pages.next_stream(is_flac)? {
                Some(_) => Err(several_streams()),
                None => Ok(()),
            }
        })
    }
}
