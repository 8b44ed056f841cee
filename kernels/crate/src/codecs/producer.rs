//! What the codecs have in common, so that one binding serves all of them.

use super::CodecError;

/// What a call has completed. The next call overwrites it and reuses its memory.
#[derive(Debug, Default)]
pub struct Pieces {
    /// The stream's next bytes.
    pub bytes: Vec<u8>,
    /// Bytes in each completed unit; the first unit's count includes the stream's head.
    pub unit_bytes: Vec<u32>,
    /// Samples per channel in each unit.
    pub unit_samples: Vec<u32>,
    /// At the end: what comes before everything else.
    pub head: Vec<u8>,
    /// At the end: what a metadata record stores.
    pub setup: [u32; 4],
}

impl Pieces {
    /// Forgets what the last call completed.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.unit_bytes.clear();
        self.unit_samples.clear();
    }

    /// Adds a unit.
    pub fn add_unit(&mut self, bytes: usize, samples: u32) {
        self.unit_bytes.push(bytes as u32);
        self.unit_samples.push(samples);
    }
}

/// Makes streams, from samples or from another program's stream.
pub trait Producer {
    fn begin(&mut self);

    /// After `begin`: keeps what the stream decodes to, up to this many bytes. Only scanners do.
    fn hear(&mut self, _limit: usize) {}

    /// What was kept since; `None` for more than the limit, or for those that keep nothing.
    fn heard(&self) -> Option<&[u8]> {
        None
    }

    /// Takes what comes next: whole frames of samples as bytes, aligned to samples, or any bytes of
    /// a stream.
    fn push(&mut self, input: &[u8]) -> Result<(), CodecError>;

    fn finish(&mut self) -> Result<(), CodecError>;

    /// What the last call completed.
    fn pieces(&self) -> &Pieces;
}

/// Decodes runs of units.
pub trait RunDecoder {
    /// Takes the next bytes of the run from `input`, as many as there is room for, and decodes.
    /// Returns the samples' bytes, in whole frames; nothing when it needs more input or the request
    /// is met.
    fn next(&mut self, input: &mut &[u8]) -> Result<&[u8], CodecError>;
}
