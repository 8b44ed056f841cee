//! Writes FLAC as plainly as possible, to make streams that no encoder makes. Shares no code with
//! the decoder.

/// What a frame should say.
#[derive(Clone, Copy)]
pub struct Frame<'a> {
    /// `(first byte of the block size and rate codes, channel and bit depth codes)`.
    pub codes: (u8, u8),
    /// Whether the number counts samples.
    pub variable: bool,
    pub number: u32,
    /// One channel's samples, 16 bits each; the other channels are the same.
    pub samples: &'a [i16],
}

/// At most 4,096 samples in one channel of 16 bits, at the stream's rate.
pub fn mono(number: u32, samples: &[i16]) -> Frame<'_> {
    Frame { codes: (0x70, 0x08), variable: false, number, samples }
}

impl Frame<'_> {
    /// A frame of verbatim subframes.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = vec![0xFF, 0xF8 | u8::from(self.variable), self.codes.0, self.codes.1];
        bytes.extend(utf8(self.number));
        bytes.extend((self.samples.len() as u16 - 1).to_be_bytes());
        bytes.push(crc(&bytes, 8, 0x07) as u8);
        for _ in 0..=self.codes.1 >> 4 {
            bytes.push(0b0000_0010);
            bytes.extend(self.samples.iter().flat_map(|sample| sample.to_be_bytes()));
        }
        let crc = crc(&bytes, 16, 0x8005) as u16;
        bytes.extend(crc.to_be_bytes());
        bytes
    }
}

/// A stream of one channel of 16 bits at 16 kHz.
pub fn stream(total: u64, block_sizes: (u16, u16), frames: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"fLaC\x80\0\0\x22".to_vec();
    bytes.extend(block_sizes.0.to_be_bytes());
    bytes.extend(block_sizes.1.to_be_bytes());
    bytes.extend([0; 6]);
    bytes.extend((16_000_u64 << 44 | 15 << 36 | total).to_be_bytes());
    bytes.extend([0; 16]);
    bytes.extend(frames.concat());
    bytes
}

fn utf8(number: u32) -> Vec<u8> {
    // Characters stop at 0x10FFFF, which is further than the tests count.
    char::from_u32(number).map(|it| it.to_string().into_bytes()).unwrap_or_default()
}

fn crc(bytes: &[u8], bits: u32, polynomial: u32) -> u32 {
    bytes.iter().fold(0, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte) << (bits - 8), |crc, _| {
            let next = crc << 1;
            (if crc >> (bits - 1) & 1 == 0 { next } else { next ^ polynomial }) & ((1 << bits) - 1)
        })
    })
}
