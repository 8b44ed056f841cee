//! Frame headers (RFC 9639, section 9.1).

use super::FlacError;
use super::crc::crc8;

/// How the channels of a frame are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChannelMode {
    Independent,
    LeftSide,
    SideRight,
    MidSide,
}

/// What a frame says about itself. `None` means that the stream's own information applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameHeader {
    /// Samples per channel, 1 to 65,535.
    pub block_size: u32,
    pub sample_rate: Option<u32>,
    pub channels: u8,
    pub mode: ChannelMode,
    pub bits_per_sample: Option<u8>,
    /// Whether `number` counts samples; otherwise, it counts frames.
    pub variable: bool,
    pub number: u64,
    /// Bytes in the header, including its checksum.
    pub byte_length: usize,
}

/// The most bytes a header takes.
pub const MAX_HEADER_BYTES: usize = 16;

impl FrameHeader {
    /// Parses the header at the beginning of `bytes`.
    pub fn parse(bytes: &[u8]) -> Result<Self, FlacError> {
        let &[sync, strategy, sizes, layout, ..] = bytes else {
            return Err(if b"\xFF\xF8".starts_with(&bytes[..bytes.len().min(1)]) {
                FlacError::NeedMore
            } else {
                FlacError::NotAFrame
            });
        };
        if sync != 0xFF || strategy & 0xFE != 0xF8 {
            return Err(FlacError::NotAFrame);
        }
        let variable = strategy & 1 == 1;
        let mut rest = Rest { bytes, at: 4 };
        let number = rest.coded_number(if variable { 7 } else { 6 });
        // Check what the codes mean before checking whether bytes are missing: bytes that aren't a
        // header shouldn't wait for more.
        let mut header = FrameHeader {
            block_size: 0,
            sample_rate: None,
            channels: 0,
            mode: ChannelMode::Independent,
            bits_per_sample: bit_depth(layout >> 1 & 7)?,
            variable,
            number: 0,
            byte_length: 0,
        };
        (header.channels, header.mode) = channels(layout >> 4)?;
        if layout & 1 != 0 {
            return Err(FlacError::Forbidden("its header sets a reserved bit"));
        }
        header.number = number?;
        header.block_size = match sizes >> 4 {
            0 => return Err(FlacError::Forbidden("its header has a reserved block size")),
            1 => 192,
            code @ 2..=5 => 144 << code,
            6 => rest.number(1)? + 1,
            7 => rest.number(2)? + 1,
            code => 1 << code,
        };
        header.sample_rate = match sizes & 15 {
            0 => None,
            12 => Some(rest.number(1)? * 1000),
            13 => Some(rest.number(2)?),
            14 => Some(rest.number(2)? * 10),
            15 => return Err(FlacError::Forbidden("its header has a forbidden sample rate")),
            code => Some(SAMPLE_RATES[usize::from(code)]),
        };
        let end = rest.at;
        if rest.number(1)? != u32::from(crc8(&bytes[..end])) {
            return Err(FlacError::HeaderChecksum);
        }
        header.byte_length = rest.at;
        match header.block_size {
            0x1_0000 => Err(FlacError::Forbidden("its block of 65,536 samples is too large")),
            _ => Ok(header),
        }
    }
}

/// By code, 1 to 11.
const SAMPLE_RATES: [u32; 12] =
    [0, 88_200, 176_400, 192_000, 8000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000];

fn channels(code: u8) -> Result<(u8, ChannelMode), FlacError> {
    match code {
        0..8 => Ok((code + 1, ChannelMode::Independent)),
        8 => Ok((2, ChannelMode::LeftSide)),
        9 => Ok((2, ChannelMode::SideRight)),
        10 => Ok((2, ChannelMode::MidSide)),
        _ => Err(FlacError::Forbidden("its header has a reserved channel layout")),
    }
}

fn bit_depth(code: u8) -> Result<Option<u8>, FlacError> {
    match code {
        0 => Ok(None),
        1 => Ok(Some(8)),
        2 => Ok(Some(12)),
        4 => Ok(Some(16)),
        5 => Ok(Some(20)),
        6 => Ok(Some(24)),
        7 => Ok(Some(32)),
        _ => Err(FlacError::Forbidden("its header has a reserved bit depth")),
    }
}

