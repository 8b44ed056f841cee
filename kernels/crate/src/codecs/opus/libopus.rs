//! Wraps libopus's encoder in slices.

use unsafe_libopus::{
    OPUS_APPLICATION_AUDIO, OPUS_APPLICATION_RESTRICTED_LOWDELAY, OPUS_APPLICATION_VOIP,
    OPUS_GET_LOOKAHEAD_REQUEST, OPUS_SET_BITRATE_REQUEST, OPUS_SET_COMPLEXITY_REQUEST,
    OPUS_SET_VBR_REQUEST, OpusMSEncoder, opus_multistream_encode_float,
    opus_multistream_encoder_ctl, opus_multistream_surround_encoder_get_size,
    opus_multistream_surround_encoder_init,
};

use crate::codecs::CodecError;

/// What the encoder is tuned for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Application {
    Audio,
    Voip,
    LowDelay,
}

/// What to encode, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpusParameters {
    /// One of Opus's five.
    pub sample_rate: u32,
    /// 1 to 8.
    pub channels: u8,
    /// Bits per second over all channels.
    pub bitrate: u32,
    pub application: Application,
    /// Samples per channel in a packet.
    pub packet_samples: u32,
    pub vbr: bool,
    /// Samples per channel in a link; 0 for a single link.
    pub reset_samples: u64,
}

/// The slowest and best of libopus's search levels, which its own tools choose as well.
const COMPLEXITY: i32 = 10;

/// The most bytes in a packet: a frame has 1,275, and a packet of 60 ms has three frames per
/// stream.
const MAX_PACKET_BYTES: usize = (3 * 1275 + 9) * 8;

/// An encoder whose state starts over with each link.
pub struct PacketEncoder {
    parameters: OpusParameters,
    /// libopus's state, in words so that it is aligned. It holds no pointers to itself.
    state: Vec<u64>,
    packet: Vec<u8>,
    /// How many Opus streams each packet holds, how many of those are stereo, and which channel is
    /// where.
    layout: (u8, u8, [u8; 8]),
    lookahead: u32,
}

impl PacketEncoder {
    pub fn new(parameters: OpusParameters) -> Result<Self, CodecError> {
        let mut encoder = PacketEncoder {
            parameters,
            state: Vec::new(),
            packet: vec![0; MAX_PACKET_BYTES],
            layout: (0, 0, [0; 8]),
            lookahead: 0,
        };
        encoder.begin()?;
        Ok(encoder)
    }

    /// Forgets everything before.
    pub fn begin(&mut self) -> Result<(), CodecError> {
        let OpusParameters { sample_rate, channels, bitrate, application, vbr, .. } =
            self.parameters;
        let (channels, family) = (i32::from(channels), self.family());
        // SAFETY: takes only numbers.
        let bytes = unsafe { opus_multistream_surround_encoder_get_size(channels, family.into()) };
        let Some(bytes) = usize::try_from(bytes).ok().filter(|&bytes| bytes > 0) else {
            return Err(refused("it can't encode this many channels"));
        };
        self.state.clear();
        self.state.resize(bytes.div_ceil(8), 0);
        let application = match application {
            Application::Audio => OPUS_APPLICATION_AUDIO,
            Application::Voip => OPUS_APPLICATION_VOIP,
            Application::LowDelay => OPUS_APPLICATION_RESTRICTED_LOWDELAY,
        };
        let state = self.state.as_mut_ptr().cast::<OpusMSEncoder>();
        let (mut streams, mut coupled, mut mapping, mut lookahead) = (0, 0, [0_u8; 8], 0);
        // SAFETY: the state has as many bytes as libopus asked for; there are at most 8 channels.
        let statuses = unsafe {
            [
                opus_multistream_surround_encoder_init(
                    state,
                    sample_rate as i32,
                    channels,
                    family.into(),
                    &mut streams,
                    &mut coupled,
                    mapping.as_mut_ptr(),
                    application,
                ),
                opus_multistream_encoder_ctl!(state, OPUS_SET_BITRATE_REQUEST, bitrate as i32),
                opus_multistream_encoder_ctl!(state, OPUS_SET_VBR_REQUEST, i32::from(vbr)),
                opus_multistream_encoder_ctl!(state, OPUS_SET_COMPLEXITY_REQUEST, COMPLEXITY),
                opus_multistream_encoder_ctl!(state, OPUS_GET_LOOKAHEAD_REQUEST, &mut lookahead),
            ]
        };
        if statuses != [0; 5] {
            return Err(refused("it doesn't support these parameters"));
        }
        self.layout = (streams as u8, coupled as u8, mapping);
        self.lookahead = lookahead as u32;
        Ok(())
    }

    /// The channel mapping's family: a single stream, or speakers.
    pub fn family(&self) -> u8 {
        u8::from(self.parameters.channels > 2)
    }

    /// How many streams there are, how many of them are stereo, and which channel is where.
    pub fn layout(&self) -> (u8, u8, [u8; 8]) {
        self.layout
    }

    /// Samples per channel that come out before the first one that went in.
    pub fn lookahead(&self) -> u32 {
        self.lookahead
    }

    /// Encodes the samples of one packet, with channels in Vorbis order.
    pub fn encode(&mut self, samples: &[f32]) -> Result<&[u8], CodecError> {
        let OpusParameters { channels, packet_samples, .. } = self.parameters;
        assert_eq!(samples.len(), packet_samples as usize * usize::from(channels));
        // SAFETY: the state was initialised; there are as many samples as it takes, and room for a
        // packet.
        let length = unsafe {
            opus_multistream_encode_float(
                self.state.as_mut_ptr().cast::<OpusMSEncoder>(),
                samples.as_ptr(),
                packet_samples as i32,
                self.packet.as_mut_ptr(),
                self.packet.len() as i32,
            )
        };
        match usize::try_from(length) {
            Ok(length @ 1..=MAX_PACKET_BYTES) => Ok(&self.packet[..length]),
            _ => Err(refused("it can't encode these samples")),
        }
    }
}

fn refused(why: &str) -> CodecError {
    CodecError::new("codec-parameters", format!("the encoder refuses: {why}"))
}
