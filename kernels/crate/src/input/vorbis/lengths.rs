//! How many samples packets give, from their first bytes alone: from the middle of one block to the
//! middle of the next.

use super::modes::Modes;

/// Counts one packet after another.
#[derive(Clone, Debug)]
pub struct PacketLengths {
    modes: Modes,
    /// Samples in a short block, and in a long one.
    blocks: [u64; 2],
    /// The block before; `None` at the beginning.
    before: Option<u64>,
}

impl PacketLengths {
    pub fn new(modes: Modes, blocks: [u64; 2]) -> Self {
        PacketLengths { modes, blocks, before: None }
    }

    /// The samples that the next packet completes. An empty packet is one that was dropped.
    pub fn next(&mut self, head: &[u8]) -> u64 {
        let Some(long) = self.modes.is_long(head) else { return 0 };
        let block = self.blocks[usize::from(long)];
        let samples = self.before.map_or(0, |before| (before + block) / 4);
        self.before = Some(block);
        samples
    }
}
