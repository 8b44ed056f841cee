//! What the codecs have in common, so that one binding serves all of them.

use super::CodecError;

/// What a call has completed. It is overwritten by the next one, and its memory kept.
#[derive(Debug, Default)]
pub struct Pieces {
    /// The stream's next bytes.
    pub bytes: Vec<u8>,
    /// Bytes of each unit that was completed; those of the first one count the stream's head.
    pub unit_bytes: Vec<u32>,
    /// Samples per channel of each.
    pub unit_samples: Vec<u32>,
    /// At the end: what stands before everything.
    pub head: Vec<u8>,
    /// At the end: what a metadata record keeps.
    pub setup: [u32; 4],
}

impl Pieces {
    /// Forgets what the last call has completed.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.unit_bytes.clear();
        self.unit_samples.clear();
    }

    /// Notes a unit.
    pub fn add_unit(&mut self, bytes: usize, samples: u32) {
        self.unit_bytes.push(bytes as u32);
        self.unit_samples.push(samples);
    }
}

/// Makes streams, of samples or of another program's stream.
pub trait Producer {
    fn begin(&mut self);

    /// Takes what comes next: whole frames of samples as bytes, aligned to them, or any bytes of a
    /// stream.
    fn push(&mut self, input: &[u8]) -> Result<(), CodecError>;

    fn finish(&mut self) -> Result<(), CodecError>;

    /// What the last call has completed.
    fn pieces(&self) -> &Pieces;
}

/// Decodes runs of units.
pub trait RunDecoder {
    /// Takes the next bytes of the run from `input`, as many as there is room for, and decodes. The
    /// samples' bytes come back, whole frames; nothing when that takes more input or the request is met.
    fn next(&mut self, input: &mut &[u8]) -> Result<&[u8], CodecError>;
}
