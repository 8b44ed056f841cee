//! Boxes: a length, a type, and contents that may be more boxes.

use crate::input::window::Window;
use crate::input::{InputError, Source};

/// No real file has more at one level; without a limit, a hostile file would take hours to walk.
const MAX_BOXES: usize = 10_000;

/// A box's type and where its contents are, cut off at the end of the enclosing box.
#[derive(Clone, Copy, Debug)]
pub struct Mp4Box {
    pub kind: [u8; 4],
    pub start: u64,
    pub end: u64,
    /// Whether it claims to extend past the enclosing box.
    pub cut_off: bool,
}

impl Mp4Box {
    pub fn length(&self) -> u64 {
        self.end - self.start
    }
}

/// The boxes from `start` to `end`.
pub struct Boxes {
    position: u64,
    end: u64,
    seen: usize,
    most: usize,
}

impl Boxes {
    pub fn new(start: u64, end: u64) -> Self {
        Boxes { position: start, end, seen: 0, most: MAX_BOXES }
    }

    /// Allows another number of boxes.
    pub fn up_to(self, most: usize) -> Self {
        Boxes { most, ..self }
    }

    pub fn inside(parent: &Mp4Box) -> Self {
        Boxes::new(parent.start, parent.end)
    }

    pub fn next<S: Source>(
        &mut self,
        window: &mut Window<S>,
    ) -> Result<Option<Mp4Box>, InputError> {
        let left = self.end.saturating_sub(self.position);
        if left < 8 {
            return Ok(None);
        }
        self.seen += 1;
        if self.seen > self.most {
            return Err(InputError::new("bad-header", "it has too many boxes")
                .found(format!("more than {}", self.most)));
        }
        let Some([a, b, c, d, kind @ ..]) = window.array::<8>(self.position)? else {
            return Ok(None);
        };
        let (header, length) = match u32::from_be_bytes([a, b, c, d]) {
            0 => (8, left),
            1 => match window.array::<8>(self.position + 8)? {
                Some(length) => (16, u64::from_be_bytes(length)),
                None => return Ok(None),
            },
            length => (8, length.into()),
        };
        if length < header {
            return Err(InputError::new(
                "bad-header",
                "one of its boxes is shorter than its own header",
            )
            .found(format!("{length} bytes")));
        }
        let found = Mp4Box {
            kind,
            start: (self.position + header).min(self.end),
            end: self.position.saturating_add(length).min(self.end),
            cut_off: length > left,
        };
        self.position = found.end;
        Ok(Some(found))
    }
}

/// The first box of a type inside another.
pub fn child<S: Source>(
    window: &mut Window<S>,
    parent: &Mp4Box,
    kind: &[u8; 4],
) -> Result<Option<Mp4Box>, InputError> {
    let mut boxes = Boxes::inside(parent);
    while let Some(found) = boxes.next(window)? {
        if &found.kind == kind {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// A four-byte number, somewhere in a box's contents.
pub fn u32_at<S: Source>(
    window: &mut Window<S>,
    parent: &Mp4Box,
    offset: u64,
) -> Result<u32, InputError> {
    if offset + 4 > parent.length() {
        return Err(too_short(parent));
    }
    window.array(parent.start + offset)?.map(u32::from_be_bytes).ok_or_else(|| too_short(parent))
}

/// An eight-byte number, somewhere in a box's contents.
pub fn u64_at<S: Source>(
    window: &mut Window<S>,
    parent: &Mp4Box,
    offset: u64,
) -> Result<u64, InputError> {
    let high = u32_at(window, parent, offset)?;
    let low = u32_at(window, parent, offset + 4)?;
    Ok(u64::from(high) << 32 | u64::from(low))
}

pub fn too_short(found: &Mp4Box) -> InputError {
    let kind = String::from_utf8_lossy(&found.kind).into_owned();
    if found.cut_off {
        return InputError::truncated_header(&format!("{kind:?} box"), found.end);
    }
    InputError::new("bad-header", format!("its {kind:?} box is too short"))
        .found(format!("{} bytes", found.length()))
}
