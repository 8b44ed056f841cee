//! The header: lines of text, each a name, a type and a value, in a block of a stated size.

use crate::input::pcm::Coding;
use crate::input::{InputError, Source, limits};

/// No real header is as long; it is read as a whole.
const MAX_HEADER_BYTES: u64 = 1 << 20;
/// The two lines before the fields: the kind of file, and how long its header is.
const PREFIX_BYTES: usize = 16;

/// What a header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SphereHeader {
    pub coding: Coding,
    pub channels: u32,
    pub sample_rate: u32,
    /// Frames of audio; `None` if the header leaves it open.
    pub frames: Option<u64>,
    /// Where the audio begins.
    pub start: u64,
}

impl SphereHeader {
    pub fn read<S: Source>(source: &mut S) -> Result<Self, InputError> {
        let mut prefix = [0; PREFIX_BYTES];
        if !source.read_exact_at(0, &mut prefix)? {
            return Err(InputError::truncated_header("fields", source.size()));
        }
        let length =
            std::str::from_utf8(&prefix[8..]).ok().and_then(|text| text.trim().parse().ok());
        let length = match length {
            Some(length) if (PREFIX_BYTES as u64..=MAX_HEADER_BYTES).contains(&length) => length,
            _ => {
                return Err(InputError::new("bad-header", "it doesn't say how long its header is")
                    .found(String::from_utf8_lossy(&prefix[8..]).trim())
                    .wanted(format!("a number of bytes, at most {MAX_HEADER_BYTES}")));
            }
        };
        if length > source.size() {
            return Err(InputError::truncated_header("audio", source.size()));
        }
        let mut header = vec![0; length as usize];
        if !source.read_exact_at(0, &mut header)? {
            return Err(InputError::truncated_header("audio", source.size()));
        }
        Fields::new(&header[PREFIX_BYTES..])?.parse(length)
    }
}

/// The fields by name, as text.
struct Fields<'a> {
    found: Vec<(&'a str, &'a str)>,
}

impl<'a> Fields<'a> {
    fn new(header: &'a [u8]) -> Result<Self, InputError> {
        let mut found = Vec::new();
        // Speakers' names and comments may be in any encoding; the fields that matter are ASCII.
        for line in header.split(|&byte| byte == b'\n') {
            let Ok(line) = std::str::from_utf8(line) else { continue };
            let line = line.trim();
            if line == "end_head" {
                return Ok(Fields { found });
            }
            let mut words = line.splitn(3, char::is_whitespace);
            if let (Some(name), Some(kind), Some(value)) =
                (words.next(), words.next(), words.next())
                && kind.starts_with('-')
            {
                found.push((name, value.trim()));
            }
        }
        Err(InputError::new("bad-header", "its header has no end").wanted("a line `end_head`"))
    }

