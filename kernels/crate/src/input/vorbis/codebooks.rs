//! Checks a setup header before lewton reads it. A few bytes of its codebooks say how much memory
//! they take, and lewton trusts them.

use crate::input::InputError;

/// Codewords of all codebooks; encoders use tens of thousands.
const MAX_ENTRIES: u64 = 1 << 18;
/// Numbers in the vectors of all codebooks; encoders use hundreds of thousands.
const MAX_VALUES: u64 = 1 << 22;

/// Bytes before the codebooks: the packet's type and name.
const PREFIX_BYTES: usize = 7;

/// Walks the codebooks of a setup header; fails if they take more than any encoder's do.
pub fn check_codebooks(setup: &[u8]) -> Result<(), InputError> {
    let mut bits = Bits { bytes: setup.get(PREFIX_BYTES..).unwrap_or_default(), position: 0 };
    let (mut entries, mut values) = (0, 0);
    for _ in 0..=bits.read(8)? {
        let book = Codebook::read(&mut bits)?;
        entries += book.entries;
        values += book.entries * book.dimensions;
        if entries > MAX_ENTRIES || values > MAX_VALUES {
            return Err(InputError::new("bad-header", "its codebooks have an absurd size")
                .found(format!("{entries} entries, {values} values")));
        }
        book.skip(&mut bits)?;
    }
    Ok(())
}

struct Codebook {
    dimensions: u64,
    entries: u64,
}

impl Codebook {
    fn read(bits: &mut Bits<'_>) -> Result<Self, InputError> {
        if bits.read(24)? != 0x56_4342 {
            return Err(InputError::damaged("a codebook begins with the wrong bytes"));
        }
        let book = Codebook { dimensions: bits.read(16)?, entries: bits.read(24)? };
        if book.dimensions == 0 || book.entries == 0 {
            return Err(InputError::damaged("an empty codebook"));
        }
        Ok(book)
    }

    /// Skips what follows the numbers.
    fn skip(&self, bits: &mut Bits<'_>) -> Result<(), InputError> {
        let is_ordered = bits.read(1)? == 1;
        if is_ordered {
            let mut length = bits.read(5)? + 1;
            let mut entry = 0;
            while entry < self.entries {
                let left = self.entries - entry;
                let number = bits.read(u64::BITS - left.leading_zeros())?;
                entry += number;
                if entry > self.entries || length > 32 {
                    return Err(InputError::damaged("a codebook contradicts itself"));
                }
                length += 1;
            }
        } else if bits.read(1)? == 1 {
            for _ in 0..self.entries {
                let is_used = bits.read(1)? == 1;
                bits.read(if is_used { 5 } else { 0 })?;
            }
        } else {
            bits.skip(5 * self.entries)?;
        }
        let lookup = bits.read(4)?;
        let numbers = match lookup {
            0 => return Ok(()),
            1 => self.lattice_values(),
            2 => self.entries * self.dimensions,
            _ => return Err(InputError::damaged("a codebook of an unknown kind")),
        };
        bits.skip(64)?;
        let width = bits.read(4)? + 1;
        bits.skip(1 + width * numbers)
    }

    /// The largest number whose power of `dimensions` isn't above `entries`.
    fn lattice_values(&self) -> u64 {
        let exponent = self.dimensions.min(64) as u32;
        let fits = |value: u64| value.checked_pow(exponent).is_some_and(|all| all <= self.entries);
        (1..=self.entries).take_while(|&value| fits(value)).last().unwrap_or(0)
    }
}

/// Bits, least significant first.
struct Bits<'a> {
    bytes: &'a [u8],
    position: u64,
}

impl Bits<'_> {
    fn read(&mut self, count: u32) -> Result<u64, InputError> {
        let mut value = 0;
        for index in 0..count {
            let byte = self.bytes.get((self.position / 8) as usize).ok_or_else(too_short)?;
            value |= u64::from(byte >> (self.position % 8) & 1) << index;
            self.position += 1;
        }
        Ok(value)
    }

    fn skip(&mut self, count: u64) -> Result<(), InputError> {
        self.position += count;
        if self.position > 8 * self.bytes.len() as u64 { Err(too_short()) } else { Ok(()) }
    }
}

fn too_short() -> InputError {
    InputError::damaged("its setup header is too short")
}
