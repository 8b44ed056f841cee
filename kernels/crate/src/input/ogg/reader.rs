//! The pages of one stream, in order.

use crate::input::{InputError, Source};
use crate::ogg::{MAX_PAGE_BYTES, Page, PageError};

/// Bytes of the file in memory: they always hold a whole page.
const WINDOW_BYTES: usize = 3 * MAX_PAGE_BYTES;
/// The most streams in parallel.
const MAX_STREAMS: u32 = 1000;

/// What a page says, apart from its contents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageInfo {
    pub continued: bool,
    pub ends: bool,
    pub granule: Option<u64>,
}

/// A place among the pages of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bookmark {
    position: u64,
    serial: u32,
    sequence: u32,
}

/// Reads the requested stream; skips pages of others.
pub struct OggReader<S: Source> {
    pub source: S,
    window: Vec<u8>,
    start: usize,
    filled: usize,
    /// Where in the file the window ends.
    position: u64,
    serial: u32,
    /// The number of the stream's next page.
    sequence: u32,
    ended: bool,
}

impl<S: Source> OggReader<S> {
    /// Opens the first stream whose first packet satisfies `wanted`; returns that packet too.
    pub fn open(
        source: S,
        start: u64,
        wanted: impl Fn(&[u8]) -> bool,
    ) -> Result<(Self, Vec<u8>), InputError> {
        let mut reader = OggReader {
            source,
            window: vec![0; WINDOW_BYTES],
            start: 0,
            filled: 0,
            position: start,
            serial: 0,
            sequence: 0,
            ended: true,
        };
        let head = reader.next_stream(wanted)?;
        head.map(|head| (reader, head)).ok_or_else(|| {
            InputError::new("bad-header", "it has no stream of the kind that it begins with")
        })
    }

    /// Moves to the next stream that satisfies `wanted`, after the end of this one; `None` at the
    /// end of the file. It may have this one's serial number, as is common in files joined with
    /// `cat`.
    pub fn next_stream(
        &mut self,
        wanted: impl Fn(&[u8]) -> bool,
    ) -> Result<Option<Vec<u8>>, InputError> {
        let mut streams = 0;
        while let Some(page) = self.page()? {
            let first = page.parts().next();
            if page.begins
                && let Some((packet, true)) = first
                && wanted(packet)
            {
                let packet = packet.to_vec();
                let (serial, sequence, length) = (page.serial, page.sequence, page.byte_length);
                self.start += length;
                (self.serial, self.sequence) = (serial, sequence.wrapping_add(1));
                self.ended = false;
                return Ok(Some(packet));
            }
            streams += u32::from(page.begins);
            if streams > MAX_STREAMS {
                return Err(InputError::new(
                    "bad-header",
                    "it has more streams than any real file",
                ));
            }
            let length = page.byte_length;
            self.start += length;
        }
        Ok(None)
    }

    /// The stream's next page and its packets' bytes, each with whether the packet ends here;
    /// `None` after the last page.
    pub fn next_page(
        &mut self,
        mut part: impl FnMut(&[u8], bool),
    ) -> Result<Option<PageInfo>, InputError> {
        while !self.ended {
            let (serial, sequence) = (self.serial, self.sequence);
            let Some(page) = self.page()? else {
                return Err(InputError {
                    what: "it ends before its last page".into(),
                    ..InputError::truncated("", "")
                });
            };
            let length = page.byte_length;
            if page.serial != serial {
                self.start += length;
                continue;
            }
            if page.sequence != sequence || page.begins {
                let error = InputError::new(
                    "out-of-order",
                    "some of its pages are missing or out of order",
                );
                return Err(error
                    .found(format!("page {}", page.sequence))
                    .wanted(format!("page {sequence}"))
                    .hint("copy or export the file again"));
            }
            page.parts().for_each(|(bytes, ends)| part(bytes, ends));
            let info =
                PageInfo { continued: page.continued, ends: page.ends, granule: page.granule };
            self.start += length;
            self.sequence = self.sequence.wrapping_add(1);
            self.ended = info.ends;
            return Ok(Some(info));
        }
        Ok(None)
    }

    /// Where the stream's next page is, to return to.
    pub fn bookmark(&self) -> Bookmark {
        let position = self.position - (self.filled - self.start) as u64;
        Bookmark { position, serial: self.serial, sequence: self.sequence }
    }

    /// Goes back to where `bookmark` was taken.
    pub fn go_back(&mut self, to: Bookmark) {
        (self.start, self.filled) = (0, 0);
        (self.position, self.serial, self.sequence) = (to.position, to.serial, to.sequence);
        self.ended = false;
    }

    /// The next page of any stream, without moving past it.
    fn page(&mut self) -> Result<Option<Page<'_>>, InputError> {
        if self.filled - self.start < MAX_PAGE_BYTES {
            self.window.copy_within(self.start..self.filled, 0);
            self.filled -= self.start;
            self.start = 0;
            let rest = &mut self.window[self.filled..];
            let count = self.source.read_full_at(self.position, rest)?;
            self.filled += count;
            self.position += count as u64;
        }
        let rest = &self.window[self.start..self.filled];
        let at = self.position - rest.len() as u64;
        match Page::parse(rest) {
            Ok(page) => Ok(Some(page)),
            Err(_) if rest.is_empty() => Ok(None),
            // Something that another program put after it.
            Err(PageError::NotAPage) if self.ended => Ok(None),
            Err(PageError::NeedMore) => {
                let found = format!("{} bytes", self.source.size());
                Err(InputError {
                    what: "its last page is cut off".into(),
                    ..InputError::truncated(found, "")
                })
            }
            Err(PageError::NotAPage) => {
                Err(InputError::new("damaged", format!("there is no Ogg page at byte {at}"))
                    .hint("copy or export the file again"))
            }
            Err(PageError::Checksum) => Err(InputError::new(
                "checksum",
                format!("the checksum of its page at byte {at} is wrong"),
            )
            .hint("copy or export the file again")),
        }
    }
}
