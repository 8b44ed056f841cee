//! Decodes one packet after another.

use super::cookie::Cookie;
use super::entropy::Golomb;
use super::predictor::{DIFFERENCES, Predictor};
use crate::input::bits::Bits;
use crate::input::output::Output;
use crate::input::packets::Codec;
use crate::input::{InputError, SampleFormat};

/// For each number of channels, the positions of the coded ones in WAV order.
const ORDERS: [&[usize]; 8] = [
    &[0],
    &[0, 1],
    &[2, 0, 1],
    &[2, 0, 1, 3],
    &[2, 0, 1, 3, 4],
    &[2, 0, 1, 4, 5, 3],
    &[2, 0, 1, 4, 5, 6, 3],
    &[2, 6, 7, 0, 1, 4, 5, 3],
];

/// Decodes packets of up to eight channels.
pub struct AlacDecoder {
    cookie: Cookie,
    planes: Vec<Vec<i32>>,
}

impl AlacDecoder {
    pub fn new(cookie: Cookie) -> Self {
        let length = cookie.frame_length as usize;
        AlacDecoder { cookie, planes: vec![vec![0; length]; cookie.channels as usize] }
    }

    pub fn format(cookie: &Cookie) -> SampleFormat {
        if cookie.bits == 16 { SampleFormat::Int16 } else { SampleFormat::Int32 }
    }

    /// Decodes into the planes; returns the number of frames.
    fn decode_planes(&mut self, packet: &[u8]) -> Result<usize, InputError> {
        let mut bits = Bits::new(packet);
        let order = ORDERS[self.planes.len() - 1];
        let mut decoded = 0;
        let mut frames = None;
        while decoded < order.len() {
            bits.check()?;
            let channels = match bits.read(3) {
                0 | 3 => 1,
                1 => 2,
                4 => {
                    skip_data(&mut bits);
                    continue;
                }
                6 => {
                    skip_fill(&mut bits);
                    continue;
                }
                7 => return Err(InputError::damaged("a packet has too few channels")),
                _ => return Err(InputError::damaged("an element that ALAC doesn't have")),
            };
            let Some(places) = order.get(decoded..decoded + channels) else {
                return Err(InputError::damaged("a packet has too many channels"));
            };
            let length = self.decode_element(&mut bits, places)?;
            if frames.is_some_and(|frames| frames != length) {
                return Err(InputError::damaged("channels of unequal length"));
            }
            frames = Some(length);
            decoded += channels;
        }
        Ok(frames.unwrap_or(0))
    }

    /// One channel, or a pair.
    fn decode_element(
        &mut self,
        bits: &mut Bits<'_>,
        places: &[usize],
    ) -> Result<usize, InputError> {
        let pair = places.len() == 2;
        bits.skip(4);
        if bits.read(12) != 0 {
            return Err(InputError::damaged("bits that must be zero aren't"));
        }
        let is_partial = bits.read(1) == 1;
        let low = 8 * bits.read(2);
        let is_plain = bits.read(1) == 1;
        let length = if is_partial { bits.read(32) } else { self.cookie.frame_length };
        if length > self.cookie.frame_length {
            return Err(InputError::damaged("a packet is too long"));
        }
        let length = length as usize;
        if is_plain {
            for index in 0..length {
                for &place in places {
                    self.planes[place][index] = bits.read_signed(self.cookie.bits);
                }
            }
            bits.check()?;
            return Ok(length);
        }
        if low > 16 || low >= self.cookie.bits {
            return Err(InputError::damaged("too many bits are set apart"));
        }
        // The difference of a pair takes one more bit.
        let width = self.cookie.bits - low + u32::from(pair);
        if width > 32 {
            return Err(InputError::damaged("samples of 33 bits"));
        }
        let mix = Mix { shift: bits.read(8), weight: bits.read_signed(8) };
        let mut headers = [ChannelHeader::default(); 2];
        for header in &mut headers[..places.len()] {
            *header = ChannelHeader::read(bits);
        }
        let mut low_bits = bits.fork();
        bits.skip(low as usize * places.len() * length);
        bits.check()?;
        for (&place, header) in places.iter().zip(&mut headers) {
            let golomb = Golomb {
                history_multiplier: self.cookie.pb * header.multiplier / 4,
                initial_history: self.cookie.mb,
                limit: self.cookie.kb,
                bits: width,
            };
            let plane = &mut self.planes[place][..length];
            golomb.decode(bits, plane)?;
            header.restore(plane, width);
        }
        if let [left, right] = *places {
            self.unmix([left, right], length, mix);
        }
        if low > 0 {
            for index in 0..length {
                for &place in places {
                    let sample = &mut self.planes[place][index];
                    *sample = *sample << low | low_bits.read(low) as i32;
                }
            }
        }
        Ok(length)
    }

