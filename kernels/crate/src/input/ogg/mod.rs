//! One stream of an Ogg file: `reader` brings its pages and checks that they belong together, `packets`
//! puts packets together.

mod packets;
mod reader;

pub use packets::{Packet, PacketReader};
pub use reader::{Bookmark, OggReader};
