//! NIST SPHERE, which the LDC's corpora are stored in: a header of text, then PCM.

mod header;

use self::header::SphereHeader;
use super::pcm_stream::{PcmLayout, open_extent};
use super::{Decoder, InputError, Options, Source};

/// Opens a file that begins as SPHERE files do.
pub fn open<S: Source>(mut source: S, options: Options) -> Result<impl Decoder, InputError> {
    let SphereHeader { coding, channels, sample_rate, frames, start } =
        SphereHeader::read(&mut source)?;
    let layout = PcmLayout { container: "NIST SPHERE", coding, channels, sample_rate };
    let bytes = frames.map(|frames| frames.saturating_mul(layout.frame_bytes()));
    open_extent(source, layout, (start, bytes), options)
}