    /// Turns a weighted mean and a difference into left and right.
    fn unmix(&mut self, places: [usize; 2], length: usize, mix: Mix) {
        if mix.weight == 0 {
            return;
        }
        let Ok([first, second]) = self.planes.get_disjoint_mut(places) else { return };
        for (first, second) in first[..length].iter_mut().zip(&mut second[..length]) {
            let (u, v) = (*first, *second);
            let weighted = v.wrapping_mul(mix.weight) >> mix.shift.min(31);
            *first = u.wrapping_add(v).wrapping_sub(weighted);
            *second = first.wrapping_sub(v);
        }
    }
}

#[derive(Clone, Copy)]
struct Mix {
    shift: u32,
    weight: i32,
}

#[derive(Clone, Copy, Default)]
struct ChannelHeader {
    /// Whether differences were taken before the prediction.
    twice: bool,
    multiplier: u32,
    predictor: Predictor,
}

impl ChannelHeader {
    fn read(bits: &mut Bits<'_>) -> Self {
        let twice = bits.read(4) != 0;
        let shift = bits.read(4);
        let multiplier = bits.read(3);
        let order = bits.read(5) as usize;
        let mut coefficients = [0; 32];
        for coefficient in &mut coefficients[..order] {
            *coefficient = bits.read_signed(16) as i16;
        }
        ChannelHeader { twice, multiplier, predictor: Predictor { coefficients, order, shift } }
    }

    fn restore(&mut self, plane: &mut [i32], width: u32) {
        if self.twice {
            Predictor { order: DIFFERENCES, ..Predictor::default() }.restore(plane, width);
        }
        self.predictor.restore(plane, width);
    }
}

/// Data that isn't audio.
fn skip_data(bits: &mut Bits<'_>) {
    bits.skip(4);
    let aligned = bits.read(1) == 1;
    let mut count = bits.read(8);
    if count == 255 {
        count += bits.read(8);
    }
    if aligned {
        bits.align();
    }
    bits.skip(8 * count as usize);
}

fn skip_fill(bits: &mut Bits<'_>) {
    let mut count = bits.read(4);
    if count == 15 {
        count += bits.read(8).saturating_sub(1);
    }
    bits.skip(8 * count as usize);
}

impl Codec for AlacDecoder {
    fn decode(&mut self, packet: &[u8], output: &mut Output) -> Result<(), InputError> {
        let frames = self.decode_planes(packet)?;
        let mut planes: [&[i32]; 8] = [&[]; 8];
        for (slot, plane) in planes.iter_mut().zip(&self.planes) {
            *slot = &plane[..frames];
        }
        let planes = &planes[..self.planes.len()];
        let unused = 32 - self.cookie.bits;
        match AlacDecoder::format(&self.cookie) {
            SampleFormat::Int16 => {
                output.interleave(planes, |sample| (sample as i16).to_le_bytes())
            }
            _ => output.interleave(planes, |sample| (sample << unused).to_le_bytes()),
        }
        Ok(())
    }
}
