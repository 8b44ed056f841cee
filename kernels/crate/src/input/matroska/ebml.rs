//! Elements: an identifier, a length that may be left open, and contents that may be more elements.

use crate::input::window::Window;
use crate::input::{InputError, Source};

/// An element's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Element {
    /// With the bits that say how long it is, as specifications write it.
    pub id: u32,
    /// Where it begins, and where its contents do.
    pub at: u64,
    pub start: u64,
    /// Where its contents end; `None` if its writer left that open.
    pub end: Option<u64>,
}

impl Element {
    /// Reads the header at `at`; `None` if the file ends within it.
    pub fn read<S: Source>(window: &mut Window<S>, at: u64) -> Result<Option<Self>, InputError> {
        let bytes = window.at(at, MAX_HEADER_BYTES)?;
        let Some(&first) = bytes.first() else { return Ok(None) };
        let id_bytes = first.leading_zeros() as usize + 1;
        if id_bytes > 4 {
            return Err(no_element(at));
        }
        let Some((id, rest)) = bytes.split_at_checked(id_bytes) else { return Ok(None) };
        let id = id.iter().fold(0, |id, &byte| id << 8 | u32::from(byte));
        let Some(&first) = rest.first() else { return Ok(None) };
        if first == 0 {
            return Err(no_element(at));
        }
        let Some((length, length_bytes)) = number(rest) else { return Ok(None) };
        let start = at + (id_bytes + length_bytes) as u64;
        let open = length == (1 << (7 * length_bytes)) - 1;
        Ok(Some(Element { id, at, start, end: (!open).then(|| start.saturating_add(length)) }))
    }

    /// The same, inside a parent that ends at `end`; `None` at that end.
    pub fn read_within<S: Source>(
        window: &mut Window<S>,
        at: u64,
        end: u64,
    ) -> Result<Option<Self>, InputError> {
        if at >= end {
            return Ok(None);
        }
        match Element::read(window, at)? {
            Some(element) if element.end.is_none_or(|found| found <= end) => Ok(Some(element)),
            Some(element) if end < window.size() => Err(no_element(element.at)),
            _ => Err(cut_off(window.size())),
        }
    }

    /// Where an element ends whose length may not be left open.
    pub fn known_end(&self) -> Result<u64, InputError> {
        self.end.ok_or_else(|| no_element(self.at))
    }

    pub fn length(&self) -> Result<u64, InputError> {
        Ok(self.known_end()? - self.start)
    }

    /// Its contents as an unsigned number.
    pub fn unsigned<S: Source>(&self, window: &mut Window<S>) -> Result<u64, InputError> {
        let bytes = self.contents(window, 8)?;
        Ok(bytes.iter().fold(0, |value, &byte| value << 8 | u64::from(byte)))
    }

    /// Its contents as a signed number.
    pub fn signed<S: Source>(&self, window: &mut Window<S>) -> Result<i64, InputError> {
        let bytes = self.contents(window, 8)?;
        let sign = if bytes.first().is_some_and(|&byte| byte & 0x80 != 0) { -1 } else { 0 };
        Ok(bytes.iter().fold(sign, |value, &byte| value << 8 | i64::from(byte)))
    }

    /// Its contents as a float.
    pub fn float<S: Source>(&self, window: &mut Window<S>) -> Result<f64, InputError> {
        match *self.contents(window, 8)? {
            [] => Ok(0.0),
            [a, b, c, d] => Ok(f32::from_be_bytes([a, b, c, d]).into()),
            [a, b, c, d, e, f, g, h] => Ok(f64::from_be_bytes([a, b, c, d, e, f, g, h])),
            _ => Err(no_element(self.at)),
        }
    }

    /// Its contents as text without the zeros that may follow it.
    pub fn text<S: Source>(&self, window: &mut Window<S>) -> Result<String, InputError> {
        let bytes = self.contents(window, MAX_TEXT_BYTES)?;
        let text = String::from_utf8_lossy(bytes);
        Ok(text.trim_end_matches('\0').to_string())
    }

    /// Its contents, of at most `most` bytes.
    pub fn contents<'a, S: Source>(
        &self,
        window: &'a mut Window<S>,
        most: u64,
    ) -> Result<&'a [u8], InputError> {
        let length = self.length()?;
        if length > most {
            return Err(InputError::new("bad-header", "one of its elements is absurdly long")
                .found(format!("{length} bytes for element {:X}", self.id))
                .wanted(format!("at most {most} bytes")));
        }
        let size = window.size();
        let bytes = window.at(self.start, length as usize)?;
        if (bytes.len() as u64) < length {
            return Err(cut_off(size));
        }
        Ok(bytes)
    }
}

/// An identifier of four bytes and a length of eight.
const MAX_HEADER_BYTES: usize = 12;
const MAX_TEXT_BYTES: u64 = 256;

/// A number of one to eight bytes, whose first bits say how many; and how many.
pub fn number(bytes: &[u8]) -> Option<(u64, usize)> {
    let &first = bytes.first()?;
    let length = first.leading_zeros() as usize + 1;
    let rest = bytes.get(1..length)?;
    let first = u64::from(first) & ((1 << (8 - length.min(8))) - 1);
    (length <= 8)
        .then(|| (rest.iter().fold(first, |value, &byte| value << 8 | u64::from(byte)), length))
}

/// Where an element should be, there is none.
pub fn no_element(at: u64) -> InputError {
    InputError::damaged(format!("there is no element at byte {at}"))
}

pub fn cut_off(size: u64) -> InputError {
    InputError::truncated(format!("{size} bytes"), "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Option<Element>, InputError> {
        Element::read(&mut Window::new(bytes), 0)
    }

    #[test]
    fn identifiers_and_lengths_have_lengths_of_their_own() {
        let element = |id, start, end| Ok(Some(Element { id, at: 0, start, end }));
        assert_eq!(read(&[0xA3, 0x81, 0]), element(0xA3, 2, Some(3)));
        assert_eq!(read(&[0x42, 0x86, 0x40, 0x01]), element(0x4286, 4, Some(5)));
        assert_eq!(read(&[0x1F, 0x43, 0xB6, 0x75, 0xFF]), element(0x1F43_B675, 5, None));
        let open = [0x1F, 0x43, 0xB6, 0x75, 1, 255, 255, 255, 255, 255, 255, 255];
        assert_eq!(read(&open), element(0x1F43_B675, 12, None));
        assert_eq!(read(&[0x1F, 0x43]), Ok(None));
        assert_eq!(read(&[0xA3]), Ok(None));
        assert_eq!(read(&[]), Ok(None));
        assert_eq!(read(&[0, 1, 2]).unwrap_err().code, "damaged");
        assert_eq!(read(&[0xA3, 0, 2]).unwrap_err().code, "damaged");
    }

    #[test]
    fn contents_are_numbers_of_any_length() {
        let bytes = [0x75, 0xA2, 0x82, 0xFF, 0xFE];
        let mut window = Window::new(&bytes[..]);
        let element = Element::read(&mut window, 0).unwrap().unwrap();
        assert_eq!(element.signed(&mut window), Ok(-2));
        assert_eq!(element.unsigned(&mut window), Ok(0xFFFE));
        assert_eq!(element.float(&mut window).unwrap_err().code, "damaged");
        let long = Element { end: Some(99), ..element };
        assert_eq!(long.unsigned(&mut window).unwrap_err().code, "bad-header");
        let past = Element { end: Some(9), ..element };
        assert_eq!(past.unsigned(&mut window).unwrap_err().code, "truncated");
    }
}
