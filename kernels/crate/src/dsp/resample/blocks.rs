//! How a stream is cut into blocks whose spectra are truncated or extended.

use super::Ratio;
use super::prototype::HALF_WIDTH;

/// The longest block, on either side: four of them, one in each lane, take half a megabyte.
const LONGEST: u64 = 1 << 15;

/// Blocks of `from_length` frames, one every `from_hop`, each giving `to_hop` frames out of the
/// `to_length` that its spectrum becomes. Around those, the filter runs over the block's ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blocks {
    pub from_length: usize,
    pub from_hop: usize,
    pub to_length: usize,
    pub to_hop: usize,
    /// The first frame of a block's result that is good.
    pub to_start: usize,
    /// Frames of silence before the clip in the first block.
    pub lead: usize,
    /// Good frames of the first block that lie before the clip.
    pub early: usize,
}

impl Blocks {
    /// The cheapest blocks for a ratio; `None` where the transforms would be too long or would have
    /// large primes: such rates are resampled frame by frame.
    pub fn new(ratio: Ratio) -> Option<Self> {
        let Ratio { from, to } = ratio;
        if !smooth(from) || !smooth(to) {
            return None;
        }
        // Blocks and hops are of whole units, in which both rates have whole frames.
        let low = from.min(to);
        let margin = HALF_WIDTH as u64;
        let overlap = (2 * margin).div_ceil(low);
        let most = LONGEST / from.max(to);
        let cost = |units: u64| {
            let work = |length: u64| length as f64 * (length as f64).log2();
            (work(units * from) + work(units * to)) / (units - overlap) as f64
        };
        let units = (overlap + 1..=most)
            .filter(|&units| smooth(units) && units * from % 2 == 0 && units * to % 2 == 0)
            .min_by(|&a, &b| cost(a).total_cmp(&cost(b)))?;
        let to_start = (margin * to).div_ceil(low);
        let lead_units = to_start.div_ceil(to);
        Some(Blocks {
            from_length: (units * from) as usize,
            from_hop: ((units - overlap) * from) as usize,
            to_length: (units * to) as usize,
            to_hop: ((units - overlap) * to) as usize,
            to_start: to_start as usize,
            lead: (lead_units * from) as usize,
            early: (lead_units * to - to_start) as usize,
        })
    }
}

/// Whether all primes of a length are at most 7.
fn smooth(mut length: u64) -> bool {
    for prime in [2, 3, 5, 7] {
        while length.is_multiple_of(prime) {
            length /= prime;
        }
    }
    length == 1
}