struct Rest<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Rest<'_> {
    fn byte(&mut self) -> Result<u8, FlacError> {
        let byte = *self.bytes.get(self.at).ok_or(FlacError::NeedMore)?;
        self.at += 1;
        Ok(byte)
    }

    fn number(&mut self, bytes: usize) -> Result<u32, FlacError> {
        (0..bytes).try_fold(0, |value, _| Ok(value << 8 | u32::from(self.byte()?)))
    }

    /// A number written the way UTF-8 writes characters, but of up to 36 bits, in at most
    /// `max_bytes`.
    fn coded_number(&mut self, max_bytes: u32) -> Result<u64, FlacError> {
        let first = self.byte()?;
        let length = first.leading_ones();
        match length {
            0 => return Ok(first.into()),
            2..=7 if length <= max_bytes => (),
            _ => return Err(FlacError::Forbidden("its number is badly coded")),
        }
        let mut value = u64::from(first) & (0x7F >> length);
        for _ in 1..length {
            match self.byte()? {
                byte @ 0x80..0xC0 => value = value << 6 | u64::from(byte & 0x3F),
                _ => return Err(FlacError::Forbidden("its number is badly coded")),
            }
        }
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_crc(bytes: &[u8]) -> Vec<u8> {
        [bytes, &[crc8(bytes)]].concat()
    }

    #[test]
    fn codes_mean_what_the_format_says() {
        let header = FrameHeader::parse(&with_crc(&[0xFF, 0xF8, 0xC9, 0xA8, 0x7F])).unwrap();
        assert_eq!((header.block_size, header.sample_rate), (4096, Some(44_100)));
        assert_eq!((header.channels, header.mode), (2, ChannelMode::MidSide));
        assert_eq!((header.bits_per_sample, header.variable), (Some(16), false));
        assert_eq!((header.number, header.byte_length), (127, 6));

        let long = [0xFF, 0xF9, 0x7D, 0x70, 0xFE, 0xBF, 0xBF, 0xBF, 0xBF, 0xBF, 0xBF];
        let header = FrameHeader::parse(&with_crc(&[&long[..], &[1, 2, 3, 4]].concat())).unwrap();
        assert_eq!((header.number, header.byte_length), (0xF_FFFF_FFFF, MAX_HEADER_BYTES));
        assert_eq!((header.block_size, header.sample_rate), (0x103, Some(0x304)));
        assert_eq!((header.channels, header.bits_per_sample), (8, None));
    }

    #[test]
    fn a_header_that_is_cut_off_needs_more() {
        let whole = with_crc(&[0xFF, 0xF8, 0x6C, 0x18, 0xC2, 0x80, 9, 48]);
        assert_eq!(FrameHeader::parse(&whole).unwrap().sample_rate, Some(48_000));
        for length in 0..whole.len() {
            assert_eq!(FrameHeader::parse(&whole[..length]), Err(FlacError::NeedMore));
        }
    }

    #[test]
    fn reserved_values_are_refused() {
        for (bytes, error) in [
            ([0xFF, 0xFA, 0xC9, 0xA8, 0], FlacError::NotAFrame),
            ([0xFE, 0xF8, 0xC9, 0xA8, 0], FlacError::NotAFrame),
            (
                [0xFF, 0xF8, 0x09, 0xA8, 0],
                FlacError::Forbidden("its header has a reserved block size"),
            ),
            (
                [0xFF, 0xF8, 0xCF, 0xA8, 0],
                FlacError::Forbidden("its header has a forbidden sample rate"),
            ),
            (
                [0xFF, 0xF8, 0xC9, 0xB8, 0],
                FlacError::Forbidden("its header has a reserved channel layout"),
            ),
            (
                [0xFF, 0xF8, 0xC9, 0xA6, 0],
                FlacError::Forbidden("its header has a reserved bit depth"),
            ),
            ([0xFF, 0xF8, 0xC9, 0xA9, 0], FlacError::Forbidden("its header sets a reserved bit")),
            ([0xFF, 0xF8, 0xC9, 0xA8, 0x80], FlacError::Forbidden("its number is badly coded")),
            ([0xFF, 0xF8, 0xC9, 0xA8, 0xFE], FlacError::Forbidden("its number is badly coded")),
        ] {
            assert_eq!(FrameHeader::parse(&with_crc(&bytes)), Err(error));
        }
        let mut wrong = with_crc(&[0xFF, 0xF8, 0xC9, 0xA8, 0]);
        wrong[5] ^= 1;
        assert_eq!(FrameHeader::parse(&wrong), Err(FlacError::HeaderChecksum));
        let largest = with_crc(&[0xFF, 0xF8, 0x79, 0xA8, 0, 0xFF, 0xFF]);
        assert!(matches!(FrameHeader::parse(&largest), Err(FlacError::Forbidden(_))));
    }
}
