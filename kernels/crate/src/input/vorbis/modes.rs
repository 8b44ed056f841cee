//! The modes of a stream, which say how long a packet's block is. lewton keeps them private. They
//! are the last thing in a setup header, so they are read backwards from its end.

/// Bits in a mode: whether its block is long, two types that are always 0, and a mapping.
const MODE_BITS: usize = 1 + 16 + 16 + 8;
/// The number of modes is stored in six bits.
const MAX_MODES: usize = 64;

/// For each mode, whether the block is long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modes(Vec<bool>);

impl Modes {
    /// Reads a complete setup header; `None` if it doesn't end with modes.
    pub fn of(setup: &[u8]) -> Option<Self> {
        let last = setup.iter().rposition(|&byte| byte != 0)?;
        // The last things are a bit that is set, and zeros up to the end of the byte.
        let end = 8 * last + 7 - setup[last].leading_zeros() as usize;
        let mut found = None;
        let mut modes = Vec::new();
        for count in 1..=MAX_MODES {
            let Some(start) = end.checked_sub(count * MODE_BITS) else { break };
            let mode = number(setup, start, MODE_BITS)?;
            if mode >> 1 & 0xFFFF_FFFF != 0 || mode >> 33 >= 64 {
                break;
            }
            modes.push(mode & 1 == 1);
            let before = start.checked_sub(6).and_then(|before| number(setup, before, 6));
            if before == Some(count as u64 - 1) {
                found = Some(Modes(modes.iter().rev().copied().collect()));
            }
        }
        found
    }

    /// Whether an audio packet is a long block; `None` if it isn't one of either kind.
    pub fn is_long(&self, packet: &[u8]) -> Option<bool> {
        let bits = usize::BITS as usize - (self.0.len() - 1).leading_zeros() as usize;
        let mode = number(packet, 1, bits)?;
        self.0.get(mode as usize).copied()
    }

    /// Whether an audio packet is a long block before a short one.
    pub fn ends_short(&self, packet: &[u8]) -> bool {
        let bits = usize::BITS as usize - (self.0.len() - 1).leading_zeros() as usize;
        let mode = number(packet, 1, bits).and_then(|mode| self.0.get(mode as usize));
        // After the mode: whether the block before is long, and the one after.
        mode == Some(&true) && number(packet, 1 + bits + 1, 1) == Some(0)
    }
}

/// A number of `count` bits, least significant first, at bit `start`.
fn number(bytes: &[u8], start: usize, count: usize) -> Option<u64> {
    (0..count).try_fold(0, |value, index| {
        let at = start + index;
        let bit = bytes.get(at / 8)? >> (at % 8) & 1;
        Some(value | u64::from(bit) << index)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Packs bits into bytes, least significant first.
    fn packed(bits: &[bool]) -> Vec<u8> {
        let byte =
            |bits: &[bool]| bits.iter().rev().fold(0, |byte, &bit| byte << 1 | u8::from(bit));
        bits.chunks(8).map(byte).collect()
    }

    fn setup(long: &[bool]) -> Vec<u8> {
        let mut bits = vec![true; 13];
        bits.extend((0..6).map(|index| (long.len() - 1) >> index & 1 == 1));
        for &long in long {
            bits.push(long);
            bits.extend([false; 32]);
            bits.extend([true, false, false, false, false, false, false, false]);
        }
        bits.push(true);
        packed(&bits)
    }

    #[test]
    fn modes_are_found_at_the_end_of_a_header() {
        for long in [&[false][..], &[false, true], &[true, false, true]] {
            assert_eq!(Modes::of(&setup(long)), Some(Modes(long.to_vec())));
        }
        assert_eq!(Modes::of(&[]), None);
        assert_eq!(Modes::of(&[0; 20]), None);
        assert_eq!(Modes::of(&[0xFF; 20]), None);
    }

    #[test]
    fn only_long_blocks_before_short_ones_end_short() {
        let modes = Modes(vec![false, true]);
        for (bits, wanted) in [
            ([false, false, false, false], false),
            ([false, true, false, false], true),
            ([false, true, true, false], true),
            ([false, true, false, true], false),
        ] {
            assert_eq!(modes.ends_short(&packed(&bits)), wanted);
        }
        assert!(!modes.ends_short(&[]));
        assert!(!Modes(vec![true]).ends_short(&packed(&[false, false, true])));
        assert!(Modes(vec![true]).ends_short(&packed(&[false, true, false])));
    }
}
