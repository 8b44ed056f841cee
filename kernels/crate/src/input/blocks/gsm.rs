//! GSM 6.10 full rate, in the form that WAV has: two frames of 260 bits in 65 bytes, least
//! significant bit first. The arithmetic is that of the standard (ETSI EN 300 961), which says what
//! every sample is to the last bit; numbers of its sections are in brackets.

use crate::input::InputError;
use crate::input::output::Output;
use crate::input::packets::Codec;

pub const BLOCK_BYTES: u32 = 65;
pub const BLOCK_FRAMES: u32 = 320;

/// For each log area ratio: its bits, its smallest value, its offset, and the inverse of its scale.
const RATIOS: [(u32, i16, i16, i16); 8] = [
    (6, -32, 0, 13_107),
    (6, -32, 0, 13_107),
    (5, -16, 2048, 13_107),
    (5, -16, -2560, 13_107),
    (4, -8, 94, 19_223),
    (4, -8, -1792, 17_476),
    (3, -4, -341, 31_454),
    (3, -4, -1144, 29_708),
];
/// Gains of the long-term predictor.
const GAINS: [i16; 4] = [3277, 11_469, 21_299, 32_767];
/// Mantissas of a subframe's largest pulse.
const MANTISSAS: [i16; 8] = [18_431, 20_479, 22_527, 24_575, 26_623, 28_671, 30_719, 32_767];
/// How far back the long-term predictor reaches.
const REACH: usize = 120;
const FRAME: usize = 160;
const SUBFRAME: usize = 40;

/// The decoder's state, carried from frame to frame.
pub struct Gsm {
    /// The residual: what the long-term predictor reaches, then the frame.
    residual: [i16; REACH + FRAME],
    lag: usize,
    ratios: [i16; 8],
    lattice: [i16; 9],
    emphasis: i16,
}

impl Default for Gsm {
    fn default() -> Self {
        Gsm { residual: [0; REACH + FRAME], lag: 40, ratios: [0; 8], lattice: [0; 9], emphasis: 0 }
    }
}

impl Codec for Gsm {
    fn decode(&mut self, block: &[u8], output: &mut Output) -> Result<(), InputError> {
        if block.len() != BLOCK_BYTES as usize {
            return Err(InputError::damaged("a block of the wrong length"));
        }
        let mut bits = Bits { bytes: block, position: 0 };
        for _ in 0..2 {
            let (samples, _) = output.extend(2 * FRAME).as_chunks_mut::<2>();
            self.frame(&mut bits, samples);
        }
        Ok(())
    }
}

impl Gsm {
    fn frame(&mut self, bits: &mut Bits<'_>, samples: &mut [[u8; 2]]) {
        let ratios = RATIOS.map(|(width, least, offset, inverse)| {
            // Decoding of the coded ratios [5.3.1].
            let value = (bits.read(width) as i16 + least) << 10;
            let scaled = multiply(value.saturating_sub(offset << 1), inverse);
            scaled.saturating_add(scaled)
        });
        for subframe in 0..4 {
            self.subframe(bits, REACH + SUBFRAME * subframe);
        }
        let before = std::mem::replace(&mut self.ratios, ratios);
        for (range, mix) in
            [(0..13, Mix::Before), (13..27, Mix::Half), (27..40, Mix::After), (40..FRAME, Mix::New)]
        {
            let coefficients: [i16; 8] =
                std::array::from_fn(|index| reflection(mix.of(before[index], ratios[index])));
            for at in range {
                samples[at] = self.synthesise(at, &coefficients).to_le_bytes();
            }
        }
        self.residual.copy_within(FRAME.., 0);
    }

    /// The residual of a subframe: pulses, and what the long-term predictor makes of earlier ones
    /// [5.3.2 and 5.3.3].
    fn subframe(&mut self, bits: &mut Bits<'_>, start: usize) {
        let lag = bits.read(7) as usize;
        let gain = GAINS[bits.read(2) as usize];
        let grid = bits.read(2) as usize;
        let largest = bits.read(6) as i16;
        if (40..=REACH).contains(&lag) {
            self.lag = lag;
        }
        let (mantissa, shift) = largest_pulse(largest);
        let mut pulses = [0_i16; SUBFRAME];
        for index in 0..13 {
            let code = bits.read(3) as i16;
            let pulse = multiply(mantissa, (2 * code - 7) << 12);
            let rounded = pulse.saturating_add(if shift > 0 { 1 << (shift - 1) } else { 0 });
            pulses[grid + 3 * index] = rounded >> shift;
        }
        for (index, pulse) in pulses.into_iter().enumerate() {
            let at = start + index;
            let predicted = multiply(gain, self.residual[at - self.lag]);
            self.residual[at] = pulse.saturating_add(predicted);
        }
    }

    /// One sample: short-term synthesis, de-emphasis, and scaling [5.3.4 and 5.3.5].
    fn synthesise(&mut self, at: usize, coefficients: &[i16; 8]) -> i16 {
        let mut value = self.residual[REACH + at];
        for index in (0..8).rev() {
            let coefficient = coefficients[index];
            value = value.saturating_sub(multiply(coefficient, self.lattice[index]));
            self.lattice[index + 1] =
                self.lattice[index].saturating_add(multiply(coefficient, value));
        }
        self.lattice[0] = value;
        self.emphasis = value.saturating_add(multiply(self.emphasis, 28_180));
        self.emphasis.saturating_add(self.emphasis) & !7
    }
}

/// How the ratios of two frames are mixed at the beginning of the second.
#[derive(Clone, Copy)]
enum Mix {
    Before,
    Half,
    After,
    New,
}

impl Mix {
    fn of(self, before: i16, after: i16) -> i16 {
        match self {
            Mix::Before => (before >> 2).saturating_add(after >> 2).saturating_add(before >> 1),
            Mix::Half => (before >> 1).saturating_add(after >> 1),
            Mix::After => (before >> 2).saturating_add(after >> 2).saturating_add(after >> 1),
            Mix::New => after,
        }
    }
}

/// A reflection coefficient from a log area ratio.
fn reflection(ratio: i16) -> i16 {
    let size = ratio.saturating_abs();
    let size = match size {
        ..11_059 => size << 1,
        11_059..20_070 => size + 11_059,
        _ => (size >> 2).saturating_add(26_112),
    };
    if ratio < 0 { -size } else { size }
}

/// The mantissa of a subframe's largest pulse, and how far pulses are shifted.
fn largest_pulse(code: i16) -> (i16, u32) {
    let mut exponent = if code > 15 { (code >> 3) - 1 } else { 0 };
    let mut mantissa = code - (exponent << 3);
    if mantissa == 0 {
        (exponent, mantissa) = (-4, 7);
    } else {
        while mantissa <= 7 {
            mantissa = mantissa << 1 | 1;
            exponent -= 1;
        }
        mantissa -= 8;
    }
    (MANTISSAS[mantissa as usize], (6 - exponent) as u32)
}

/// The product of two fractions, rounded.
fn multiply(one: i16, other: i16) -> i16 {
    let product = (i32::from(one) * i32::from(other) + 16_384) >> 15;
    product.min(i16::MAX.into()) as i16
}

/// Bits, least significant first. A block holds exactly as many as two frames take.
struct Bits<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl Bits<'_> {
    fn read(&mut self, count: u32) -> u32 {
        let value = (0..count).fold(0, |value, index| {
            let at = self.position + index as usize;
            let byte = self.bytes.get(at / 8).copied().unwrap_or(0);
            value | u32::from(byte >> (at % 8) & 1) << index
        });
        self.position += count as usize;
        value
    }
}
