//! Which pages of a stream form a unit. Encoded streams and ones that were passed through are
//! treated alike.
//!
//! A unit begins with a page that doesn't begin with the rest of a packet. The pages of a head
//! belong to the unit of the first page after them. The last page of a link belongs to the unit
//! before it, because only the two positions together say how much of it is audio. Pages that give
//! no samples belong to a unit that gives some.

use crate::codecs::Pieces;

/// What a page is in its stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PagePlace {
    /// The first page of a link's head.
    Head,
    /// A page that continues what came before: a packet, or a head.
    Rest,
    /// A page of whole packets, or one whose last packet continues.
    Audio,
    /// The last page of a link.
    Last,
}

/// Groups pages into units.
#[derive(Default)]
pub struct Units {
    bytes: usize,
    samples: u32,
    /// Whether there is only a head so far.
    is_head: bool,
}

impl Units {
    /// Adds a page, which may complete the unit before it.
    pub fn add(&mut self, place: PagePlace, bytes: usize, samples: u32, pieces: &mut Pieces) {
        let begins = match place {
            PagePlace::Head => true,
            PagePlace::Audio => !self.is_head,
            PagePlace::Rest | PagePlace::Last => false,
        };
        if begins && self.samples > 0 {
            pieces.add_unit(self.bytes, self.samples);
            (self.bytes, self.samples) = (0, 0);
        }
        self.is_head = place == PagePlace::Head || (self.is_head && place == PagePlace::Rest);
        self.bytes += bytes;
        self.samples += samples;
    }

    /// Ends the stream. Returns false when what is left gives no samples, though units before it
    /// do.
    pub fn finish(&mut self, is_only: bool, pieces: &mut Pieces) -> bool {
        let is_unit = self.samples > 0 || is_only;
        if is_unit {
            pieces.add_unit(self.bytes, self.samples);
        }
        *self = Units::default();
        is_unit
    }
}
