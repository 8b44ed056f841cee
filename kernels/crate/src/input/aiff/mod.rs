//! AIFF and AIFF-C: a `COMM` chunk says what the audio is, an `SSND` chunk holds it.

mod common;

use self::common::Common;
use super::chunks::{Chunk, head, two_data_chunks, walk};
use super::pcm_stream::{PcmLayout, PcmPart, PcmStream};
use super::{Decoder, InputError, Options, Source};

/// Opens a file that begins as AIFF files do.
pub fn open<S: Source>(mut source: S, options: Options) -> Result<impl Decoder, InputError> {
    let size = source.size();
    let (mut common, mut sound) = (None, None);
    walk::<4, S>(&mut source, 12, |source, chunk| {
        match &chunk.id {
            b"COMM" => common = Some(Common::read(source, &chunk)?),
            b"SSND" if sound.is_some() => return Err(two_data_chunks()),
            b"SSND" => sound = Some(chunk),
            _ => (),
        }
        Ok(common.is_none() || sound.is_none() || chunk.is_named())
    })?;
    let Some(common) = common else {
        return Err(InputError::truncated_header("format", size));
    };
    let data = match sound {
        Some(chunk) => Data::of(&mut source, &chunk)?,
        // A file without audio doesn't need a chunk for it.
        None if common.frames == 0 => {
            Data { start: size, there: 0, claimed: 0, open: false, padded: false }
        }
        None => return Err(InputError::truncated_header("audio", size)),
    };
    let layout = PcmLayout {
        container: "AIFF",
        coding: common.coding,
        channels: common.channels,
        sample_rate: common.sample_rate,
    };
    let (frames, missing) = data.frames(common.frames, layout.frame_bytes(), options)?;
    let parts = vec![PcmPart { start: data.start, frames }];
    Ok(PcmStream::new(source, layout, parts)?.lacking(missing))
}

/// The bytes of audio.
struct Data {
    start: u64,
    there: u64,
    /// How many the chunk claims there are.
    claimed: u64,
    /// Whether its end is padded to whole blocks.
    padded: bool,
    /// Whether a writer that couldn't go back left the length open.
    open: bool,
}

impl Data {
    fn of<S: Source>(source: &mut S, chunk: &Chunk) -> Result<Self, InputError> {
        let size = source.size();
        let Some([a, b, c, d, block @ ..]) = head::<8, S>(source, &Chunk { length: 8, ..*chunk })?
        else {
            return Err(InputError::truncated_header("audio", size));
        };
        let skipped = 8 + u64::from(u32::from_be_bytes([a, b, c, d]));
        let start = chunk.start + skipped;
        let open = chunk.length < 8 || (chunk.end() > size && chunk.length >= OPEN_LENGTH);
        let there = match open {
            true => size.saturating_sub(start),
            false => chunk.available(size).saturating_sub(skipped),
        };
        let claimed = if open { there } else { chunk.length.saturating_sub(skipped) };
        Ok(Data { start, there, claimed, open, padded: block != [0; 4] })
    }

    /// The number of frames, and how many of the announced ones are missing. Where the chunk that
    /// holds them has more than are announced, libsndfile, ffmpeg and SoX read all of them, and so
    /// do we.
    fn frames(
        &self,
        announced: u32,
        frame_bytes: u64,
        options: Options,
    ) -> Result<(u64, u64), InputError> {
        let announced = u64::from(announced);
        let there = self.there / frame_bytes;
        let wanted = match self.open || self.padded {
            true if announced > 0 => announced,
            _ => announced.max(self.claimed / frame_bytes),
        };
        if wanted <= there {
            return Ok((wanted, 0));
        }
        if self.open {
            return Ok((there, 0));
        }
        if options.accept_truncated {
            return Ok((there, wanted - there));
        }
        Err(InputError::truncated(format!("{there} frames"), format!("{wanted} frames")))
    }
}

