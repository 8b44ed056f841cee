//! Fragments: after the list of tracks, boxes (`moof`) that each list some more packets.

use super::boxes::{Boxes, Mp4Box, child, too_short, u32_at, u64_at};
use crate::input::packet_table::PacketTable;
use crate::input::window::Window;
use crate::input::{InputError, Options, Source};

/// Fragments are often of one packet, and packets are limited anyway.
const MAX_BOXES: usize = 20_000_000;

/// What the fragments hold of a track.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fragments {
    /// In the track's units.
    pub duration: u64,
    /// Whether the file ends within a fragment.
    pub cut_off: bool,
}

/// Lengths and durations of packets that don't have their own.
#[derive(Clone, Copy, Default)]
struct Defaults {
    duration: u32,
    length: u32,
}

/// Adds the packets of all fragments to `packets`.
pub fn read<S: Source>(
    window: &mut Window<S>,
    movie: &Mp4Box,
    track: u32,
    (packets, options): (&mut PacketTable, Options),
) -> Result<Fragments, InputError> {
    let Some(extends) = child(window, movie, b"mvex")? else { return Ok(Fragments::default()) };
    let mut common = Defaults::default();
    let mut boxes = Boxes::inside(&extends);
    while let Some(found) = boxes.next(window)? {
        if &found.kind == b"trex" && u32_at(window, &found, 4)? == track {
            common.duration = u32_at(window, &found, 12)?;
            common.length = u32_at(window, &found, 16)?;
        }
    }
    let mut all = Fragments::default();
    let mut boxes = Boxes::new(movie.end, window.size()).up_to(MAX_BOXES);
    let mut at = movie.end;
    while let Some(found) = boxes.next(window)? {
        if &found.kind == b"moof" {
            if found.cut_off {
                all.cut_off = true;
                break;
            }
            let mut fragment = Fragment { start: at, end: at, track, common, options };
            if !fragment.read(window, &found, (packets, &mut all.duration))? {
                all.cut_off = true;
                break;
            }
        }
        at = found.end;
    }
    // Too few bytes for the next box.
    all.cut_off |= at < window.size() && window.size() - at < 8;
    if all.cut_off && !options.accept_truncated {
        let size = window.size();
        return Err(InputError::truncated(format!("{size} bytes"), "a complete last fragment"));
    }
    Ok(all)
}

/// One `moof` box.
struct Fragment {
    start: u64,
    /// Where the packets of the previous run end.
    end: u64,
    track: u32,
    common: Defaults,
    options: Options,
}

impl Fragment {
    /// Returns whether the file has all of its packets.
    fn read<S: Source>(
        &mut self,
        window: &mut Window<S>,
        fragment: &Mp4Box,
        (packets, duration): (&mut PacketTable, &mut u64),
    ) -> Result<bool, InputError> {
        let mut boxes = Boxes::inside(fragment);
        while let Some(part) = boxes.next(window)? {
            if &part.kind != b"traf" {
                continue;
            }
            let Some(header) = child(window, &part, b"tfhd")? else { return Err(too_short(&part)) };
            let flags = u32_at(window, &header, 0)?;
            let mut fields = 8;
            if flags & 1 != 0 {
                self.end = u64_at(window, &header, fields)?;
                fields += 8;
            } else if flags & 0x2_0000 != 0 {
                self.end = self.start;
            }
            let base = self.end;
            fields += if flags & 2 != 0 { 4 } else { 0 };
            let mut each = self.common;
            for (flag, field) in [(8, &mut each.duration), (0x10, &mut each.length)] {
                if flags & flag != 0 {
                    *field = u32_at(window, &header, fields)?;
                    fields += 4;
                }
            }
            let ours = u32_at(window, &header, 4)? == self.track;
            let mut runs = Boxes::inside(&part);
            while let Some(run) = runs.next(window)? {
                if &run.kind == b"trun" {
                    let mut list = if ours { Some((&mut *packets, &mut *duration)) } else { None };
                    if !self.run(window, &run, (base, each), &mut list)? {
                        return Ok(false);
                    }
                }
            }
        }
        Ok(true)
    }

    /// Reads a run of packets, one after another in the file.
    fn run<S: Source>(
        &mut self,
        window: &mut Window<S>,
        run: &Mp4Box,
        (base, each): (u64, Defaults),
        list: &mut Option<(&mut PacketTable, &mut u64)>,
    ) -> Result<bool, InputError> {
        let flags = u32_at(window, run, 0)?;
        let count = u32_at(window, run, 4)?;
        let mut at = 8;
        if flags & 1 != 0 {
            let offset = i64::from(u32_at(window, run, at)? as i32);
            self.end = base.saturating_add_signed(offset);
            at += 4;
        }
        at += if flags & 4 != 0 { 4 } else { 0 };
        let fields = [0x100, 0x200, 0x400, 0x800];
        let entry = 4 * fields.iter().filter(|&&field| flags & field != 0).count() as u64;
        if at + entry * u64::from(count) > run.length() {
            return Err(too_short(run));
        }
        for _ in 0..count {
            let mut field = at;
            let mut next = |flag: u32, common: u32, window: &mut Window<S>| {
                if flags & flag == 0 {
                    return Ok(common);
                }
                field += 4;
                u32_at(window, run, field - 4)
            };
            let lasts = next(0x100, each.duration, window)?;
            let length = next(0x200, each.length, window)?;
            at += entry;
            let start = self.end;
            self.end = start.saturating_add(length.into());
            // Every packet takes some of the file, so a file has no more than it has bytes.
            if self.end > window.size() {
                let size = window.size();
                return match self.options.accept_truncated {
                    true => Ok(false),
                    false => Err(InputError::truncated(
                        format!("{size} bytes"),
                        format!("{} bytes", self.end),
                    )),
                };
            }
            if let Some((packets, duration)) = list {
                if length == 0 {
                    return Err(InputError::new("bad-header", "it lists a packet without bytes"));
                }
                packets.push(start, length.into())?;
                **duration = duration.saturating_add(lasts.into());
            }
        }
        Ok(true)
    }
}
