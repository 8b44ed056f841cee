//! Runs producers of streams.

use audiofield_kernels::codecs::{CodecError, Producer};

/// A stream and its units: bytes and samples of each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream {
    pub bytes: Vec<u8>,
    pub units: Vec<(u32, u32)>,
    pub setup: [u32; 4],
}

/// Feeds a producer its input piece by piece, and collects its output.
pub fn produce(
    producer: &mut dyn Producer,
    input: &[u8],
    piece: usize,
) -> Result<Stream, CodecError> {
    let (mut body, mut units) = (Vec::new(), Vec::new());
    let mut gather = |producer: &dyn Producer| {
        let pieces = producer.pieces();
        body.extend(&pieces.bytes);
        units.extend(pieces.unit_bytes.iter().copied().zip(pieces.unit_samples.iter().copied()));
    };
    producer.begin();
    producer.hear(1 << 28);
    let mut aligned = Vec::<u64>::new();
    for part in input.chunks(piece) {
        aligned.resize(part.len().div_ceil(8), 0);
        // SAFETY: every pattern is a byte.
        let bytes = &mut unsafe { aligned.align_to_mut::<u8>().1 }[..part.len()];
        bytes.copy_from_slice(part);
        producer.push(bytes)?;
        gather(producer);
    }
    producer.finish()?;
    gather(producer);
    let pieces = producer.pieces();
    Ok(Stream { bytes: [&pieces.head[..], &body].concat(), units, setup: pieces.setup })
}
