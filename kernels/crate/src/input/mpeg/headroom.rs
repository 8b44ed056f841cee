//! Room above full scale. symphonia clips decoded samples to ±1, but loud music is meant to decode
//! to larger ones. The gains in the frames are powers of two, so they are lowered before decoding
//! and the samples raised after it: not one bit of a sample is lost.

use super::header::FrameHeader;
use crate::math::Portable;

/// How much louder than full scale samples may be.
pub const HEADROOM: f32 = 16.0;
/// Steps of gain per factor of two.
const STEPS: u32 = 4;

/// Lowers the gains of a layer III frame by [`HEADROOM`].
pub fn lower_gains(header: &FrameHeader, frame: &mut [u8]) {
    let has_checksum = frame.get(1).is_some_and(|byte| byte & 1 == 0);
    let side_info = 8 * (4 + if has_checksum { 2 } else { 0 });
    let channels = header.channels as usize;
    // Before the granules: where main data begins, private bits, which scale factors are shared. A
    // granule's gain comes after two lengths.
    let (granules, before, granule) = match (header.mpeg1, channels) {
        (true, 1) => (2, 9 + 5 + 4, 59),
        (true, _) => (2, 9 + 3 + 8, 59),
        (false, 1) => (1, 8 + 1, 63),
        (false, _) => (1, 8 + 2, 63),
    };
    let lowered = STEPS * HEADROOM.binary_log() as u32;
    for index in 0..granules * channels {
        lower(frame, side_info + before + index * granule + 12 + 9, lowered as u8);
    }
}

/// Lowers the eight bits at bit `at`, at most to zero, which is silence.
fn lower(frame: &mut [u8], at: usize, by: u8) {
    let (byte, shift) = (at / 8, 8 - at % 8);
    let Some([high, low]) = frame.get_mut(byte..byte + 2) else { return };
    let word = u16::from_be_bytes([*high, *low]);
    let gain = (word >> shift) as u8;
    let mask = 0xFF << shift;
    let word = word & !mask | u16::from(gain.saturating_sub(by)) << shift;
    [*high, *low] = word.to_be_bytes();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_bits_are_lowered_wherever_they_are() {
        let mut frame = [0xFF, 0b1010_0100, 0b0111_1111, 0xFF];
        lower(&mut frame, 11, 16);
        assert_eq!(frame, [0xFF, 0b1010_0010, 0b0111_1111, 0xFF]);
        lower(&mut frame, 8, 0xFF);
        assert_eq!(frame, [0xFF, 0, 0b0111_1111, 0xFF]);
        lower(&mut frame, 31, 1);
        assert_eq!(frame[3], 0xFF);
    }
}
