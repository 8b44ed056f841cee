//! ADPCM in WAV: four bits per sample, each the difference from what the samples before it predict.
//! Every block begins with the decoder's state. Samples are those of ffmpeg to the last bit.

use crate::input::InputError;
use crate::input::output::Output;
use crate::input::packets::Codec;

/// IMA's step sizes.
const STEPS: [i16; 89] = [
    7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66,
    73, 80, 88, 97, 107, 118, 130, 143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449,
    494, 544, 598, 658, 724, 796, 876, 963, 1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272,
    2499, 2749, 3024, 3327, 3660, 4026, 4428, 4871, 5358, 5894, 6484, 7132, 7845, 8630, 9493,
    10_442, 11_487, 12_635, 13_899, 15_289, 16_818, 18_500, 20_350, 22_385, 24_623, 27_086, 29_794,
    32_767,
];
/// How a difference moves the next step size.
const STEP_MOVES: [i32; 8] = [-1, -1, -1, -1, 2, 4, 6, 8];

/// Microsoft's predictors: factors for the last sample and the one before, in 256ths.
pub const PREDICTORS: [(i16, i16); 7] =
    [(256, 0), (512, -256), (0, 0), (192, 64), (240, 0), (460, -208), (392, -232)];
/// How a difference scales the next step, in 256ths.
const SCALES: [i32; 16] =
    [230, 230, 230, 230, 307, 409, 512, 614, 768, 614, 512, 409, 307, 230, 230, 230];

/// Decodes IMA's blocks: eight samples of one channel, then of the next.
pub struct Ima {
    pub channels: usize,
}

impl Codec for Ima {
    fn decode(&mut self, block: &[u8], output: &mut Output) -> Result<(), InputError> {
        let channels = self.channels;
        let (heads, groups) = block.split_at_checked(4 * channels).ok_or_else(too_short)?;
        let turns = groups.len() / (4 * channels);
        let (samples, _) = output.extend((1 + 8 * turns) * channels * 2).as_chunks_mut::<2>();
        for channel in 0..channels {
            let head = &heads[4 * channel..];
            let mut value = i32::from(i16::from_le_bytes([head[0], head[1]]));
            let mut step = i32::from(head[2]);
            if step >= STEPS.len() as i32 {
                return Err(InputError::damaged("a step that its coding doesn't have"));
            }
            samples[channel] = (value as i16).to_le_bytes();
            for turn in 0..turns {
                let bytes = &groups[(turn * channels + channel) * 4..][..4];
                for index in 0..8 {
                    let nibble = i32::from(bytes[index / 2] >> (4 * (index % 2)) & 15);
                    let size = i32::from(STEPS[step as usize]);
                    let change = ((2 * (nibble & 7) + 1) * size) >> 3;
                    let change = if nibble & 8 == 0 { change } else { -change };
                    value = (value + change).clamp(i16::MIN.into(), i16::MAX.into());
                    step = (step + STEP_MOVES[(nibble & 7) as usize]).clamp(0, 88);
                    samples[(1 + 8 * turn + index) * channels + channel] =
                        (value as i16).to_le_bytes();
                }
            }
        }
        Ok(())
    }
}

/// Decodes Microsoft's blocks: one sample of each channel after another.
pub struct Microsoft {
    pub channels: usize,
}

#[derive(Clone, Copy, Default)]
struct State {
    factors: (i32, i32),
    step: i32,
    last: i32,
    before: i32,
}

impl State {
    fn next(&mut self, nibble: u8) -> i16 {
        let (one, two) = self.factors;
        let signed = i32::from((nibble << 4) as i8 >> 4);
        let predicted = (self.last * one + self.before * two) / 256;
        let value = (i64::from(predicted) + i64::from(signed) * i64::from(self.step))
            .clamp(i16::MIN.into(), i16::MAX.into()) as i32;
        (self.before, self.last) = (self.last, value);
        // The largest step that the next one can be made from without overflowing.
        let step = (SCALES[usize::from(nibble)] * self.step) >> 8;
        self.step = step.clamp(16, i32::MAX / 768);
        value as i16
    }
}

impl Codec for Microsoft {
    fn decode(&mut self, block: &[u8], output: &mut Output) -> Result<(), InputError> {
        let channels = self.channels;
        let (head, nibbles) = block.split_at_checked(7 * channels).ok_or_else(too_short)?;
        let word = |index: usize| {
            let at = channels + 2 * index;
            i32::from(i16::from_le_bytes([head[at], head[at + 1]]))
        };
        let mut states = [State::default(); 2];
        for (channel, state) in states.iter_mut().enumerate().take(channels) {
            let factors = PREDICTORS
                .get(usize::from(head[channel]))
                .ok_or_else(|| InputError::damaged("a predictor that its coding doesn't have"))?;
            *state = State {
                factors: (factors.0.into(), factors.1.into()),
                step: word(channel),
                last: word(channels + channel),
                before: word(2 * channels + channel),
            };
        }
        let frames = 2 + nibbles.len() * 2 / channels;
        let (samples, _) = output.extend(frames * channels * 2).as_chunks_mut::<2>();
        for (channel, state) in states.iter().enumerate().take(channels) {
            samples[channel] = (state.before as i16).to_le_bytes();
            samples[channels + channel] = (state.last as i16).to_le_bytes();
        }
        let pairs = nibbles.iter().flat_map(|&byte| [byte >> 4, byte & 15]);
        for (index, (slot, nibble)) in samples[2 * channels..].iter_mut().zip(pairs).enumerate() {
            *slot = states[index % channels].next(nibble).to_le_bytes();
        }
        Ok(())
    }
}

fn too_short() -> InputError {
    InputError::damaged("a block is shorter than its header")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(codec: &mut impl Codec, block: &[u8]) -> Result<Vec<i16>, InputError> {
        let mut output = Output::default();
        codec.decode(block, &mut output)?;
        let (pairs, _) = output.bytes().as_chunks::<2>();
        Ok(pairs.iter().map(|&pair| i16::from_le_bytes(pair)).collect())
    }

    #[test]
    fn a_block_begins_with_its_first_samples() {
        let ima = [10, 0, 0, 0, 20, 0, 0, 0, 0x07, 0, 0, 0, 0x0F, 0, 0, 0];
        let samples = decode(&mut Ima { channels: 2 }, &ima).unwrap();
        assert_eq!(samples.len(), 18);
        // (2 · 7 + 1) · 7 / 8 = 13
        assert_eq!(samples[..4], [10, 20, 23, 7]);
        let microsoft = [0, 16, 0, 5, 0, 3, 0, 0x1F];
        let samples = decode(&mut Microsoft { channels: 1 }, &microsoft).unwrap();
        assert_eq!(samples, [3, 5, 21, 5]);
    }

    #[test]
    fn states_that_do_not_exist_are_damage() {
        assert!(decode(&mut Ima { channels: 1 }, &[0, 0, 89, 0]).is_err());
        assert!(decode(&mut Ima { channels: 1 }, &[0, 0, 0]).is_err());
        assert!(decode(&mut Microsoft { channels: 1 }, &[7, 0, 0, 0, 0, 0, 0]).is_err());
        let loud = [&[1, 0xFF, 0x7F, 0, 0x80, 0, 0x80][..], &[0x88; 100]].concat();
        assert_eq!(decode(&mut Microsoft { channels: 1 }, &loud).unwrap().len(), 202);
    }
}
