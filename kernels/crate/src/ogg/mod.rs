//! Ogg (RFC 3533): pages in memory. Where they come from is up to the caller.

mod crc;
mod page;

pub use crc::checksum;
pub use page::{MAX_PAGE_BYTES, Page, PageError};
