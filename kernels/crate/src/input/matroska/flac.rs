//! FLAC in Matroska: the configuration is what a file begins with, and each packet is a frame.

use std::cell::RefCell;
use std::rc::Rc;

use super::blocks::Blocks;
use super::track::Track;
use crate::input::flac::{Feed, FlacDecoder, Frames, bad_header, read_metadata};
use crate::input::{Decoder, InputError, Options, Source, StreamInfo, Truncation};

/// What is wrong with the packets after those that were read. It is reported once the decoder, which
/// reads ahead, has come there.
type Failure = Rc<RefCell<Option<InputError>>>;

/// The packets' bytes, one packet after another.
struct BlockFeed<S: Source> {
    failure: Failure,
    blocks: Blocks<S>,
    prefix: Vec<u8>,
    packet: Vec<u8>,
    given: usize,
}

impl<S: Source> Feed for BlockFeed<S> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, InputError> {
        while self.given == self.packet.len() {
            if self.failure.borrow().is_some() {
                return Ok(0);
            }
            let packet = match self.blocks.next() {
                Ok(Some(packet)) => packet,
                Ok(None) => return Ok(0),
                Err(error) => {
                    *self.failure.borrow_mut() = Some(error);
                    return Ok(0);
                }
            };
            self.packet.clear();
            self.packet.extend_from_slice(&self.prefix);
            let bytes = self.blocks.window.at(packet.start, packet.length as usize)?;
            self.packet.extend_from_slice(bytes);
            self.given = 0;
        }
        let rest = &self.packet[self.given..];
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.given += count;
        Ok(count)
    }
}

struct MatroskaFlac<S: Source> {
    decoder: FlacDecoder<BlockFeed<S>>,
    container: &'static str,
    failure: Failure,
    options: Options,
    truncation: Option<Truncation>,
}

/// Opens a track of FLAC.
pub fn open<'a, S: Source + 'a>(
    blocks: Blocks<S>,
    track: Track,
    container: &'static str,
    options: Options,
) -> Result<Box<dyn Decoder + 'a>, InputError> {
    if !track.private.starts_with(b"fLaC") {
        return Err(bad_header("its track doesn't begin as FLAC does"));
    }
    let metadata = read_metadata(&mut &track.private[..], 0)?;
    let failure = Failure::default();
    let feed = BlockFeed {
        failure: failure.clone(),
        blocks,
        prefix: track.prefix,
        packet: Vec::new(),
        given: 0,
    };
    let decoder = FlacDecoder::new(Frames::new(feed, metadata.info), options)
        .map_err(|error| failure.take().unwrap_or(error))?;
    Ok(Box::new(MatroskaFlac { decoder, container, failure, options, truncation: None }))
}

impl<S: Source> Decoder for MatroskaFlac<S> {
    fn info(&self) -> StreamInfo {
        self.decoder.stream_info(self.container, false)
    }

    fn truncation(&self) -> Option<Truncation> {
        self.decoder.truncation.or(self.truncation)
    }

    fn read_next(&mut self) -> Result<&[u8], InputError> {
        let (failure, options, truncation) = (&self.failure, self.options, &mut self.truncation);
        let piece = self.decoder.next_piece(|_| match failure.take() {
            Some(error) if error.code == "truncated" && options.accept_truncated => {
                *truncation = Some(Truncation { missing: None });
                Ok(())
            }
            Some(error) => Err(error),
            None => Ok(()),
        });
        // A decoder that comes to an end too early can't know why.
        piece.map_err(|error| failure.take().unwrap_or(error))
    }
}
