//! Bits, most significant first.

/// Appends bits to bytes. Fewer than 32 of them wait for more.
pub struct BitWriter<'a> {
    bytes: &'a mut Vec<u8>,
    waiting: u64,
    count: u32,
}

impl<'a> BitWriter<'a> {
    pub fn new(bytes: &'a mut Vec<u8>) -> Self {
        BitWriter { bytes, waiting: 0, count: 0 }
    }

    /// Appends the `count` lowest bits, 0 to 32, of a value that has no others set.
    #[inline(always)]
    pub fn put(&mut self, value: u32, count: u32) {
        self.waiting = self.waiting << count | u64::from(value);
        self.count += count;
        if self.count >= 32 {
            self.count -= 32;
            let word = (self.waiting >> self.count) as u32;
            self.bytes.extend_from_slice(&word.to_be_bytes());
        }
    }

    /// Appends a number in two's complement of `count` bits, 1 to 33.
    pub fn put_signed(&mut self, value: i64, count: u32) {
        if count > 32 {
            self.put((value >> 32) as u32 & 1, count - 32);
        }
        let low = count.min(32);
        self.put((value as u32) << (32 - low) >> (32 - low), low);
    }

    /// Appends this many zeros, then a one.
    pub fn put_unary(&mut self, zeros: u32) {
        for _ in 0..zeros / 32 {
            self.put(0, 32);
        }
        self.put(1, zeros % 32 + 1);
    }

    /// Writes out the waiting bits, padded with zeros to a whole byte.
    pub fn finish(mut self) {
        self.put(0, self.count.wrapping_neg() % 8);
        let waiting = (self.waiting << 32 >> self.count) as u32;
        let bytes = self.count.div_ceil(8) as usize;
        self.bytes.extend_from_slice(&waiting.to_be_bytes()[..bytes]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_come_one_after_another() {
        let mut state = 7_u32;
        for start in 0..40 {
            let mut bytes = Vec::new();
            let mut bits = BitWriter::new(&mut bytes);
            let mut text = "0".repeat(start);
            (0..start).for_each(|_| bits.put(0, 1));
            for step in 0..100 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let count = step % 33;
                let value = u64::from(state) & ((1 << count) - 1);
                bits.put(value as u32, count as u32);
                if count > 0 {
                    text += &format!("{value:0count$b}");
                }
                let zeros = (state >> 20) as usize % 70;
                bits.put_unary(zeros as u32);
                text += &format!("{}1", "0".repeat(zeros));
            }
            bits.put_signed(-2, 33);
            text += &format!("{}0", "1".repeat(32));
            bits.put_signed(-3, 4);
            text += "1101";
            bits.finish();
            text += &"0".repeat(text.len().wrapping_neg() % 8);
            let found: String = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
            assert_eq!(found, text);
        }
    }
}
