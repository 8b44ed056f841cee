//! One stream of an Ogg file: `reader` reads its pages and checks that they belong together,
//! `packets` assembles packets.

mod packets;
mod reader;

pub use packets::{Packet, PacketReader};
pub use reader::{Bookmark, OggReader};
