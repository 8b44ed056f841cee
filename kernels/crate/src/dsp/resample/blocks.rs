//! How a stream is cut into blocks whose spectra are truncated or extended.

use super::Ratio;
use super::prototype::HALF_WIDTH;
use crate::math::Portable;

/// The longest block, at either rate: four of them, one in each lane, take half a megabyte.
const LONGEST: u64 = 1 << 15;

/// Blocks of `from_length` frames, one every `from_hop`, each giving `to_hop` frames out of the
/// `to_length` that its spectrum becomes. In the others, the filter wraps around the block's ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blocks {
    pub from_length: usize,
    pub from_hop: usize,
    pub to_length: usize,
    pub to_hop: usize,
    /// The first valid frame of a block's result.
    pub to_start: usize,
    /// Frames of silence before the clip in the first block.
    pub lead: usize,
    /// Valid frames of the first block that are before the clip and weren't requested.
    pub early: usize,
}

/// What the blocks are for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// From a block's length to that of its result.
    pub ratio: Ratio,
    /// The rate that the filter is for, as a fraction of the input's: at most 1.
    pub low: f64,
    /// How many frames of the result are requested from before the clip.
    pub before: u64,
}

impl Blocks {
    /// The cheapest blocks; `None` if the transforms would be too long or have large primes.
    pub fn new(Wanted { ratio, low, before }: Wanted) -> Option<Self> {
        let Ratio { from, to } = ratio;
        if !smooth(from) || !smooth(to) {
            return None;
        }
        // How many input frames the filter reaches on each side.
        let margin = (HALF_WIDTH / low).ceil() as u64;
        // Blocks and hops consist of whole units, in which both rates have whole frames.
        let overlap = (2 * margin).div_ceil(from);
        let most = LONGEST / from.max(to);
        let cost = |units: u64| {
            let work = |length: u64| length as f64 * (length as f64).binary_log();
            (work(units * from) + work(units * to)) / (units - overlap) as f64
        };
        let units = (overlap + 1..=most)
            .filter(|&units| smooth(units) && units * from % 2 == 0 && units * to % 2 == 0)
            .min_by(|&a, &b| cost(a).total_cmp(&cost(b)))?;
        let to_start = (margin * to).div_ceil(from);
        let lead_units = (to_start + before).div_ceil(to);
        Some(Blocks {
            from_length: (units * from) as usize,
            from_hop: ((units - overlap) * from) as usize,
            to_length: (units * to) as usize,
            to_hop: ((units - overlap) * to) as usize,
            to_start: to_start as usize,
            lead: (lead_units * from) as usize,
            early: (lead_units * to - to_start - before) as usize,
        })
    }
}

/// Whether all prime factors of a length are at most 7.
fn smooth(mut length: u64) -> bool {
    for prime in [2, 3, 5, 7] {
        while length.is_multiple_of(prime) {
            length /= prime;
        }
    }
    length == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_fit_together() {
        for (from, to) in [(44_100, 16_000), (16_000, 44_100), (3, 1), (1, 2), (1, 1), (24, 1)] {
            for before in [0, 9] {
                let ratio = Ratio::new(from, to).unwrap();
                let low = (f64::from(to) / f64::from(from)).min(1.0);
                let blocks = Blocks::new(Wanted { ratio, low, before }).unwrap();
                let scale = |frames: usize| frames as u64 * ratio.to / ratio.from;
                assert_eq!(scale(blocks.from_length), blocks.to_length as u64);
                assert_eq!(scale(blocks.from_hop), blocks.to_hop as u64);
                let first = scale(blocks.lead) - blocks.to_start as u64 - blocks.early as u64;
                assert_eq!(first, before);
                let margin = (HALF_WIDTH / low * f64::from(to) / f64::from(from)) as usize;
                assert!(blocks.to_start >= margin);
                assert!(blocks.to_start + blocks.to_hop + margin <= blocks.to_length + 1);
            }
        }
    }

    #[test]
    fn there_are_none_for_rates_with_large_primes_or_far_apart() {
        let blocks = |from, to| {
            let ratio = Ratio::new(from, to).unwrap();
            Blocks::new(Wanted {
                ratio,
                low: 1.0_f64.min(f64::from(to) / f64::from(from)),
                before: 0,
            })
        };
        assert_eq!(blocks(44_100, 44_099), None);
        assert_eq!(blocks(1000, 1), None);
    }
}
