//! The `pakt` chunk: how many frames there are, and how long the packets are.

use super::description::Description;
use crate::input::chunks::Chunk;
use crate::input::packet_table::PacketTable;
use crate::input::window::Window;
use crate::input::{InputError, Source};

/// What the table says.
pub struct CafPackets {
    pub packets: PacketTable,
    /// Frames that are meant to be heard.
    pub frames: u64,
    /// Frames before those.
    pub lead: u64,
}

/// Reads the table of the packets that begin at `data`.
pub fn read<S: Source>(
    window: &mut Window<S>,
    chunk: &Chunk,
    (data, description): (u64, &Description),
) -> Result<CafPackets, InputError> {
    let short = || InputError::truncated_header("table of packets", chunk.start);
    let Some(header) = window.array::<24>(chunk.start)? else { return Err(short()) };
    let (words, _) = header.as_chunks::<8>();
    let [count, frames, edges] = [words[0], words[1], words[2]].map(u64::from_be_bytes);
    let lead = edges >> 32;
    if lead > i32::MAX as u64 || frames > i64::MAX as u64 {
        return Err(InputError::new(
            "bad-header",
            "its table of packets contains negative numbers",
        ));
    }
    let end = chunk.end().min(window.size());
    let mut at = chunk.start + 24;
    let mut position = data;
    let mut packets = PacketTable::default();
    for _ in 0..count {
        let length = match description.packet_bytes {
            0 => number(window, &mut at, end)?.ok_or_else(short)?,
            bytes => bytes.into(),
        };
        packets.push(position, length)?;
        position = position.saturating_add(length);
    }
    Ok(CafPackets { packets, frames, lead })
}

/// A number stored in seven bits per byte.
fn number<S: Source>(
    window: &mut Window<S>,
    at: &mut u64,
    end: u64,
) -> Result<Option<u64>, InputError> {
    let mut value = 0_u64;
    while *at < end && value < 1 << 50 {
        let Some([byte]) = window.array(*at)? else { break };
        *at += 1;
        value = value << 7 | u64::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            return Ok(Some(value));
        }
    }
    Ok(None)
}
