//! Packs packets into pages.

use crate::ogg::checksum;

/// Segments in a page.
const MAX_SEGMENTS: usize = 255;

const BEGINS: u8 = 2;
const ENDS: u8 = 4;

/// Makes a link's pages one after another; packets don't continue from page to page.
#[derive(Default)]
pub struct PageWriter {
    serial: u32,
    sequence: u32,
    lengths: Vec<u8>,
    body: Vec<u8>,
}

impl PageWriter {
    /// Starts a link.
    pub fn begin(&mut self, serial: u32) {
        self.lengths.clear();
        self.body.clear();
        (self.serial, self.sequence) = (serial, 0);
    }

    /// Whether the page has room for a packet.
    pub fn has_room(&self, packet: &[u8]) -> bool {
        self.lengths.len() + packet.len() / 255 < MAX_SEGMENTS
    }

    /// Adds a packet to the page.
    pub fn add(&mut self, packet: &[u8]) {
        self.lengths.extend(std::iter::repeat_n(255, packet.len() / 255));
        self.lengths.push((packet.len() % 255) as u8);
        self.body.extend_from_slice(packet);
    }

    /// Appends the page to `out`; returns its size in bytes.
    pub fn write(&mut self, granule: u64, ends: bool, out: &mut Vec<u8>) -> usize {
        let start = out.len();
        let begins = if self.sequence == 0 { BEGINS } else { 0 };
        out.extend(b"OggS\0");
        out.push(begins | if ends { ENDS } else { 0 });
        out.extend(granule.to_le_bytes());
        out.extend(self.serial.to_le_bytes());
        out.extend(self.sequence.to_le_bytes());
        out.extend([0; 4]);
        out.push(self.lengths.len() as u8);
        out.extend(&self.lengths);
        out.extend(&self.body);
        let crc = checksum(&out[start..]);
        out[start + 22..start + 26].copy_from_slice(&crc.to_le_bytes());
        self.sequence += 1;
        self.lengths.clear();
        self.body.clear();
        out.len() - start
    }
}
