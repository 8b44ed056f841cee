//! The checksum of pages: CRC-32 with zlib's polynomial, but most significant bit first, starting
//! from zero.

use crate::crc::{CRC32_POLYNOMIAL, tables};

const SLICES: usize = 8;

const TABLES: [[u32; 256]; SLICES] = tables(CRC32_POLYNOMIAL);

fn update(crc: u32, bytes: &[u8]) -> u32 {
    let (chunks, rest) = bytes.as_chunks::<SLICES>();
    let mut crc = crc;
    for chunk in chunks {
        let first = crc.to_be_bytes();
        crc = 0;
        for (index, &byte) in chunk.iter().enumerate() {
            let byte = byte ^ first.get(index).copied().unwrap_or(0);
            crc ^= TABLES[SLICES - 1 - index][usize::from(byte)];
        }
    }
    rest.iter().fold(crc, |crc, &byte| crc << 8 ^ TABLES[0][usize::from((crc >> 24) as u8 ^ byte)])
}

/// The checksum of a page, counting its own four bytes, at 22, as zeros.
pub fn checksum(page: &[u8]) -> u32 {
    let at = page.len().min(22);
    let end = page.len().min(26);
    update(update(update(0, &page[..at]), &[0; 4][..end - at]), &page[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_at_once_equal_bit_by_bit() {
        let bytes: Vec<u8> = (0..300_u32).map(|index| ((index * index) >> 2) as u8).collect();
        for length in [0, 1, 7, 8, 9, 21, 22, 24, 26, 27, 299] {
            let mut zeroed = bytes[..length].to_vec();
            zeroed.iter_mut().skip(22).take(4).for_each(|byte| *byte = 0);
            let slow = zeroed.iter().fold(0_u32, |crc, &byte| {
                (0..8).fold(crc ^ u32::from(byte) << 24, |crc, _| {
                    if crc >> 31 == 0 { crc << 1 } else { crc << 1 ^ 0x04C1_1DB7 }
                })
            });
            assert_eq!(checksum(&bytes[..length]), slow);
        }
    }
}
