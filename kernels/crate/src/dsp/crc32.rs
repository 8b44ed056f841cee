//! zlib's CRC-32, sixteen bytes per step.

use crate::crc::{CRC32_POLYNOMIAL, reflected_tables};

/// `TABLES[k][b]`: what byte `b` contributes when `k` more bytes follow it in the step.
static TABLES: [[u32; 256]; 16] = reflected_tables(CRC32_POLYNOMIAL);

/// Continues `initial` (0 to begin) over `bytes`.
pub fn crc32(bytes: &[u8], initial: u32) -> u32 {
    let mut crc = !initial;
    let mut steps = bytes.chunks_exact(16);
    for step in &mut steps {
        let word =
            |at: usize| u32::from_le_bytes([step[at], step[at + 1], step[at + 2], step[at + 3]]);
        crc = look_up(word(0) ^ crc, 12)
            ^ look_up(word(4), 8)
            ^ look_up(word(8), 4)
            ^ look_up(word(12), 0);
    }
    for &byte in steps.remainder() {
        crc = (crc >> 8) ^ TABLES[0][((crc ^ u32::from(byte)) & 0xFF) as usize];
    }
    !crc
}

/// Four bytes that are followed by `after` more.
#[inline(always)]
fn look_up(word: u32, after: usize) -> u32 {
    TABLES[after + 3][(word & 0xFF) as usize]
        ^ TABLES[after + 2][((word >> 8) & 0xFF) as usize]
        ^ TABLES[after + 1][((word >> 16) & 0xFF) as usize]
        ^ TABLES[after][(word >> 24) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bit by bit, the way the polynomial is defined.
    fn restated(bytes: &[u8]) -> u32 {
        let mut crc = u32::MAX;
        for &byte in bytes {
            crc ^= u32::from(byte);
            for _ in 0..8 {
                crc = (crc >> 1) ^ if crc & 1 == 1 { 0xEDB8_8320 } else { 0 };
            }
        }
        !crc
    }

    #[test]
    fn the_check_value() {
        assert_eq!(crc32(b"123456789", 0), 0xCBF4_3926);
        assert_eq!(crc32(b"", 0), 0);
    }

    #[test]
    fn every_length_and_every_split_agrees_with_the_definition() {
        let bytes: Vec<u8> = (0..200_u32).map(|i| (i * 167 + 13) as u8).collect();
        for length in 0..bytes.len() {
            let wanted = restated(&bytes[..length]);
            assert_eq!(crc32(&bytes[..length], 0), wanted);
            let split = length / 3;
            assert_eq!(crc32(&bytes[split..length], crc32(&bytes[..split], 0)), wanted);
        }
    }
}
