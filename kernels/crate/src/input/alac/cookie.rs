//! What an ALAC decoder needs to know.

use crate::input::bits::Bits;
use crate::input::{InputError, limits};

/// Frames in a packet: more would be useless, and would make us reserve memory.
const MAX_FRAME_LENGTH: u32 = 1 << 17;

/// The "magic cookie" that every container stores with ALAC.
#[derive(Clone, Copy, Debug)]
pub struct Cookie {
    /// Frames in a packet, except the last one.
    pub frame_length: u32,
    pub bits: u32,
    /// Parameters of the entropy coding: history multiplier, initial history, limit of a code.
    pub pb: u32,
    pub mb: u32,
    pub kb: u32,
    pub channels: u32,
    pub sample_rate: u32,
}

impl Cookie {
    /// `bytes` may begin with QuickTime's wrapping of a cookie.
    pub fn parse(bytes: &[u8]) -> Result<Self, InputError> {
        let mut bytes = bytes;
        for wrapper in [b"frma", b"alac"] {
            if bytes.get(4..8) == Some(wrapper) {
                bytes = bytes.get(12..).unwrap_or_default();
            }
        }
        let Some(
            &[
                l0,
                l1,
                l2,
                l3,
                version,
                bits,
                pb,
                mb,
                kb,
                channels,
                _,
                _,
                _,
                _,
                _,
                _,
                _,
                _,
                _,
                _,
                r0,
                r1,
                r2,
                r3,
            ],
        ) = bytes.first_chunk()
        else {
            return Err(InputError::new("bad-header", "its ALAC configuration is too short")
                .found(format!("{} bytes", bytes.len()))
                .wanted("24 bytes"));
        };
        let frame_length = u32::from_be_bytes([l0, l1, l2, l3]);
        let known = version == 0
            && (1..=8).contains(&channels)
            && matches!(bits, 16 | 20 | 24 | 32)
            && (1..=30).contains(&kb);
        if !known {
            return Err(InputError::unsupported_codec(format!(
                "ALAC version {version} with {channels} channels of {bits} bits"
            )));
        }
        if !(1..=MAX_FRAME_LENGTH).contains(&frame_length) {
            return Err(InputError::new("bad-header", "its ALAC packets have an absurd length")
                .found(format!("{frame_length} frames"))
                .wanted(format!("1 to {MAX_FRAME_LENGTH}")));
        }
        Ok(Cookie {
            frame_length,
            bits: bits.into(),
            pb: pb.into(),
            mb: mb.into(),
            kb: kb.into(),
            channels: channels.into(),
            sample_rate: limits::check_sample_rate(f64::from(u32::from_be_bytes([
                r0, r1, r2, r3,
            ])))?,
        })
    }

    /// How many frames a packet says it has.
    pub fn packet_frames(&self, packet: &[u8]) -> u32 {
        let mut bits = Bits::new(packet);
        let is_audio = matches!(bits.read(3), 0 | 1 | 3);
        bits.skip(4 + 12);
        let is_partial = bits.read(1) == 1;
        bits.skip(2 + 1);
        if is_audio && is_partial { bits.read(32) } else { self.frame_length }
    }
}
