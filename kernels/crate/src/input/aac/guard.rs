//! Checks a packet before symphonia decodes it: symphonia trusts numbers of bands beyond those that
//! a sample rate has, counts sections without a limit, and would panic.
//!
//! What comes after the first channel's Huffman codes can't be checked without decoding them. With
//! one channel, nothing comes after them; with two, a second channel with a window of its own
//! remains unchecked.

use super::AacConfig;
use crate::input::InputError;
use crate::input::bits::Bits;

/// For sample rates from this one up: bands of a long window, and of a short one.
const BANDS: [(u32, usize, usize); 12] = [
    (92_017, 41, 12),
    (75_132, 41, 12),
    (55_426, 47, 12),
    (46_009, 49, 14),
    (37_566, 49, 14),
    (27_713, 51, 14),
    (23_004, 47, 15),
    (18_783, 47, 15),
    (13_856, 43, 15),
    (11_502, 43, 15),
    (9_391, 43, 15),
    (0, 40, 15),
];

/// How many sections symphonia has room for.
const MAX_SECTIONS: usize = 64;
/// No spectrum is coded as this many zero bytes. They are padding, or damage.
const MAX_ZEROS: usize = 70;

/// Fails for a packet that must not be decoded.
pub fn check_packet(config: &AacConfig, packet: &[u8]) -> Result<(), InputError> {
    let mut bits = Bits::new(packet);
    loop {
        bits.check()?;
        match bits.read(3) {
            0 | 3 => return check_channel(config, &mut bits),
            1 => return check_pair(config, &mut bits),
            4 => {
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
            6 => {
                let mut count = bits.read(4);
                if count == 15 {
                    count += bits.read(8).saturating_sub(1);
                }
                bits.skip(8 * count as usize);
            }
            _ => return Ok(()),
        }
    }
}

fn check_channel(config: &AacConfig, bits: &mut Bits<'_>) -> Result<(), InputError> {
    bits.skip(4 + 8);
    let window = Window::read(config, bits)?;
    window.check_sections(bits)
}

fn check_pair(config: &AacConfig, bits: &mut Bits<'_>) -> Result<(), InputError> {
    bits.skip(4);
    let is_common = bits.read(1) == 1;
    if !is_common {
        bits.skip(8);
        let window = Window::read(config, bits)?;
        return window.check_sections(bits);
    }
    let window = Window::read(config, bits)?;
    let mask = bits.read(2);
    bits.skip(if mask == 1 { window.groups * window.bands } else { 0 });
    bits.skip(8);
    window.check_sections(bits)
}

/// Overwrites zeros that no spectrum is coded as: symphonia would count sections in them without
/// end. In padding, they mean nothing.
pub fn fill_holes(packet: &mut [u8]) {
    for run in packet.chunk_by_mut(|a, b| a == b) {
        if run[0] == 0 && run.len() > MAX_ZEROS {
            run.fill(0xFF);
        }
    }
}

struct Window {
    is_long: bool,
    groups: usize,
    /// Bands that are coded.
    bands: usize,
}

impl Window {
    fn read(config: &AacConfig, bits: &mut Bits<'_>) -> Result<Self, InputError> {
        bits.skip(1);
        let is_long = bits.read(2) != 2;
        bits.skip(1);
        let bands = bits.read(if is_long { 6 } else { 4 }) as usize;
        let mut groups = 1;
        if is_long {
            if bits.read(1) == 1 {
                return Err(InputError::damaged("AAC with prediction"));
            }
        } else {
            groups += (0..7).filter(|_| bits.read(1) == 0).count();
        }
        let row = BANDS.iter().find(|(rate, ..)| config.sample_rate >= *rate);
        let (_, long, short) = row.copied().unwrap_or_default();
        if bands > if is_long { long } else { short } {
            return Err(InputError::damaged("more bands than its sample rate allows"));
        }
        Ok(Window { is_long, groups, bands })
    }

    fn check_sections(&self, bits: &mut Bits<'_>) -> Result<(), InputError> {
        let width = if self.is_long { 5 } else { 3 };
        let escape = (1 << width) - 1;
        for _ in 0..self.groups {
            let (mut band, mut sections) = (0, 0);
            while band < self.bands {
                bits.skip(4);
                loop {
                    let length = bits.read(width);
                    band += length as usize;
                    if length != escape || band > self.bands {
                        break;
                    }
                }
                sections += 1;
                if band > self.bands || sections >= MAX_SECTIONS {
                    return Err(InputError::damaged("sections that don't fit its bands"));
                }
                bits.check()?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MONO: AacConfig = AacConfig { sample_rate: 16_000, channels: 1 };

    /// A single-channel element: a long window of `bands` bands, in one section of length
    /// `section`.
    fn element(bands: u8, section: u8) -> [u8; 5] {
        // 000 tag, 0000 instance, 8 bits of gain, 0 reserved, 00 long, 0 shape, 6 bits of bands, 0
        // prediction, 0001 codebook, 5 bits of length.
        let word = u64::from(bands) << 15 | 1 << 10 | u64::from(section & 31) << 5;
        let [_, _, _, bytes @ ..] = word.to_be_bytes();
        bytes
    }

    #[test]
    fn bands_and_sections_must_fit_the_sample_rate() {
        assert_eq!(check_packet(&MONO, &element(20, 20)), Ok(()));
        assert!(check_packet(&MONO, &element(44, 20)).is_err());
        assert!(check_packet(&MONO, &element(20, 21)).is_err());
        assert!(check_packet(&MONO, &[0; 200]).is_ok());
    }

    #[test]
    fn holes_are_filled_and_short_runs_of_zeros_are_not() {
        let mut packet = vec![0; 70];
        fill_holes(&mut packet);
        assert_eq!(packet, [0; 70]);
        packet.extend([0, 5]);
        fill_holes(&mut packet);
        assert_eq!(packet[..71], [0xFF; 71]);
    }
}
