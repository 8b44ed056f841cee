//! What to make, and how hard to try.

/// Samples per channel in a block; the format's subset allows this size at all rates.
pub const BLOCK_SIZE: usize = 4096;

/// The highest order of the linear predictors that are tried; the subset's limit.
pub const MAX_LINEAR_ORDER: usize = 12;

/// A stream's format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlacParameters {
    pub sample_rate: u32,
    pub channels: u8,
    pub bits_per_sample: u8,
    /// 0 to 8.
    pub level: u8,
}

/// What a compression level means; each tries at least as much as the one below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// 0 for fixed predictors only.
    pub linear_order: usize,
    pub partition_order: u32,
    /// Whether two channels are also tried as middle and side.
    pub stereo: bool,
    /// How many parts a block is divided into; predictors are also fitted to each of them.
    pub parts: usize,
}

impl Settings {
    pub fn of_level(level: u8) -> Self {
        let (linear_order, partition_order, stereo, parts) = match level {
            0 => (0, 3, false, 1),
            1 | 2 => (0, 3, true, 1),
            3 => (6, 4, false, 1),
            4 => (8, 4, true, 1),
            5 => (8, 5, true, 1),
            6 => (8, 6, true, 2),
            7 => (12, 6, true, 2),
            _ => (12, 6, true, 3),
        };
        Settings { linear_order, partition_order, stereo, parts }
    }
}