/// The length left by writers that can't go back is about 2 GiB (sox), or all ones.
const OPEN_LENGTH: u64 = 0x7F00_0000;

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(id: &[u8; 4], contents: &[u8]) -> Vec<u8> {
        let length = (contents.len() as u32).to_be_bytes();
        [id, &length[..], contents, &vec![0; contents.len() % 2][..]].concat()
    }

    fn comm(channels: u16, frames: u32, bits: u16, coding: &[u8]) -> Vec<u8> {
        let rate = [0x40, 0x0C, 0xBB, 0x80, 0, 0, 0, 0, 0, 0];
        let fields = [&channels.to_be_bytes()[..], &frames.to_be_bytes(), &bits.to_be_bytes()];
        chunk(b"COMM", &[&fields.concat()[..], &rate, coding].concat())
    }

    fn aiff(chunks: &[Vec<u8>]) -> Vec<u8> {
        [b"FORM\0\0\0\0AIFC".to_vec(), chunks.concat()].concat()
    }

    fn sound(offset: u32, samples: &[u8]) -> Vec<u8> {
        let skipped = vec![9; offset as usize];
        chunk(b"SSND", &[&offset.to_be_bytes()[..], &[0; 4], &skipped, samples].concat())
    }

    fn decode(file: &[u8]) -> Result<Vec<u8>, InputError> {
        let mut decoder = open(file, Options::default())?;
        assert_eq!(decoder.info().sample_rate, 12_000);
        Ok(decoder.read_next()?.to_vec())
    }

    #[test]
    fn chunks_come_in_any_order_and_audio_at_an_offset() {
        let name = chunk(b"NAME", b"odd");
        for offset in [0, 3] {
            let sound = sound(offset, &[1, 2, 3, 4]);
            for chunks in [
                [comm(1, 2, 16, b""), name.clone(), sound.clone()],
                [sound.clone(), name.clone(), comm(1, 2, 16, b"")],
            ] {
                assert_eq!(decode(&aiff(&chunks)).unwrap(), [2, 1, 4, 3]);
            }
        }
    }

    #[test]
    fn codecs_are_recognised_by_their_identifiers() {
        for (coding, bits, wanted) in [
            (&b"NONE"[..], 8, &[0, 1, 0, 2, 0, 3, 0, 4][..]),
            (b"raw ", 8, &[0, 0x81, 0, 0x82, 0, 0x83, 0, 0x84]),
            (b"sowt", 16, &[1, 2, 3, 4]),
            (b"twos", 12, &[2, 1, 4, 3]),
            (b"in24", 24, &[0, 3, 2, 1]),
            (b"fl32", 32, &[4, 3, 2, 1]),
            (b"23ni", 32, &[1, 2, 3, 4]),
        ] {
            let stored = if coding == b"in24" { 3 } else { 4 };
            let frames = stored as u32 / u32::from(bits).div_ceil(8);
            let file = aiff(&[comm(1, frames, bits, coding), sound(0, &[1, 2, 3, 4][..stored])]);
            assert_eq!(decode(&file).unwrap(), wanted);
        }
        let ima = aiff(&[comm(1, 1, 16, b"ima4"), sound(0, &[0; 34])]);
        assert_eq!(decode(&ima).unwrap_err().code, "unsupported-codec");
    }

    #[test]
    fn missing_audio_is_an_error_unless_the_length_was_left_open() {
        let whole = aiff(&[comm(1, 3, 16, b"NONE"), sound(0, &[1, 2, 3, 4])]);
        assert_eq!(decode(&whole).unwrap_err().code, "truncated");
        let mut open = whole.clone();
        let length = open.len() - 16;
        open[length..length + 4].copy_from_slice(&0x7F00_0008_u32.to_be_bytes());
        assert_eq!(decode(&open).unwrap(), [2, 1, 4, 3]);
    }

    #[test]
    fn absurd_headers_are_refused() {
        let sound = sound(0, &[0; 4]);
        for (common, code) in [
            (comm(0, 1, 16, b"NONE"), "channels"),
            (comm(256, 1, 16, b"NONE"), "channels"),
            (comm(1, 1, 0, b"NONE"), "unsupported-codec"),
            (comm(1, 1, 64, b"NONE"), "unsupported-codec"),
            (comm(1, u32::MAX, 16, b"NONE"), "truncated"),
        ] {
            assert_eq!(decode(&aiff(&[common, sound.clone()])).unwrap_err().code, code);
        }
    }
}
