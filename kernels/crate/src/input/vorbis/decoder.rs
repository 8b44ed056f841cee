//! lewton's decoder, behind our own trait.

use lewton::audio::{PreviousWindowRight, read_audio_packet_generic};
use lewton::header::{IdentHeader, SetupHeader, read_header_ident, read_header_setup};

use super::codebooks::check_codebooks;
use super::lengths::PacketLengths;
use super::modes::Modes;
use crate::input::output::Output;
use crate::input::packets::Codec;
use crate::input::{InputError, limits};

/// For up to eight channels, where WAV's channels are among Vorbis's. Larger numbers have no names.
const ORDERS: [&[usize]; 8] = [
    &[0],
    &[0, 1],
    &[0, 2, 1],
    &[0, 1, 2, 3],
    &[0, 2, 1, 3, 4],
    &[0, 2, 1, 5, 3, 4],
    &[0, 2, 1, 6, 5, 3, 4],
    &[0, 2, 1, 7, 5, 6, 3, 4],
];

/// Decodes packets of audio.
pub struct VorbisDecoder {
    ident: IdentHeader,
    setup: SetupHeader,
    /// `None` where they can't be determined.
    modes: Option<Modes>,
    previous: PreviousWindowRight,
    /// Whether the next packet is the first.
    begins: bool,
}

impl VorbisDecoder {
    /// Takes the first and the third packet of a stream.
    pub fn new(ident: &[u8], setup: &[u8]) -> Result<Self, InputError> {
        let ident = read_header_ident(ident).map_err(InputError::damaged)?;
        let channels = u32::from(ident.audio_channels);
        limits::check_channels(channels)?;
        limits::check_sample_rate(f64::from(ident.audio_sample_rate))?;
        // lewton interleaves channels in a block whose length it keeps in 16 bits.
        if channels << ident.blocksize_1 > u32::from(u16::MAX) {
            return Err(InputError::unsupported_codec(format!(
                "Vorbis with {channels} channels in blocks of {}",
                1 << ident.blocksize_1
            )));
        }
        check_codebooks(setup)?;
        let modes = Modes::of(setup);
        let sizes = (ident.blocksize_0, ident.blocksize_1);
        let setup =
            read_header_setup(setup, ident.audio_channels, sizes).map_err(InputError::damaged)?;
        let previous = PreviousWindowRight::new();
        Ok(VorbisDecoder { ident, setup, modes, previous, begins: true })
    }

    /// Forgets what has been decoded.
    pub fn restart(&mut self) {
        self.previous = PreviousWindowRight::new();
        self.begins = true;
    }

    /// How many of the samples that come out of a packet the format counts as the next packet's.
    /// lewton returns whatever it can at once; the format counts to the middle of a block. They
    /// differ for a long block before a short one.
    pub fn early_samples(&self, packet: &[u8]) -> usize {
        let [short, long] =
            [self.ident.blocksize_0, self.ident.blocksize_1].map(|exponent| 1 << exponent);
        match &self.modes {
            Some(modes) if modes.ends_short(packet) => (long - short) / 4,
            _ => 0,
        }
    }

    /// Counts what packets give, without decoding them; `None` where the setup doesn't tell.
    pub fn packet_lengths(&self) -> Option<PacketLengths> {
        let blocks = [self.ident.blocksize_0, self.ident.blocksize_1].map(|exponent| 1 << exponent);
        self.modes.clone().map(|modes| PacketLengths::new(modes, blocks))
    }

    /// The most samples that a packet decodes to.
    pub fn most_samples(&self) -> u64 {
        1 << self.ident.blocksize_1
    }

    fn read(&mut self, packet: &[u8]) -> Result<Vec<Vec<f32>>, InputError> {
        read_audio_packet_generic(&self.ident, &self.setup, packet, &mut self.previous)
            .map_err(InputError::damaged)
    }

    pub fn channels(&self) -> u32 {
        self.ident.audio_channels.into()
    }

    pub fn sample_rate(&self) -> u32 {
        self.ident.audio_sample_rate
    }
}

impl Codec for VorbisDecoder {
    fn decode(&mut self, packet: &[u8], output: &mut Output) -> Result<(), InputError> {
        // An empty packet is one that was dropped on purpose.
        if packet.is_empty() {
            return Ok(());
        }
        let mut decoded = self.read(packet)?;
        let mut skipped = 0;
        if std::mem::take(&mut self.begins) {
            // A first block gives no samples, because no block comes before it. But the part
            // between its middle and a short block after it needs none, and decoding the packet
            // after itself gives that part.
            let early = self.early_samples(packet);
            if early > 0 {
                decoded = self.read(packet)?;
                let length = decoded.first().map_or(0, Vec::len);
                skipped = length.saturating_sub(early);
            }
        }
        let plane = |channel: usize| decoded[channel].get(skipped..).unwrap_or_default();
        let planes: Vec<&[f32]> = match ORDERS.get(decoded.len().wrapping_sub(1)) {
            Some(order) => order.iter().map(|&channel| plane(channel)).collect(),
            None => (0..decoded.len()).map(plane).collect(),
        };
        output.interleave(&planes, f32::to_le_bytes);
        Ok(())
    }
}
