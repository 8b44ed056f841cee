//! Bits, most significant first.
//!
//! The stream's bytes are kept twice, unchanged (for checksums) and as big-endian words (for bits):
//! WebAssembly has no instruction that swaps bytes, so they are swapped once, many at a time,
//! instead of at every read.

use super::FlacError;

/// The part of a stream that is in memory.
#[derive(Default)]
pub struct Window {
    bytes: Vec<u8>,
    /// `bytes` from 0 to `filled`, then zeros, at least two words.
    words: Vec<u64>,
    start: usize,
    filled: usize,
}

impl Window {
    /// Creates a window with room for `capacity` bytes.
    pub fn new(capacity: usize) -> Self {
        let mut window = Window::default();
        window.grow(capacity);
        window
    }

    fn grow(&mut self, capacity: usize) {
        self.bytes.resize(capacity, 0);
        self.words.resize(capacity / 8 + 2, 0);
    }

    /// What hasn't been consumed.
    pub fn rest(&self) -> &[u8] {
        &self.bytes[self.start..self.filled]
    }

    /// Skips `count` bytes of the rest.
    pub fn consume(&mut self, count: usize) {
        self.start = self.start.saturating_add(count).min(self.filled);
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        (self.start, self.filled) = (0, 0);
    }

    /// Reads more bytes after the rest, at least one unless the source is at its end; returns how
    /// many. The window grows, up to `limit` bytes, when the rest already fills it.
    pub fn refill<E>(
        &mut self,
        limit: usize,
        mut read: impl FnMut(&mut [u8]) -> Result<usize, E>,
    ) -> Result<usize, E> {
        self.bytes.copy_within(self.start..self.filled, 0);
        self.filled -= self.start;
        self.start = 0;
        if self.filled == self.bytes.len() && self.filled < limit {
            self.grow((self.filled * 2).clamp(64, limit));
        }
        let before = self.filled;
        while self.filled < self.bytes.len() {
            match read(&mut self.bytes[self.filled..])? {
                0 => break,
                count => self.filled += count,
            }
        }
        self.swap();
        Ok(self.filled - before)
    }

    fn swap(&mut self) {
        let (whole, rest) = self.bytes[..self.filled].as_chunks::<8>();
        for (word, bytes) in self.words.iter_mut().zip(whole) {
            *word = u64::from_be_bytes(*bytes);
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        self.words[whole.len()] = u64::from_be_bytes(last);
        self.words[whole.len() + 1] = 0;
    }

    /// Reads bits starting at byte `offset` of the rest.
    pub fn bits(&self, offset: usize) -> BitReader<'_> {
        BitReader { words: &self.words, at: (self.start + offset) * 8, end: self.filled * 8 }
    }
}

/// Reads a window's bits. Its only state is a position, so little depends on the previous read.
pub struct BitReader<'a> {
    words: &'a [u64],
    at: usize,
    end: usize,
}

impl BitReader<'_> {
    /// The next 64 bits, zeros past the end.
    #[inline(always)]
    pub fn peek(&self) -> u64 {
        let (word, shift) = (self.at / 64, self.at % 64);
        match self.words.get(word..word + 2) {
            Some(&[high, low]) => high << shift | low >> 1 >> (63 - shift),
            _ => 0,
        }
    }

    /// Skips `count` bits, whether or not they exist.
    #[inline(always)]
    pub fn skip(&mut self, count: usize) {
        self.at += count;
    }

    /// How many bits have been passed since `offset`, the argument of `bits`.
    pub fn position(&self) -> usize {
        self.at
    }

    /// Fails if bits past the end have been passed.
    #[inline(always)]
    pub fn check(&self) -> Result<(), FlacError> {
        if self.at <= self.end { Ok(()) } else { Err(FlacError::NeedMore) }
    }

    /// `count` bits, 0 to 33, as an unsigned number.
    #[inline(always)]
    pub fn unsigned(&mut self, count: u32) -> Result<u64, FlacError> {
        let value = self.peek() >> 1 >> (63 - count);
        self.at += count as usize;
        self.check()?;
        Ok(value)
    }

    /// `count` bits, 1 to 33, in two's complement.
    #[inline(always)]
    pub fn signed(&mut self, count: u32) -> Result<i64, FlacError> {
        let value = self.peek() as i64 >> (64 - count);
        self.at += count as usize;
        self.check()?;
        Ok(value)
    }

    /// The number of zeros before a one, which is passed as well.
    pub fn unary(&mut self) -> Result<u64, FlacError> {
        let start = self.at;
        loop {
            let zeros = self.peek().leading_zeros() as usize;
            self.at += zeros;
            self.check()?;
            if zeros < 64 {
                self.at += 1;
                self.check()?;
                return Ok((self.at - start - 1) as u64);
            }
        }
    }

    /// Skips to the next whole byte; the skipped bits must be zeros.
    pub fn align(&mut self) -> Result<(), FlacError> {
        let padding = self.at.wrapping_neg() % 8;
        match self.unsigned(padding as u32)? {
            0 => Ok(()),
            _ => Err(FlacError::Forbidden("its padding isn't zero")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(bytes: &[u8]) -> Window {
        let mut rest = bytes;
        let mut window = Window::new(16);
        while window
            .refill(1 << 20, |buffer| {
                let count = rest.len().min(buffer.len()).min(5);
                buffer[..count].copy_from_slice(&rest[..count]);
                rest = &rest[count..];
                Ok::<_, FlacError>(count)
            })
            .unwrap()
            > 0
        {}
        window
    }

    #[test]
    fn bits_come_in_order_across_words() {
        let bytes: Vec<u8> = (0..64_u8).map(|index| index.wrapping_mul(37)).collect();
        let text: String = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
        let window = window(&bytes);
        for step in 1..=33_usize {
            let mut bits = window.bits(0);
            for at in (0..text.len() - step).step_by(step) {
                let wanted = u64::from_str_radix(&text[at..at + step], 2).unwrap();
                assert_eq!(bits.unsigned(step as u32), Ok(wanted));
            }
        }
    }

    #[test]
    fn signed_numbers_are_sign_extended() {
        let window = window(&[0b1011_0000, 0, 0, 0, 0]);
        assert_eq!(window.bits(0).signed(3), Ok(-3));
        assert_eq!(window.bits(0).signed(1), Ok(-1));
        assert_eq!(window.bits(0).signed(33), Ok(-0xA000_0000));
    }

    #[test]
    fn the_end_is_noticed_wherever_it_is() {
        let window = window(&[0x80, 0, 0]);
        let mut bits = window.bits(0);
        assert_eq!(bits.unary(), Ok(0));
        assert_eq!(bits.unary(), Err(FlacError::NeedMore));
        assert_eq!(window.bits(2).unsigned(9), Err(FlacError::NeedMore));
        assert_eq!(window.bits(3).unsigned(0), Ok(0));
    }

    #[test]
    fn long_runs_of_zeros_are_counted() {
        let mut bytes = vec![0; 40];
        bytes[39] = 1;
        assert_eq!(window(&bytes).bits(0).unary(), Ok(319));
    }

    #[test]
    fn padding_must_be_zero() {
        let window = window(&[0b1000_0001]);
        let mut bits = window.bits(0);
        bits.skip(1);
        assert!(bits.align().is_err());
        let mut bits = window.bits(0);
        bits.skip(8);
        assert_eq!(bits.align(), Ok(()));
    }
}
