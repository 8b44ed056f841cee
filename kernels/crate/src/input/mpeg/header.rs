//! The four bytes that every frame begins with.

/// What a frame's header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameHeader {
    /// MPEG-1, not one of the two versions for lower rates.
    pub mpeg1: bool,
    pub layer: u8,
    pub sample_rate: u32,
    pub channels: u32,
    /// Bytes in the frame, including its header.
    pub bytes: usize,
    /// Samples per channel that the frame decodes to.
    pub samples: u32,
}

/// Kilobits per second by index: MPEG-1 layers I to III, MPEG-2 layer I, MPEG-2 layers II and III.
const KILOBITS: [[u32; 14]; 5] = [
    [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
    [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];

impl FrameHeader {
    /// `None` if no frame begins like this. Frames in free format, which don't give their length,
    /// don't count as frames.
    pub fn parse(bytes: [u8; 4]) -> Option<Self> {
        let word = u32::from_be_bytes(bytes);
        let field = |shift: u32, bits: u32| (word >> shift) & ((1 << bits) - 1);
        if field(21, 11) != 0x7FF || field(0, 2) == 2 {
            return None;
        }
        let halvings = match field(19, 2) {
            3 => 0,
            2 => 1,
            0 => 2,
            _ => return None,
        };
        let mpeg1 = halvings == 0;
        let layer = match field(17, 2) {
            0 => return None,
            code => 4 - code as u8,
        };
        let index = field(12, 4) as usize;
        let row = match (mpeg1, layer) {
            (true, layer) => usize::from(layer) - 1,
            (false, 1) => 3,
            (false, _) => 4,
        };
        let bits_per_second = 1000 * KILOBITS[row].get(index.checked_sub(1)?)?;
        let sample_rate = [44_100, 48_000, 32_000].get(field(10, 2) as usize)? >> halvings;
        let padding = field(9, 1);
        let samples = match (layer, mpeg1) {
            (1, _) => 384,
            (3, false) => 576,
            _ => 1152,
        };
        let bytes = match layer {
            1 => 4 * (12 * bits_per_second / sample_rate + padding),
            _ => samples / 8 * bits_per_second / sample_rate + padding,
        };
        let channels = if field(6, 2) == 3 { 1 } else { 2 };
        Some(FrameHeader { mpeg1, layer, sample_rate, channels, bytes: bytes as usize, samples })
    }

    /// Whether `other` may follow this frame in the same stream.
    pub fn agrees(&self, other: &FrameHeader) -> bool {
        let kind = |header: &FrameHeader| (header.mpeg1, header.layer, header.sample_rate);
        kind(self) == kind(other)
    }

    /// Bytes between a layer III frame's header and its main data, without a checksum.
    pub fn side_info_bytes(&self) -> usize {
        match (self.mpeg1, self.channels) {
            (true, 1) => 17,
            (true, _) => 32,
            (false, 1) => 9,
            (false, _) => 17,
        }
    }

    pub fn codec(&self) -> &'static str {
        match self.layer {
            1 => "MP1",
            2 => "MP2",
            _ => "MP3",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_follow_from_rate_and_layer() {
        for (bytes, layer, sample_rate, channels, length, samples) in [
            ([0xFF, 0xFB, 0x90, 0x64], 3, 44_100, 2, 417, 1152),
            ([0xFF, 0xFB, 0x92, 0xC4], 3, 44_100, 1, 418, 1152),
            ([0xFF, 0xF3, 0x88, 0xC0], 3, 16_000, 1, 288, 576),
            ([0xFF, 0xE3, 0x18, 0xC0], 3, 8_000, 1, 72, 576),
            ([0xFF, 0xFD, 0x84, 0x00], 2, 48_000, 2, 384, 1152),
            ([0xFF, 0xFF, 0x44, 0x00], 1, 48_000, 2, 128, 384),
        ] {
            let header = FrameHeader::parse(bytes).unwrap();
            let found = (header.layer, header.sample_rate, header.channels);
            assert_eq!(found, (layer, sample_rate, channels));
            assert_eq!((header.bytes, header.samples), (length, samples));
        }
    }

    #[test]
    fn reserved_codes_are_not_frames() {
        for bytes in [
            [0xFF, 0xDB, 0x90, 0x64],
            [0xFF, 0xEB, 0x90, 0x64],
            [0xFF, 0xF9, 0x90, 0x64],
            [0xFF, 0xFB, 0x00, 0x64],
            [0xFF, 0xFB, 0xF0, 0x64],
            [0xFF, 0xFB, 0x9C, 0x64],
            [0xFF, 0xFB, 0x90, 0x66],
        ] {
            assert_eq!(FrameHeader::parse(bytes), None);
        }
    }
}
