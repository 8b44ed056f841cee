//! One page: a header, the lengths of its segments, and parts of packets.

use super::checksum;

const HEADER_BYTES: usize = 27;

/// The most bytes that a page can have.
pub const MAX_PAGE_BYTES: usize = HEADER_BYTES + 255 + 255 * 255;

/// A complete page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page<'a> {
    /// Whether it begins with the rest of a packet.
    pub continued: bool,
    /// Whether it is the first of its stream.
    pub begins: bool,
    /// Whether it is the last of its stream.
    pub ends: bool,
    /// The position after the last packet that ends on it; `None` if none does.
    pub granule: Option<u64>,
    pub serial: u32,
    pub sequence: u32,
    pub byte_length: usize,
    lengths: &'a [u8],
    body: &'a [u8],
}

/// Why there is no page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageError {
    /// The bytes end inside it.
    NeedMore,
    /// The bytes are something else.
    NotAPage,
    Checksum,
}

impl<'a> Page<'a> {
    /// The page at the beginning of `bytes`.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, PageError> {
        let magic = b"OggS\0";
        let known = bytes.len().min(magic.len());
        if bytes[..known] != magic[..known] {
            return Err(PageError::NotAPage);
        }
        let (header, rest) =
            bytes.split_first_chunk::<HEADER_BYTES>().ok_or(PageError::NeedMore)?;
        let lengths = rest.get(..header[26].into()).ok_or(PageError::NeedMore)?;
        let body_bytes = lengths.iter().map(|&length| usize::from(length)).sum();
        let body = rest[lengths.len()..].get(..body_bytes).ok_or(PageError::NeedMore)?;
        let byte_length = HEADER_BYTES + lengths.len() + body_bytes;
        let word = |at: usize| u32::from_le_bytes([0, 1, 2, 3].map(|index| header[at + index]));
        if checksum(&bytes[..byte_length]) != word(22) {
            return Err(PageError::Checksum);
        }
        let granule = u64::from(word(6)) | u64::from(word(10)) << 32;
        Ok(Page {
            continued: header[5] & 1 != 0,
            begins: header[5] & 2 != 0,
            ends: header[5] & 4 != 0,
            granule: (granule != u64::MAX).then_some(granule),
            serial: word(14),
            sequence: word(18),
            byte_length,
            lengths,
            body,
        })
    }

    /// Where its body starts in the bytes it was parsed from.
    pub fn body_start(&self) -> usize {
        self.byte_length - self.body.len()
    }

    /// The bytes of each packet on it, and whether the packet ends on it.
    pub fn parts(&self) -> impl Iterator<Item = (&'a [u8], bool)> {
        let mut body = self.body;
        // A packet ends with a segment of fewer than 255 bytes.
        self.lengths.chunk_by(|&length, _| length == 255).map(move |segments| {
            let bytes = segments.iter().map(|&length| usize::from(length)).sum();
            let (part, rest) = body.split_at(bytes);
            body = rest;
            (part, segments.last() != Some(&255))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(flags: u8, lengths: &[u8], body: &[u8]) -> Vec<u8> {
        let header = [
            b"OggS\0",
            &[flags][..],
            &77_u64.to_le_bytes(),
            &5_u32.to_le_bytes(),
            &6_u32.to_le_bytes(),
            &[0; 4],
            &[lengths.len() as u8],
        ];
        let mut page = [&header.concat(), lengths, body].concat();
        let crc = checksum(&page);
        page[22..26].copy_from_slice(&crc.to_le_bytes());
        page
    }

    #[test]
    fn packets_end_where_a_segment_is_short() {
        let body: Vec<u8> = (0..=255).chain(0..=255).chain(0..=255).collect();
        let bytes = page(5, &[255, 2, 0, 255, 0, 255], &body[..767]);
        let page = Page::parse(&bytes).unwrap();
        assert!(page.continued && page.ends && !page.begins);
        assert_eq!((page.granule, page.serial, page.sequence), (Some(77), 5, 6));
        assert_eq!(page.body_start(), 33);
        let parts: Vec<_> = page.parts().collect();
        let wanted = [
            (&body[..257], true),
            (&[][..], true),
            (&body[257..512], true),
            (&body[512..767], false),
        ];
        assert_eq!(parts, wanted);
    }

    #[test]
    fn pages_that_are_cut_off_need_more_and_damaged_ones_are_noticed() {
        let whole = page(0, &[3], b"abc");
        for length in 0..whole.len() {
            assert_eq!(Page::parse(&whole[..length]), Err(PageError::NeedMore));
        }
        for byte in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[byte] ^= 0x10;
            assert!(Page::parse(&damaged).is_err(), "byte {byte}");
        }
        assert_eq!(Page::parse(b"RIFF"), Err(PageError::NotAPage));
    }
}
