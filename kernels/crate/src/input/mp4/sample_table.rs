//! Where a track's packets are: their lengths, how many are stored together, and where.

use super::boxes::{Mp4Box, child, too_short, u32_at, u64_at};
use crate::input::packet_table::PacketTable;
use crate::input::window::Window;
use crate::input::{InputError, Source};

/// Lists the packets of an `stbl` box.
pub fn read_packets<S: Source>(
    window: &mut Window<S>,
    table: &Mp4Box,
) -> Result<PacketTable, InputError> {
    let lengths = Lengths::find(window, table)?;
    let chunks = Chunks::find(window, table)?;
    let runs = required(window, table, b"stsc")?;
    let run_count = entries(window, &runs, 4, 12)?;
    let mut packets = PacketTable::default();
    let mut packet = 0;
    for run in 0..run_count {
        let at = 8 + 12 * u64::from(run);
        let first = u32_at(window, &runs, at)?;
        let together = u32_at(window, &runs, at + 4)?;
        let end = if run + 1 < run_count {
            u32_at(window, &runs, at + 12)?
        } else {
            chunks.count.saturating_add(1)
        };
        if first == 0 || end < first || end > chunks.count.saturating_add(1) {
            return Err(InputError::new(
                "bad-header",
                "its lists of packets contradict each other",
            ));
        }
        for chunk in first - 1..end - 1 {
            let mut position = chunks.at(window, chunk)?;
            for _ in 0..together {
                if packet == lengths.count {
                    return Ok(packets);
                }
                let length = lengths.at(window, packet)?;
                packets.push(position, length.into())?;
                position = position.saturating_add(length.into());
                packet += 1;
            }
            if together == 0 {
                return Err(InputError::new("bad-header", "it has chunks without packets"));
            }
        }
    }
    if packet == lengths.count {
        return Ok(packets);
    }
    Err(InputError::new("bad-header", "it doesn't say where all of its packets are")
        .found(packet)
        .wanted(lengths.count))
}

/// How long all packets are together, in the track's units, and how many there are.
pub fn total_duration<S: Source>(
    window: &mut Window<S>,
    table: &Mp4Box,
) -> Result<u64, InputError> {
    let times = required(window, table, b"stts")?;
    let mut total = 0_u64;
    for entry in 0..entries(window, &times, 4, 8)? {
        let at = 8 + 8 * u64::from(entry);
        let (count, each) = (u32_at(window, &times, at)?, u32_at(window, &times, at + 4)?);
        total = total.saturating_add(u64::from(count) * u64::from(each));
    }
    Ok(total)
}

/// `stsz`: one length for all, or one for each.
struct Lengths {
    found: Mp4Box,
    common: u32,
    count: u32,
}

impl Lengths {
    fn find<S: Source>(window: &mut Window<S>, table: &Mp4Box) -> Result<Self, InputError> {
        let Some(found) = child(window, table, b"stsz")? else {
            return match child(window, table, b"stz2")? {
                Some(_) => Err(InputError::new(
                    "unsupported-format",
                    "its packets' lengths are in the compact form (stz2)",
                )),
                None => Err(InputError::truncated_header("list of packets", window.size())),
            };
        };
        let common = u32_at(window, &found, 4)?;
        let count = match common {
            0 => entries(window, &found, 8, 4)?,
            _ => u32_at(window, &found, 8)?,
        };
        Ok(Lengths { found, common, count })
    }

    fn at<S: Source>(&self, window: &mut Window<S>, index: u32) -> Result<u32, InputError> {
        match self.common {
            0 => u32_at(window, &self.found, 12 + 4 * u64::from(index)),
            common => Ok(common),
        }
    }
}

/// `stco`, or `co64` where 32 bits aren't enough.
struct Chunks {
    found: Mp4Box,
    long: bool,
    count: u32,
}

impl Chunks {
    fn find<S: Source>(window: &mut Window<S>, table: &Mp4Box) -> Result<Self, InputError> {
        let (found, long) = match child(window, table, b"stco")? {
            Some(found) => (found, false),
            None => (required(window, table, b"co64")?, true),
        };
        let count = entries(window, &found, 4, if long { 8 } else { 4 })?;
        Ok(Chunks { found, long, count })
    }

    fn at<S: Source>(&self, window: &mut Window<S>, index: u32) -> Result<u64, InputError> {
        if self.long {
            return u64_at(window, &self.found, 8 + 8 * u64::from(index));
        }
        Ok(u32_at(window, &self.found, 8 + 4 * u64::from(index))?.into())
    }
}

fn required<S: Source>(
    window: &mut Window<S>,
    table: &Mp4Box,
    kind: &[u8; 4],
) -> Result<Mp4Box, InputError> {
    child(window, table, kind)?.ok_or_else(|| {
        let kind = String::from_utf8_lossy(kind).into_owned();
        InputError::new("bad-header", format!("its track has no {kind:?} box"))
    })
}

/// The count at `offset`, checked against the entries of `each` bytes that follow it.
fn entries<S: Source>(
    window: &mut Window<S>,
    found: &Mp4Box,
    offset: u64,
    each: u64,
) -> Result<u32, InputError> {
    let count = u32_at(window, found, offset)?;
    if offset + 4 + u64::from(count) * each > found.length() {
        return Err(too_short(found));
    }
    Ok(count)
}
