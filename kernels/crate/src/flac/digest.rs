//! The digest of a stream's samples (RFC 9639, section 8.2).

use md5::{Digest as _, Md5};

/// MD5 over interleaved samples, little-endian, each in as few whole bytes as its bits need.
pub struct Digest {
    md5: Md5,
    bits: u32,
}

impl Digest {
    pub fn new(bits_per_sample: u8) -> Self {
        Digest { md5: Md5::new(), bits: bits_per_sample.into() }
    }

    /// Takes samples of up to 16 bits, left-justified in 16.
    pub fn update_i16(&mut self, samples: &[i16]) {
        let shift = 16 - self.bits;
        match self.bits {
            ..=8 => update(&mut self.md5, samples, |sample| [(sample >> shift) as u8]),
            _ => update(&mut self.md5, samples, |sample| (sample >> shift).to_le_bytes()),
        }
    }

    /// Takes samples of more than 16 bits, left-justified in 32.
    pub fn update_i32(&mut self, samples: &[i32]) {
        let shift = 32 - self.bits;
        if self.bits > 24 {
            return update(&mut self.md5, samples, |sample| (sample >> shift).to_le_bytes());
        }
        let (fours, rest) = samples.as_chunks::<4>();
        update(&mut self.md5, fours, |four| pack_24(four.map(|sample| (sample >> shift) as u32)));
        update(&mut self.md5, rest, |sample| {
            let [a, b, c, _] = (sample >> shift).to_le_bytes();
            [a, b, c]
        });
    }

    pub fn finish(self) -> [u8; 16] {
        self.md5.finalize().into()
    }
}

/// The lower three bytes of each, in words: writing single bytes takes three times as long.
fn pack_24(four: [u32; 4]) -> [u8; 12] {
    let [a, b, c, d] = four.map(|sample| sample & 0xFF_FFFF);
    let words = [a | b << 24, b >> 8 | c << 16, c >> 16 | d << 8].map(u32::to_le_bytes);
    let mut bytes = [0; 12];
    bytes.copy_from_slice(words.as_flattened());
    bytes
}

fn update<T: Copy, const BYTES: usize>(
    md5: &mut Md5,
    samples: &[T],
    bytes: impl Fn(T) -> [u8; BYTES],
) {
    let mut buffer = [[0; BYTES]; 1024];
    for part in samples.chunks(buffer.len()) {
        for (slot, &sample) in buffer.iter_mut().zip(part) {
            *slot = bytes(sample);
        }
        md5.update(buffer[..part.len()].as_flattened());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_taken_in_their_own_width() {
        let of_i16 = |bits, samples: &[i16]| {
            let mut digest = Digest::new(bits);
            digest.update_i16(samples);
            digest.finish()
        };
        let of_i32 = |bits, samples: &[i32]| {
            let mut digest = Digest::new(bits);
            digest.update_i32(samples);
            digest.finish()
        };
        let of = |bytes: &[u8]| <[u8; 16]>::from(Md5::digest(bytes));
        assert_eq!(of_i16(8, &[0x0100, -0x0100]), of(&[1, 0xFF]));
        assert_eq!(of_i16(5, &[0x0800, -0x0800]), of(&[1, 0xFF]));
        assert_eq!(of_i16(12, &[0x1230, -0x0010]), of(&[0x23, 1, 0xFF, 0xFF]));
        assert_eq!(of_i16(16, &[0x1234, -1]), of(&[0x34, 0x12, 0xFF, 0xFF]));
        assert_eq!(of_i32(24, &[0x0102_0300, -0x100]), of(&[3, 2, 1, 0xFF, 0xFF, 0xFF]));
        assert_eq!(of_i32(17, &[0x0000_8000]), of(&[1, 0, 0]));
        let five = [0x0102_0300, -0x100, 0x0405_0600, 0x0708_0900, 0x0A0B_0C00];
        let bytes = [3, 2, 1, 255, 255, 255, 6, 5, 4, 9, 8, 7, 12, 11, 10];
        assert_eq!(of_i32(24, &five), of(&bytes));
        assert_eq!(of_i32(32, &[0x0102_0304]), of(&[4, 3, 2, 1]));
        let long: Vec<i16> = (0..5000).collect();
        let bytes: Vec<u8> = long.iter().flat_map(|sample| sample.to_le_bytes()).collect();
        assert_eq!(of_i16(16, &long), of(&bytes));
    }
}
