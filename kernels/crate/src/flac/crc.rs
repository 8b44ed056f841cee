//! The checksums of frames: CRC-8 with the polynomial x⁸+x²+x+1 and CRC-16 with x¹⁶+x¹⁵+x²+1, most
//! significant bit first, starting from zero (RFC 9639, sections 9.1.8 and 9.3).

use crate::crc::tables;

const CRC8: [u8; 256] = {
    let wide = tables::<1>(0x07 << 24)[0];
    let mut narrow = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        narrow[byte] = (wide[byte] >> 24) as u8;
        byte += 1;
    }
    narrow
};

/// How many bytes are processed at once. Only two of the look-ups wait for the previous ones.
const SLICES: usize = 16;

/// `CRC16[n]` is a byte's effect on the checksum after `n` more bytes.
const CRC16: [[u16; 256]; SLICES] = {
    let wide = tables::<SLICES>(0x8005 << 16);
    let mut narrow = [[0; 256]; SLICES];
    let mut slice = 0;
    while slice < SLICES {
        let mut byte = 0;
        while byte < 256 {
            narrow[slice][byte] = (wide[slice][byte] >> 16) as u16;
            byte += 1;
        }
        slice += 1;
    }
    narrow
};

/// The CRC-8 of a frame header.
pub fn crc8(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |crc, &byte| CRC8[usize::from(crc ^ byte)])
}

/// The CRC-16 of a frame.
pub fn crc16(bytes: &[u8]) -> u16 {
    let (chunks, rest) = bytes.as_chunks::<SLICES>();
    let mut crc = 0_u16;
    for chunk in chunks {
        let [high, low] = crc.to_be_bytes();
        let mut next = CRC16[SLICES - 1][usize::from(chunk[0] ^ high)]
            ^ CRC16[SLICES - 2][usize::from(chunk[1] ^ low)];
        for slice in 2..SLICES {
            next ^= CRC16[SLICES - 1 - slice][usize::from(chunk[slice])];
        }
        crc = next;
    }
    rest.iter().fold(crc, |crc, &byte| crc << 8 ^ CRC16[0][usize::from((crc >> 8) as u8 ^ byte)])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The check values for CRC-8/SMBUS and CRC-16/UMTS in the catalogue of parametrised CRCs.
    #[test]
    fn they_match_the_catalogue() {
        assert_eq!(crc8(b"123456789"), 0xF4);
        assert_eq!(crc16(b"123456789"), 0xFEE8);
    }

    #[test]
    fn sixteen_at_once_equal_one_by_one() {
        let bytes: Vec<u8> = (0..1000_u32).map(|index| ((index * index) >> 3) as u8).collect();
        for length in (0..70).chain([999, 1000]) {
            let slow = bytes[..length].iter().fold(0_u16, |crc, &byte| {
                (0..8).fold(crc ^ u16::from(byte) << 8, |crc, _| {
                    if crc & 0x8000 == 0 { crc << 1 } else { crc << 1 ^ 0x8005 }
                })
            });
            assert_eq!(crc16(&bytes[..length]), slow);
        }
    }
}
