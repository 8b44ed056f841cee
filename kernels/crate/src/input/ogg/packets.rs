//! Assembles packets from pages.

use super::OggReader;
use crate::input::{InputError, Source};

/// The most bytes of a packet that are kept: far more than audio needs, but less than pictures do.
const MAX_PACKET_BYTES: usize = 1 << 22;

/// A packet, and what its page says about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packet<'a> {
    pub bytes: &'a [u8],
    /// Whether it had more bytes than are kept.
    pub cut: bool,
    /// Whether it is the last packet that ends on its page.
    pub last_of_page: bool,
    /// The position that its page gives for the last packet.
    pub granule: Option<u64>,
    /// Whether it is on the stream's last page.
    pub on_last_page: bool,
}

#[derive(Clone, Copy, Default)]
struct End {
    byte: usize,
    cut: bool,
}

/// Reads a stream's packets in order.
pub struct PacketReader<S: Source> {
    pub pages: OggReader<S>,
    /// The packets that end on the page, and the beginning of the next.
    bytes: Vec<u8>,
    ends: Vec<End>,
    /// Whether the packet that has begun has already been cut.
    cut: bool,
    next: usize,
    granule: Option<u64>,
    on_last_page: bool,
}

impl<S: Source> PacketReader<S> {
    pub fn new(pages: OggReader<S>) -> Self {
        PacketReader {
            pages,
            bytes: Vec::new(),
            ends: Vec::new(),
            cut: false,
            next: 0,
            granule: None,
            on_last_page: false,
        }
    }

    /// Forgets what has been read, to continue from another page.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
        (self.next, self.cut) = (0, false);
    }

    /// Whether the next packet begins on the next page.
    pub fn is_between_pages(&self) -> bool {
        self.next == self.ends.len() && self.begun() == self.bytes.len()
    }

    /// Where the packet that continues after the page begins.
    fn begun(&self) -> usize {
        self.ends.last().copied().unwrap_or_default().byte
    }

    /// The next packet; `None` at the end of the stream.
    pub fn next(&mut self) -> Result<Option<Packet<'_>>, InputError> {
        while self.next == self.ends.len() {
            if !self.read_page()? {
                return Ok(None);
            }
        }
        let start = self.next.checked_sub(1).map_or(0, |before| self.ends[before].byte);
        let end = self.ends[self.next];
        self.next += 1;
        Ok(Some(Packet {
            bytes: &self.bytes[start..end.byte],
            cut: end.cut,
            last_of_page: self.next == self.ends.len(),
            granule: self.granule,
            on_last_page: self.on_last_page,
        }))
    }

    fn read_page(&mut self) -> Result<bool, InputError> {
        let begun = self.begun();
        self.bytes.drain(..begun);
        self.ends.clear();
        self.next = 0;
        let open = !self.bytes.is_empty();
        let (bytes, ends, cut) = (&mut self.bytes, &mut self.ends, &mut self.cut);
        let mut begun = 0;
        let page = self.pages.next_page(|part, packet_ends| {
            let room = MAX_PACKET_BYTES - (bytes.len() - begun);
            *cut |= part.len() > room;
            bytes.extend_from_slice(&part[..part.len().min(room)]);
            if packet_ends {
                begun = bytes.len();
                ends.push(End { byte: begun, cut: std::mem::take(cut) });
            }
        })?;
        let continued = page.is_some_and(|page| page.continued);
        if continued != open {
            return Err(InputError::new("damaged", "a packet lacks its beginning or its end")
                .hint("copy or export the file again"));
        }
        let Some(page) = page else { return Ok(false) };
        (self.granule, self.on_last_page) = (page.granule, page.ends);
        Ok(true)
    }
}
