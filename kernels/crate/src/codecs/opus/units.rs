//! Which pages of a stream are a unit, the same for streams that are made and that are taken over.
//!
//! A unit begins with a page that doesn't begin with the rest of a packet. The pages of a head are part
//! of the unit of the first page behind them. The last page of a link is part of the unit before it, as
//! only the two positions together say how much of it is audio. Pages that give no sample are part of a
//! unit that gives some.

use crate::codecs::Pieces;

/// What a page is in its stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PagePlace {
    /// The first page of a link's head.
    Head,
    /// A page that goes on with what came before: with a packet, or a head.
    Rest,
    /// A page of whole packets, or one whose last packet goes on.
    Audio,
    /// The last page of a link.
    Last,
}

/// Puts pages together to units.
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

    /// The stream has ended. Returns false when what is left gives no sample, though units before it do.
    pub fn finish(&mut self, is_only: bool, pieces: &mut Pieces) -> bool {
        let is_unit = self.samples > 0 || is_only;
        if is_unit {
            pieces.add_unit(self.bytes, self.samples);
        }
        *self = Units::default();
        is_unit
    }
}
