//! The piece of samples that a decoder returns next.

/// Interleaved samples as bytes, aligned to eight.
#[derive(Default)]
pub struct Output {
    words: Vec<u64>,
    length: usize,
}

impl Output {
    pub fn clear(&mut self) {
        self.length = 0;
    }

    pub fn len(&self) -> usize {
        self.length
    }

    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    pub fn bytes(&mut self) -> &mut [u8] {
        let bytes = size_of_val(&self.words[..]);
        // SAFETY: bytes have no alignment and every pattern is one; the length is that of the
        // words.
        let all =
            unsafe { std::slice::from_raw_parts_mut(self.words.as_mut_ptr().cast::<u8>(), bytes) };
        &mut all[..self.length]
    }

    /// Adds `length` bytes and returns them to be filled. Grows to the size of the longest piece,
    /// and then no further.
    pub fn extend(&mut self, length: usize) -> &mut [u8] {
        let start = self.length;
        self.length += length;
        if self.words.len() * 8 < self.length {
            self.words.resize(self.length.div_ceil(8), 0);
        }
        &mut self.bytes()[start..]
    }

    /// Removes `count` bytes at `start`.
    pub fn remove(&mut self, start: usize, count: usize) {
        let end = self.length;
        self.bytes().copy_within(start + count..end, start);
        self.length -= count;
    }

    pub fn truncate(&mut self, length: usize) {
        self.length = self.length.min(length);
    }

    /// Adds samples that are stored channel by channel, interleaving them.
    pub fn interleave<const SIZE: usize, T: Copy>(
        &mut self,
        planes: &[&[T]],
        bytes: impl Fn(T) -> [u8; SIZE],
    ) {
        let frames = planes.iter().map(|plane| plane.len()).min().unwrap_or(0);
        let channels = planes.len();
        let (slots, _) = self.extend(frames * channels * SIZE).as_chunks_mut::<SIZE>();
        if let [left, right] = planes {
            let (pairs, _) = slots.as_chunks_mut::<2>();
            for ((pair, &left), &right) in pairs.iter_mut().zip(*left).zip(*right) {
                *pair = [bytes(left), bytes(right)];
            }
            return;
        }
        for (channel, plane) in planes.iter().enumerate() {
            let slots = slots.iter_mut().skip(channel).step_by(channels);
            for (slot, &sample) in slots.zip(*plane) {
                *slot = bytes(sample);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn planes_become_frames() {
        for planes in [
            &[&[1_i16, 2, 3][..]][..],
            &[&[1, 4], &[2, 5], &[3, 6]],
            &[&[1, 3], &[2, 4]],
            &[&[], &[], &[]],
        ] {
            let mut output = Output::default();
            output.interleave(planes, i16::to_le_bytes);
            let count = planes.len() * planes[0].len();
            let wanted: Vec<u8> = (1..=count as i16).flat_map(i16::to_le_bytes).collect();
            assert_eq!(output.bytes(), wanted);
        }
    }

    #[test]
    fn bytes_are_removed_anywhere() {
        let mut output = Output::default();
        output.extend(10).copy_from_slice(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        output.remove(2, 3);
        output.truncate(6);
        assert_eq!(output.bytes(), [0, 1, 5, 6, 7, 8]);
    }
}
