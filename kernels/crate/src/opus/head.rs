//! The identification header (RFC 7845, section 5.1).

use super::OpusError;

/// What a stream says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpusHead {
    /// Samples to skip at the beginning, at 48 kHz.
    pub pre_skip: u16,
    /// The gain, in 256ths of a decibel.
    pub gain: i16,
    /// How many Opus streams each packet holds, and how many of those are stereo.
    pub streams: u8,
    pub coupled: u8,
    /// For each channel, the decoded one that it gets, 255 for silence. Channels that belong to
    /// speakers come in WAV and FLAC order.
    pub mapping: Vec<u8>,
}

/// Where each channel of a WAV file is in Vorbis order, by channel count.
pub const SPEAKERS: [&[u8]; 8] = [
    &[0],
    &[0, 1],
    &[0, 2, 1],
    &[0, 1, 2, 3],
    &[0, 2, 1, 3, 4],
    &[0, 2, 1, 5, 3, 4],
    &[0, 2, 1, 6, 5, 3, 4],
    &[0, 2, 1, 7, 5, 6, 3, 4],
];

impl OpusHead {
    /// Parses the stream's first packet.
    pub fn parse(packet: &[u8]) -> Result<Self, OpusError> {
        let Some(rest) = packet.strip_prefix(b"OpusHead") else {
            return Err(OpusError("its first packet isn't an Opus header"));
        };
        let Some((&[version, channels, skip0, skip1, _, _, _, _, gain0, gain1, family], table)) =
            rest.split_first_chunk()
        else {
            return Err(OpusError("its Opus header is too short"));
        };
        if version >> 4 != 0 {
            return Err(OpusError("its Opus header has an unknown version"));
        }
        let (streams, coupled, mapping) = match (family, channels) {
            (_, 0) => return Err(OpusError("its Opus header says that it has no channels")),
            (0, 1 | 2) => (1, channels - 1, vec![0, 1]),
            (1, 1..=8) | (255, _) => {
                let Some((&[streams, coupled], mapping)) = table.split_first_chunk() else {
                    return Err(OpusError("its Opus header is too short"));
                };
                (streams, coupled, mapping.to_vec())
            }
            (0 | 1, _) => {
                return Err(OpusError("its Opus header has more channels than its mapping"));
            }
            _ => return Err(OpusError("its channels are mapped in an unknown way")),
        };
        let Some(mut mapping) = mapping.get(..channels.into()).map(<[u8]>::to_vec) else {
            return Err(OpusError("its Opus header is too short"));
        };
        if let (1, Some(order)) = (family, SPEAKERS.get(mapping.len() - 1)) {
            mapping = order.iter().map(|&index| mapping[usize::from(index)]).collect();
        }
        let decoded = u16::from(streams) + u16::from(coupled);
        let maps = |&channel: &u8| channel == 255 || u16::from(channel) < decoded;
        if streams == 0 || coupled > streams || decoded > 255 || !mapping.iter().all(maps) {
            return Err(OpusError("its Opus header maps channels that don't exist"));
        }
        Ok(OpusHead {
            pre_skip: u16::from_le_bytes([skip0, skip1]),
            gain: i16::from_le_bytes([gain0, gain1]),
            streams,
            coupled,
            mapping,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(channels: u8, family: u8, table: &[u8]) -> Vec<u8> {
        let fixed = [1, channels, 0x38, 1, 0x44, 0xAC, 0, 0, 0, 0xFF, family];
        [b"OpusHead", &fixed[..], table].concat()
    }

    #[test]
    fn its_fields_are_where_the_format_says() {
        let stereo = OpusHead::parse(&head(2, 0, &[])).unwrap();
        assert_eq!((stereo.pre_skip, stereo.gain), (312, -256));
        assert_eq!((stereo.streams, stereo.coupled), (1, 1));
        assert_eq!(stereo.mapping, [0, 1]);
        let discrete = OpusHead::parse(&head(3, 255, &[2, 1, 2, 255, 0])).unwrap();
        assert_eq!(discrete.mapping, [2, 255, 0]);
    }

    #[test]
    fn speakers_come_in_wav_order() {
        let surround = OpusHead::parse(&head(6, 1, &[4, 2, 0, 4, 1, 2, 3, 5])).unwrap();
        assert_eq!(surround.mapping, [0, 1, 4, 5, 2, 3]);
    }

    #[test]
    fn headers_that_make_no_sense_are_refused() {
        for packet in [
            head(0, 0, &[]),
            head(3, 0, &[]),
            head(9, 1, &[9, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]),
            head(2, 2, &[1, 1, 0, 1]),
            head(2, 1, &[1, 1, 0]),
            head(2, 1, &[0, 0, 0, 1]),
            head(2, 1, &[1, 2, 0, 1]),
            head(2, 255, &[1, 1, 0, 2]),
            head(2, 255, &[200, 100, 0, 1]),
            head(2, 0, &[])[..18].to_vec(),
            b"OpusTags".to_vec(),
        ] {
            assert!(OpusHead::parse(&packet).is_err(), "{packet:?}");
        }
    }
}
