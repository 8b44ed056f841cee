//! The STREAMINFO block (RFC 9639, section 8.2).

use super::FlacError;

/// What a stream says about itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FlacStreamInfo {
    /// Samples per channel in the smallest and the largest block; only a hint, because some writers
    /// lie.
    pub block_size: (u16, u16),
    /// Bytes in the largest frame, 0 if unknown; also only a hint.
    pub max_frame_bytes: u32,
    pub sample_rate: u32,
    pub channels: u8,
    pub bits_per_sample: u8,
    /// Samples per channel, 0 if unknown.
    pub total_samples: u64,
    /// The digest of all samples, zeros if unknown.
    pub md5: [u8; 16],
}

/// Bytes in the block.
pub const STREAM_INFO_BYTES: usize = 34;

impl FlacStreamInfo {
    /// Parses the block's contents.
    pub fn parse(block: &[u8]) -> Result<Self, FlacError> {
        let Some(block) = block.first_chunk::<STREAM_INFO_BYTES>() else {
            return Err(FlacError::Forbidden("its stream information is too short"));
        };
        let number = |range: std::ops::Range<usize>| {
            block[range].iter().fold(0_u64, |value, &byte| value << 8 | u64::from(byte))
        };
        let packed = number(10..18);
        let mut md5 = [0; 16];
        md5.copy_from_slice(&block[18..]);
        let info = FlacStreamInfo {
            block_size: (number(0..2) as u16, number(2..4) as u16),
            max_frame_bytes: number(7..10) as u32,
            sample_rate: (packed >> 44) as u32,
            channels: (packed >> 41 & 7) as u8 + 1,
            bits_per_sample: (packed >> 36 & 31) as u8 + 1,
            total_samples: packed & 0xF_FFFF_FFFF,
            md5,
        };
        match info.bits_per_sample {
            4..=32 => Ok(info),
            _ => Err(FlacError::Forbidden("its bit depth is less than 4")),
        }
    }

    /// Whether the stream says that all its blocks have one size, so that frames count themselves.
    pub fn is_fixed(&self) -> bool {
        self.block_size.0 == self.block_size.1 && self.block_size.0 > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_fields_are_where_the_format_says() {
        let mut block = [0; 34];
        block[..4].copy_from_slice(&[0x10, 0, 0x12, 0]);
        block[7..10].copy_from_slice(&[0, 0x20, 1]);
        // 44,100 Hz, 2 channels, 24 bits, 2³⁵+5 samples.
        let packed = 44_100_u64 << 44 | 1 << 41 | 23 << 36 | (1 << 35 | 5);
        block[10..18].copy_from_slice(&packed.to_be_bytes());
        block[18] = 0xAB;
        let info = FlacStreamInfo::parse(&block).unwrap();
        assert_eq!(info.block_size, (4096, 4608));
        assert_eq!((info.max_frame_bytes, info.sample_rate), (0x2001, 44_100));
        assert_eq!((info.channels, info.bits_per_sample), (2, 24));
        assert_eq!((info.total_samples, info.md5[0]), (34_359_738_373, 0xAB));
    }

    #[test]
    fn too_short_and_too_shallow_are_errors() {
        assert!(FlacStreamInfo::parse(&[0; 33]).is_err());
        assert!(FlacStreamInfo::parse(&[0; 34]).is_err());
    }
}
