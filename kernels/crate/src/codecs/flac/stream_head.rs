//! The beginning of our streams: the marker, and stream information as the only metadata block.

use crate::flac::{FlacStreamInfo, STREAM_INFO_BYTES};

/// Bytes in a head.
pub const HEAD_BYTES: usize = 8 + STREAM_INFO_BYTES;

/// The smallest block size that stream information may give.
pub const MIN_BLOCK: u16 = 16;

/// The marker, and a block header: the last one, of type 0 and 34 bytes.
const BEGINNING: &[u8; 8] = b"fLaC\x80\0\0\x22";

/// Writes a head; the size of the smallest frame is left unknown.
pub fn write_head(info: &FlacStreamInfo, out: &mut Vec<u8>) {
    out.extend(BEGINNING);
    out.extend(info.block_size.0.to_be_bytes());
    out.extend(info.block_size.1.to_be_bytes());
    out.extend([0; 3]);
    out.extend(&info.max_frame_bytes.to_be_bytes()[1..]);
    // Lengths that don't fit the format's 36 bits are left unknown.
    let total = if info.total_samples >> 36 == 0 { info.total_samples } else { 0 };
    let format = u64::from(info.sample_rate) << 44
        | u64::from(info.channels - 1) << 41
        | u64::from(info.bits_per_sample - 1) << 36;
    out.extend((format | total).to_be_bytes());
    out.extend(info.md5);
}

/// Parses a head; `None` when it isn't one that [`write_head`] makes.
pub fn parse_head(head: &[u8; HEAD_BYTES]) -> Option<FlacStreamInfo> {
    FlacStreamInfo::parse(head.strip_prefix(BEGINNING)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_say_what_they_are_given() {
        let info = FlacStreamInfo {
            block_size: (4096, 4608),
            max_frame_bytes: 0x12_3456,
            sample_rate: 44_100,
            channels: 8,
            bits_per_sample: 24,
            total_samples: (1 << 36) - 1,
            md5: [7; 16],
        };
        let mut head = Vec::new();
        write_head(&info, &mut head);
        assert_eq!(head.first_chunk().and_then(parse_head), Some(info));
    }
}
