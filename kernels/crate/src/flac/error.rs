//! Why a FLAC frame can't be decoded.

/// What is wrong with a frame, or with the stream's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlacError {
    /// The bytes end inside the frame: with more of them, it may be fine.
    NeedMore,
    /// There is no frame header where one should be.
    NotAFrame,
    /// The header's CRC-8 is wrong.
    HeaderChecksum,
    /// The frame's CRC-16 is wrong.
    FrameChecksum,
    /// It uses a value that RFC 9639 reserves or forbids.
    Forbidden(&'static str),
    /// A sample is larger than the stream's bit depth.
    SampleRange,
}

impl FlacError {
    /// A clause about the frame.
    pub fn what(self) -> &'static str {
        match self {
            FlacError::NeedMore => "it is cut off",
            FlacError::NotAFrame => "no frame begins there",
            FlacError::HeaderChecksum => "the checksum of its header is wrong",
            FlacError::FrameChecksum => "its checksum is wrong",
            FlacError::Forbidden(what) => what,
            FlacError::SampleRange => "one of its samples exceeds the bit depth",
        }
    }
}
