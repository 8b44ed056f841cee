//! The configuration that MPEG-4 stores with AAC, inside nested descriptors.

use crate::input::InputError;

/// Sample rates by index.
const SAMPLE_RATES: [u32; 13] = [
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
    7_350,
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AacConfig {
    pub sample_rate: u32,
    /// One or two.
    pub channels: u32,
}

impl AacConfig {
    /// Parses an `AudioSpecificConfig`.
    pub fn parse(bytes: &[u8]) -> Result<Self, InputError> {
        let mut fields = Fields { bytes, position: 0 };
        let object = fields.object_type()?;
        let sample_rate = fields.sample_rate()?;
        let channels = fields.read(4)?;
        match object {
            2 => (),
            5 | 29 => return Err(high_efficiency()),
            _ => {
                let name = match object {
                    1 => "AAC Main",
                    3 => "AAC SSR",
                    4 => "AAC LTP",
                    23 => "AAC-LD",
                    34 => "MP3 in MPEG-4",
                    36 => "ALS",
                    39 => "AAC-ELD",
                    42 => "xHE-AAC",
                    _ => "an unusual kind of MPEG-4 audio",
                };
                return Err(InputError::unsupported_codec(name));
            }
        }
        if fields.read(1)? == 1 {
            return Err(InputError::unsupported_codec("AAC in packets of 960 frames"));
        }
        // A core coder's delay, then an extension; this object type uses neither.
        if fields.read(1)? == 1 {
            fields.read(14)?;
        }
        fields.read(1)?;
        // An extension that plain AAC decoders are supposed to ignore.
        let extended = fields.read(11) == Ok(0x2B7) && fields.object_type() == Ok(5);
        if extended && fields.read(1) == Ok(1) {
            return Err(high_efficiency());
        }
        AacConfig::new(sample_rate, channels)
    }

    /// Takes a channel configuration as AAC numbers them.
    pub fn new(sample_rate: u32, channels: u32) -> Result<Self, InputError> {
        match channels {
            1 | 2 => Ok(AacConfig { sample_rate, channels }),
            0 => Err(InputError::unsupported_codec("AAC with a channel layout of its own")),
            _ => Err(InputError::unsupported_codec("AAC with more than two channels")),
        }
    }

    pub fn sample_rate_of(index: u32) -> Result<u32, InputError> {
        SAMPLE_RATES.get(index as usize).copied().ok_or_else(|| {
            InputError::new("sample-rate", "its header gives its sample rate a reserved code")
                .found(index)
        })
    }
}

/// AAC whose upper half of the band is coded apart, which no decoder here reads.
pub fn high_efficiency() -> InputError {
    InputError::unsupported_codec("HE-AAC, and only the lower half of its band could be decoded")
}

/// The `AudioSpecificConfig` inside descriptors: `esds` in MPEG-4, a cookie in CAF.
pub fn config_in_descriptors(descriptors: &[u8]) -> Result<AacConfig, InputError> {
    const STREAM: u8 = 3;
    const DECODER: u8 = 4;
    const SPECIFIC: u8 = 5;
    let mut rest = descriptors;
    while let Some((&tag, after)) = rest.split_first() {
        let Some((length, body)) = descriptor_length(after) else { break };
        rest = match tag {
            // Flags say which fields follow the identifier.
            STREAM => match body {
                [_, _, flags, fields @ ..] => {
                    let mut skipped = if flags & 0x80 != 0 { 2 } else { 0 };
                    if flags & 0x40 != 0 {
                        skipped += 1 + usize::from(fields.get(skipped).copied().unwrap_or(0));
                    }
                    if flags & 0x20 != 0 {
                        skipped += 2;
                    }
                    fields.get(skipped..).unwrap_or_default()
                }
                _ => break,
            },
            DECODER => match body {
                // Object types of MPEG-4 audio, and of AAC in MPEG-2.
                [0x40 | 0x66..=0x68, ..] => body.get(13..).unwrap_or_default(),
                [0x69 | 0x6B, ..] => return Err(InputError::unsupported_codec("MP3 in MPEG-4")),
                [other, ..] => {
                    let found = format!("of MPEG-4's object type 0x{other:02X}");
                    return Err(InputError::unsupported_codec(found));
                }
                [] => break,
            },
            SPECIFIC => return AacConfig::parse(body.get(..length).unwrap_or(body)),
            _ => body.get(length..).unwrap_or_default(),
        };
    }
    Err(InputError::new("bad-header", "it doesn't say how its AAC is coded"))
}

/// Seven bits per byte, in at most four bytes.
fn descriptor_length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut length = 0;
    for (index, &byte) in bytes.iter().take(4).enumerate() {
        length = length << 7 | usize::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            return Some((length, &bytes[index + 1..]));
        }
    }
    None
}