    fn text(&self, name: &str) -> Option<&'a str> {
        self.found.iter().find(|(found, _)| *found == name).map(|(_, value)| *value)
    }

    fn number(&self, name: &str) -> Result<Option<u64>, InputError> {
        let Some(text) = self.text(name) else { return Ok(None) };
        // Some writers give rates as reals.
        let whole = text.strip_suffix('0').map_or(text, |rest| {
            let rest = rest.trim_end_matches('0');
            rest.strip_suffix('.').unwrap_or(text)
        });
        whole.parse().map(Some).map_err(|_| {
            InputError::new("bad-header", format!("its {name} isn't a number")).found(text)
        })
    }

    fn required(&self, name: &str) -> Result<u64, InputError> {
        self.number(name)?
            .ok_or_else(|| InputError::new("bad-header", format!("its header has no {name}")))
    }

    fn parse(&self, start: u64) -> Result<SphereHeader, InputError> {
        let clamp = |value: u64| u32::try_from(value).unwrap_or(u32::MAX);
        let channels = limits::check_channels(clamp(self.number("channel_count")?.unwrap_or(1)))?;
        let rate = self.required("sample_rate")?;
        let sample_rate = limits::check_sample_rate(rate as f64)?;
        let coding = self.coding()?;
        if channels > 1 && self.text("channels_interleaved").is_some_and(|text| text == "FALSE") {
            return Err(InputError::new("unsupported-format", "its channels aren't interleaved")
                .hint("convert it to WAV first, for example with `sph2pipe -p IN OUT`"));
        }
        // Writers to a pipe leave a 0, or nothing.
        let frames = self.number("sample_count")?.filter(|&count| count > 0);
        Ok(SphereHeader { coding, channels, sample_rate, frames, start })
    }

    fn coding(&self) -> Result<Coding, InputError> {
        let coding = self.text("sample_coding").unwrap_or("pcm");
        let (name, embedded) = coding.split_once(',').unwrap_or((coding, ""));
        if !embedded.is_empty() {
            let shortened = embedded.trim_start().starts_with("embedded-shorten");
            let found = if shortened { "compressed with shorten" } else { "compressed" };
            return Err(InputError::new("unsupported-codec", format!("its audio is {found}"))
                .found(format!("sample_coding {coding}"))
                .wanted("pcm, ulaw or alaw")
                .hint("decompress it first, with the LDC's `sph2pipe -p IN OUT`"));
        }
        let width = self.number("sample_n_bytes")?;
        match name {
            "ulaw" | "mu-law" | "pculaw" if width.unwrap_or(1) == 1 => Ok(Coding::MuLaw),
            "alaw" if width.unwrap_or(1) == 1 => Ok(Coding::ALaw),
            "pcm" => self.linear(),
            _ => Err(InputError::unsupported_codec(format!("{name:?} in SPHERE"))),
        }
    }

    fn linear(&self) -> Result<Coding, InputError> {
        let width = self.required("sample_n_bytes")?;
        let order = self.text("sample_byte_format").unwrap_or_default();
        let big_endian = match (width, order) {
            (1, _) => return Ok(Coding::Signed8),
            (2, "10") | (3, "210") | (4, "3210") => true,
            (2, "01") | (3, "012") | (4, "0123") => false,
            _ => {
                return Err(InputError::new(
                    "bad-header",
                    "it doesn't say in which order its bytes are",
                )
                .found(format!("sample_byte_format {order:?} for {width} bytes"))
                .wanted("01 or 10, or the same for 3 or 4 bytes")
                .hint("convert it to WAV with a program that plays it right"));
            }
        };
        Coding::integer(width as usize, big_endian).ok_or_else(|| {
            InputError::unsupported_codec(format!("PCM of {width} bytes per sample"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(fields: &str) -> Result<SphereHeader, InputError> {
        let mut file = format!("NIST_1A\n   1024\n{fields}end_head\n").into_bytes();
        file.resize(1024, b' ');
        SphereHeader::read(&mut &file[..])
    }

    const RATE: &str = "sample_rate -i 16000\n";

    #[test]
    fn the_fields_say_how_samples_are_stored() {
        for (fields, coding, channels) in [
            ("sample_n_bytes -i 2\nsample_byte_format -s2 01\n", Coding::Int16, 1),
            (
                "channel_count -i 2\nsample_n_bytes -i 2\nsample_byte_format -s2 10\n",
                Coding::Int16Be,
                2,
            ),
            ("sample_n_bytes -i 3\nsample_byte_format -s3 210\n", Coding::Int24Be, 1),
            ("sample_n_bytes -i 1\nsample_coding -s3 pcm\n", Coding::Signed8, 1),
            ("sample_coding -s4 ulaw\n", Coding::MuLaw, 1),
            ("; a comment\nsample_n_bytes -i 1\nsample_coding -s4 alaw\n", Coding::ALaw, 1),
        ] {
            let header = read(&format!("{RATE}{fields}sample_count -i 7\n")).unwrap();
            assert_eq!((header.coding, header.channels), (coding, channels));
            assert_eq!((header.sample_rate, header.frames, header.start), (16_000, Some(7), 1024));
        }
        let real = read("sample_rate -r 8000.000000\nsample_coding -s4 ulaw\n").unwrap();
        assert_eq!((real.sample_rate, real.frames), (8000, None));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let shorten = read(&format!(
            "{RATE}sample_n_bytes -i 2\nsample_coding -s26 pcm,embedded-shorten-v2.00\n"
        ));
        let shorten = shorten.unwrap_err();
        assert_eq!(shorten.code, "unsupported-codec");
        assert!(shorten.hint.contains("sph2pipe"));
        for (fields, code) in [
            ("sample_n_bytes -i 2\n", "bad-header"),
            ("sample_n_bytes -i 2\nsample_byte_format -s2 02\n", "bad-header"),
            ("sample_n_bytes -i two\n", "bad-header"),
            ("channel_count -i 0\n", "channels"),
            ("channel_count -i 99999999999\n", "channels"),
            ("sample_coding -s3 mp3\n", "unsupported-codec"),
            (
                "channel_count -i 2\nchannels_interleaved -s5 FALSE\nsample_coding -s4 ulaw\n",
                "unsupported-format",
            ),
        ] {
            assert_eq!(read(&format!("{RATE}{fields}")).unwrap_err().code, code, "{fields}");
        }
        assert_eq!(read("sample_coding -s4 ulaw\n").unwrap_err().code, "bad-header");
        let long = b"NIST_1A\n9999999\nend_head\n";
        assert_eq!(SphereHeader::read(&mut &long[..]).unwrap_err().code, "bad-header");
        let short = b"NIST_1A\n   1024\nsample_rate -i 8000\n";
        assert_eq!(SphereHeader::read(&mut &short[..]).unwrap_err().code, "truncated-header");
    }
}
