//! Bits, most significant first.

use super::InputError;

/// Reads a packet. Reading past its end gives zeros; `check` reports it afterwards.
pub struct Bits<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl<'a> Bits<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Bits { bytes, position: 0 }
    }

    /// The next 32 bits, without advancing.
    pub fn peek(&self) -> u32 {
        let byte = self.position / 8;
        let word = match self.bytes.get(byte..byte + 8) {
            Some(bytes) => bytes.try_into().map_or(0, u64::from_be_bytes),
            None => {
                let rest = self.bytes.get(byte..).unwrap_or_default();
                let mut word = [0; 8];
                word[..rest.len()].copy_from_slice(rest);
                u64::from_be_bytes(word)
            }
        };
        (word << (self.position % 8) >> 32) as u32
    }

    pub fn skip(&mut self, count: usize) {
        self.position = self.position.saturating_add(count);
    }

    /// The next `count` bits, at most 32.
    pub fn read(&mut self, count: u32) -> u32 {
        let value = if count == 0 { 0 } else { self.peek() >> (32 - count) };
        self.skip(count as usize);
        value
    }

    /// The next `count` bits, at most 32, as a signed number.
    pub fn read_signed(&mut self, count: u32) -> i32 {
        let value = if count == 0 { 0 } else { self.peek() as i32 >> (32 - count) };
        self.skip(count as usize);
        value
    }

    pub fn align(&mut self) {
        self.position = self.position.next_multiple_of(8);
    }

    /// A second reader, starting here.
    pub fn fork(&self) -> Self {
        Bits { bytes: self.bytes, position: self.position }
    }

    /// Fails if more was read than there is.
    pub fn check(&self) -> Result<(), InputError> {
        if self.position <= 8 * self.bytes.len() {
            return Ok(());
        }
        Err(InputError::damaged("a packet is too short"))
    }
}