struct Fields<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl Fields<'_> {
    fn read(&mut self, count: usize) -> Result<u32, InputError> {
        let mut value = 0;
        for at in self.position..self.position + count {
            let byte = self.bytes.get(at / 8).ok_or_else(|| {
                InputError::new("bad-header", "its AAC configuration is too short")
                    .found(format!("{} bytes", self.bytes.len()))
            })?;
            value = value << 1 | u32::from(byte >> (7 - at % 8) & 1);
        }
        self.position += count;
        Ok(value)
    }

    fn object_type(&mut self) -> Result<u32, InputError> {
        match self.read(5)? {
            31 => Ok(32 + self.read(6)?),
            object => Ok(object),
        }
    }

    fn sample_rate(&mut self) -> Result<u32, InputError> {
        match self.read(4)? {
            15 => crate::input::limits::check_sample_rate(f64::from(self.read(24)?)),
            index => AacConfig::sample_rate_of(index),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn low_complexity_in_one_or_two_channels_is_read() {
        let stereo = AacConfig { sample_rate: 44_100, channels: 2 };
        assert_eq!(AacConfig::parse(&[0x12, 0x10]), Ok(stereo));
        assert_eq!(AacConfig::parse(&[0x12, 0x10, 0x56, 0xE5, 0]), Ok(stereo));
        let explicit = [0x17, 0x80, 0x1F, 0x40, 0x10];
        assert_eq!(AacConfig::parse(&explicit).unwrap().sample_rate, 16_000);
    }

    #[test]
    fn other_kinds_are_named() {
        for (bytes, name) in [
            (&[0x2B, 0x92, 0x08, 0][..], "HE-AAC"),
            (&[0x13, 0x90, 0x56, 0xE5, 0xA0], "HE-AAC"),
            (&[0x12, 0x30], "more than two"),
            (&[0x12, 0x00], "layout of its own"),
            (&[0x0A, 0x10], "AAC Main"),
            (&[0x12, 0x14], "960"),
        ] {
            let error = AacConfig::parse(bytes).unwrap_err();
            assert_eq!(error.code, "unsupported-codec");
            assert!(error.found.contains(name), "{}", error.found);
        }
        assert_eq!(AacConfig::parse(&[0x12]).unwrap_err().code, "bad-header");
        assert_eq!(AacConfig::parse(&[0x16, 0x90]).unwrap_err().code, "sample-rate");
    }

    #[test]
    fn descriptors_are_entered() {
        let specific = [5, 2, 0x12, 0x10];
        let decoder = [&[4, 0x80, 0x80, 0x80, 17, 0x40][..], &[0; 12], &specific].concat();
        for stream in [&[3, 25, 0, 1, 0][..], &[3, 30, 0, 1, 0xE0, 0, 9, 2, b'a', b'b', 0, 7]] {
            let config = config_in_descriptors(&[stream, &decoder].concat()).unwrap();
            assert_eq!(config, AacConfig { sample_rate: 44_100, channels: 2 });
        }
        assert_eq!(config_in_descriptors(&[3]).unwrap_err().code, "bad-header");
        let mp3 = [4, 13, 0x6B];
        assert_eq!(config_in_descriptors(&mp3).unwrap_err().code, "unsupported-codec");
    }
}
