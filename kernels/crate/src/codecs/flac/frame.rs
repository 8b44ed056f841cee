//! Frames: how two channels are stored, the header and the checksums (RFC 9639, section 9.1).

use super::bit_writer::BitWriter;
use super::channel::Channel;
use super::linear::LinearFit;
use super::settings::{BLOCK_SIZE, FlacParameters, Settings};
use crate::flac::{crc8, crc16};

/// Channel codes of the format; for independent channels, the code is their number minus one.
const LEFT_SIDE: u32 = 8;
const SIDE_RIGHT: u32 = 9;
const MID_SIDE: u32 = 10;

/// Codes one block after another.
pub struct FrameEncoder {
    parameters: FlacParameters,
    settings: Settings,
    pub channels: Vec<Channel>,
    middle: Channel,
    side: Channel,
    fit: LinearFit,
}

impl FrameEncoder {
    pub fn new(parameters: FlacParameters) -> Self {
        let mut channels = Vec::new();
        channels.resize_with(parameters.channels.into(), Channel::default);
        FrameEncoder {
            parameters,
            settings: Settings::of_level(parameters.level),
            channels,
            middle: Channel::default(),
            side: Channel::default(),
            fit: LinearFit::default(),
        }
    }

    /// Appends the frame of the channels' samples, and removes the samples.
    pub fn encode(&mut self, number: u64, out: &mut Vec<u8>) {
        let start = out.len();
        let layout = self.choose_layout();
        self.write_header(number, layout, out);
        let mut bits = BitWriter::new(out);
        match (layout, &self.channels[..]) {
            (LEFT_SIDE, [left, ..]) => [left, &self.side].map(|it| it.write(&mut bits)).len(),
            (SIDE_RIGHT, [_, right]) => [&self.side, right].map(|it| it.write(&mut bits)).len(),
            (MID_SIDE, _) => [&self.middle, &self.side].map(|it| it.write(&mut bits)).len(),
            (_, channels) => channels.iter().map(|it| it.write(&mut bits)).count(),
        };
        bits.finish();
        let checksum = crc16(&out[start..]);
        out.extend(checksum.to_be_bytes());
        self.channels.iter_mut().for_each(|channel| channel.samples.clear());
    }

    /// Plans the channels and returns the code of the layout that takes the fewest bits.
    fn choose_layout(&mut self) -> u32 {
        let depth = u32::from(self.parameters.bits_per_sample);
        let Self { channels, settings, fit, middle, side, .. } = self;
        let independent = channels.len() as u32 - 1;
        // The difference of 32-bit channels would take 33.
        let stereo = settings.stereo && channels.len() == 2 && depth < 32;
        if stereo {
            let pairs = || channels[0].samples.iter().zip(&channels[1].samples);
            middle.samples.clear();
            middle.samples.extend(pairs().map(|(&left, &right)| (left + right) >> 1));
            side.samples.clear();
            side.samples.extend(pairs().map(|(&left, &right)| left - right));
        }
        let mut sizes = [0; 2];
        for (index, channel) in channels.iter_mut().enumerate() {
            sizes[index & 1] = channel.plan(depth, settings, fit);
        }
        if !stereo {
            return independent;
        }
        let [left, right] = sizes;
        let middle = middle.plan(depth, settings, fit);
        let side = side.plan(depth + 1, settings, fit);
        let layouts = [
            (left + right, independent),
            (left + side, LEFT_SIDE),
            (side + right, SIDE_RIGHT),
            (middle + side, MID_SIDE),
        ];
        layouts.into_iter().min().map_or(independent, |(_, layout)| layout)
    }

    fn write_header(&self, number: u64, layout: u32, out: &mut Vec<u8>) {
        let start = out.len();
        let size = self.channels[0].samples.len();
        let size_code = if size == BLOCK_SIZE { 12 } else { 7 };
        let (rate_code, rate_bits, rate) = rate_code(self.parameters.sample_rate);
        let depth_code = match self.parameters.bits_per_sample {
            8 => 1,
            12 => 2,
            16 => 4,
            20 => 5,
            24 => 6,
            32 => 7,
            _ => 0,
        };
        let mut bits = BitWriter::new(out);
        bits.put(0xFFF8, 16);
        bits.put(size_code << 4 | rate_code, 8);
        bits.put(layout << 4 | depth_code << 1, 8);
        put_number(&mut bits, number);
        if size_code == 7 {
            bits.put(size as u32 - 1, 16);
        }
        bits.put(rate, rate_bits);
        bits.finish();
        let checksum = crc8(&out[start..]);
        out.push(checksum);
    }
}

/// A sample rate's code, and the bits and value that follow the header; 0 leaves the rate to the
/// stream's head.
fn rate_code(rate: u32) -> (u32, u32, u32) {
    const RATES: [u32; 11] =
        [88_200, 176_400, 192_000, 8000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000];
    match RATES.iter().position(|&known| known == rate) {
        Some(index) => (index as u32 + 1, 0, 0),
        None if rate.is_multiple_of(1000) && rate / 1000 < 256 => (12, 8, rate / 1000),
        None if rate < 1 << 16 => (13, 16, rate),
        None if rate.is_multiple_of(10) && rate / 10 < 1 << 16 => (14, 16, rate / 10),
        None => (0, 0, 0),
    }
}

/// Writes a number of up to 31 bits the way UTF-8 would.
fn put_number(bits: &mut BitWriter<'_>, number: u64) {
    if number < 0x80 {
        return bits.put(number as u32, 8);
    }
    // Each further byte adds five bits.
    let more = (1..6).find(|more| number >> (5 * more + 6) == 0).unwrap_or(5);
    let lead = 0xFF00_u32 >> (more + 1) & 0xFF;
    bits.put(lead | (number >> (6 * more)) as u32, 8);
    for byte in (0..more).rev() {
        bits.put(0x80 | (number >> (6 * byte)) as u32 & 0x3F, 8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flac::FrameHeader;

    #[test]
    fn headers_say_what_they_are_given() {
        for sample_rate in [8000, 44_100, 37_000, 12_345, 123_450, 1_000_001, 768_000, 1] {
            for number in [0, 127, 128, 2047, 2048, 65_535, 65_536, 0x7FFF_FFFF] {
                for size in [1, 15, 4095, 4096] {
                    let parameters =
                        FlacParameters { sample_rate, channels: 3, bits_per_sample: 24, level: 5 };
                    let mut encoder = FrameEncoder::new(parameters);
                    encoder.channels.iter_mut().for_each(|it| it.samples = vec![0; size]);
                    let mut bytes = Vec::new();
                    encoder.write_header(number, 2, &mut bytes);
                    let header = FrameHeader::parse(&bytes).unwrap();
                    assert_eq!((header.number, header.block_size), (number, size as u32));
                    assert_eq!(header.sample_rate.unwrap_or(sample_rate), sample_rate);
                    assert_eq!((header.channels, header.bits_per_sample), (3, Some(24)));
                    assert_eq!(header.byte_length, bytes.len());
                }
            }
        }
    }
}
