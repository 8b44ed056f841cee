//! What an encoder writes in a first frame that holds no audio: how many frames there are, and how
//! much of the first and last isn't audio.

use super::header::FrameHeader;

/// The delay of every layer III decoder, in samples.
pub const DECODER_DELAY: u64 = 529;

/// The contents of a `Xing` or `Info` frame. A `VBRI` frame counts as one that says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tag {
    /// Frames of audio, not counting this one.
    pub frames: Option<u32>,
    /// Bytes from this frame to the end of the audio.
    pub bytes: Option<u32>,
    /// Samples that the encoder added before and after the audio.
    pub padding: Option<(u16, u16)>,
}

impl Tag {
    /// `None` if the frame holds audio.
    pub fn parse(header: &FrameHeader, frame: &[u8]) -> Option<Self> {
        if header.layer != 3 {
            return None;
        }
        if frame.get(36..40) == Some(b"VBRI") {
            return Some(Tag::default());
        }
        let tag = frame.get(4 + header.side_info_bytes()..)?;
        if !tag.starts_with(b"Xing") && !tag.starts_with(b"Info") {
            return None;
        }
        let mut fields = Fields(tag.get(4..)?);
        let flags = fields.u32()?;
        let mut field = |bit: u32| if flags & bit != 0 { fields.u32() } else { None };
        let (frames, bytes) = (field(1), field(2));
        fields.skip(if flags & 4 != 0 { 100 } else { 0 } + if flags & 8 != 0 { 4 } else { 0 });
        Some(Tag { frames, bytes, padding: padding(fields.0) })
    }

    /// Samples before the audio, including the decoder's delay.
    pub fn lead(&self) -> u64 {
        self.padding.map_or(0, |(before, _)| u64::from(before) + DECODER_DELAY)
    }

    /// Samples of audio, if all frames together hold `samples`.
    pub fn length(&self, samples: u64) -> u64 {
        let after = self.padding.map_or(0, |(_, after)| u64::from(after));
        samples.saturating_sub(self.lead()).saturating_sub(after.saturating_sub(DECODER_DELAY))
    }
}

/// The encoder's name, then settings, then two 12-bit numbers.
fn padding(extension: &[u8]) -> Option<(u16, u16)> {
    let known: [&[u8]; 3] = [b"LAME", b"Lavf", b"Lavc"];
    if !known.iter().any(|name| extension.starts_with(name)) {
        return None;
    }
    let &[a, b, c] = extension.get(21..24)?.first_chunk()?;
    let [a, b, c] = [a, b, c].map(u16::from);
    Some((a << 4 | b >> 4, (b & 15) << 8 | c))
}

struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn u32(&mut self) -> Option<u32> {
        let (value, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u32::from_be_bytes(*value))
    }

    fn skip(&mut self, count: usize) {
        self.0 = self.0.get(count..).unwrap_or_default();
    }
}
