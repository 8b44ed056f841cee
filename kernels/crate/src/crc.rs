//! The tables of cyclic redundancy checks, filled when the crate is compiled.

/// The polynomial of CRC-32, as zlib and Ogg have it: x³² and the bits from x³¹ to 1.
pub const CRC32_POLYNOMIAL: u32 = 0x04C1_1DB7;

/// `tables(…)[n][byte]` is a byte's effect on the checksum after `n` more bytes, most significant
/// bit first. Shorter checksums lie in the upper bits, in the polynomial as in the tables.
pub const fn tables<const SLICES: usize>(polynomial: u32) -> [[u32; 256]; SLICES] {
    let mut tables = [[0; 256]; SLICES];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = (byte as u32) << 24;
        let mut slice = 0;
        while slice < SLICES {
            let mut bit = 0;
            while bit < 8 {
                crc = if crc >> 31 == 0 { crc << 1 } else { crc << 1 ^ polynomial };
                bit += 1;
            }
            tables[slice][byte] = crc;
            slice += 1;
        }
        byte += 1;
    }
    tables
}
