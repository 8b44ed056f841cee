//! What a metadata record stores of a stream's head, in four words: pre-skip, gain, streams,
//! coupled streams, mapping family, whether positions count from the beginning, and the mapping.

use crate::opus::{OpusError, OpusHead};

/// The most channels that are supported.
pub const MAX_CHANNELS: usize = 8;

/// Positions in the first and only link are those of the audio.
pub const COUNTED: u8 = 0;
/// Positions only say how long pages are: there are several links, or the first position isn't 0.
pub const UNCOUNTED: u8 = 1;

/// Offsets of fields in an identification header.
const CHANNELS: usize = 9;
const FAMILY: usize = 18;

/// The setup of a stream with this header, which has already been parsed.
pub fn setup_of(packet: &[u8], numbering: u8) -> [u32; 4] {
    let mut bytes = [0; 16];
    let channels = usize::from(packet[CHANNELS]);
    bytes[..2].copy_from_slice(&packet[10..12]);
    bytes[2..4].copy_from_slice(&packet[16..18]);
    let family = packet[FAMILY];
    if family == 0 {
        bytes[4..6].copy_from_slice(&[1, packet[CHANNELS] - 1]);
        (0..channels).for_each(|channel| bytes[8 + channel] = channel as u8);
    } else {
        bytes[4..6].copy_from_slice(&packet[19..21]);
        bytes[8..8 + channels].copy_from_slice(&packet[21..21 + channels]);
    }
    (bytes[6], bytes[7]) = (family, numbering);
    [0, 1, 2, 3].map(|word| u32::from_le_bytes([0, 1, 2, 3].map(|byte| bytes[word * 4 + byte])))
}

/// Whether positions count, according to a setup.
pub fn numbering_of(setup: [u32; 4]) -> u8 {
    setup[1].to_le_bytes()[3]
}

/// Whether two setups come from streams with the same header.
pub fn is_same_head(setup: [u32; 4], other: [u32; 4]) -> bool {
    let masked = |setup: [u32; 4]| [setup[0], setup[1] & 0x00FF_FFFF, setup[2], setup[3]];
    masked(setup) == masked(other)
}

/// The header that a setup was made from; it names the sample rate that decoding gives.
pub fn head_packet(setup: [u32; 4], channels: u8, sample_rate: u32) -> Vec<u8> {
    let bytes: Vec<u8> = setup.iter().flat_map(|word| word.to_le_bytes()).collect();
    let mut packet = b"OpusHead\x01".to_vec();
    packet.push(channels);
    packet.extend(&bytes[..2]);
    packet.extend(sample_rate.to_le_bytes());
    packet.extend(&bytes[2..4]);
    packet.push(bytes[6]);
    if bytes[6] != 0 {
        packet.extend(&bytes[4..6]);
        packet.extend(&bytes[8..8 + usize::from(channels).min(MAX_CHANNELS)]);
    }
    packet
}

/// Parses a setup.
pub fn head_of(setup: [u32; 4], channels: u8) -> Result<OpusHead, OpusError> {
    if usize::from(channels) > MAX_CHANNELS {
        return Err(OpusError("there are more channels than can be stored"));
    }
    OpusHead::parse(&head_packet(setup, channels, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_survives() {
        for (channels, family, table) in [
            (1, 0, &[][..]),
            (2, 0, &[]),
            (6, 1, &[4, 2, 0, 4, 1, 2, 3, 5]),
            (3, 255, &[3, 0, 2, 255, 0]),
        ] {
            let fixed = [1, channels, 0x38, 1, 0x80, 0x3E, 0, 0, 3, 0xFF, family];
            let packet = [b"OpusHead", &fixed[..], table].concat();
            let setup = setup_of(&packet, UNCOUNTED);
            assert_eq!(head_packet(setup, channels, 16_000), packet);
            assert_eq!(numbering_of(setup), UNCOUNTED);
            assert!(is_same_head(setup, setup_of(&packet, COUNTED)));
            assert_eq!(head_of(setup, channels), OpusHead::parse(&packet));
        }
    }
}
