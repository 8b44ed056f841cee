//! Ogg Vorbis: `codebooks` looks a header over before `decoder` has lewton read it, `stream` knows
//! where the audio begins and ends.

mod codebooks;
mod decoder;
mod stream;

use super::packets::{Lead, PacketDecoder};
use super::{Decoder, InputError, SampleFormat, Source, StreamInfo};

pub use decoder::VorbisDecoder;

/// Opens an Ogg file whose first stream of audio is Vorbis.
pub fn open<S: Source>(source: S, start: u64) -> Result<impl Decoder, InputError> {
    let (stream, decoder) = stream::Stream::open(source, start)?;
    let info = StreamInfo {
        sample_rate: decoder.sample_rate(),
        channels: decoder.channels(),
        format: SampleFormat::Float32,
        frames: Some(stream.frames),
        container: "Ogg",
        codec: "Vorbis",
        bits: 0,
        seekable: false,
    };
    let lead = Lead(stream.lead);
    Ok(PacketDecoder::new(stream, decoder, info, lead))
}
