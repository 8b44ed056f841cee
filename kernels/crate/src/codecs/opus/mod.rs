//! Ogg Opus streams: encoded, passed through, and decoded from any unit.

mod encoder;
mod libopus;
mod page_buffer;
mod page_writer;
mod reader;
mod run_decoder;
mod scanner;
mod setup;
mod units;

pub use encoder::OpusStreamEncoder;
pub use libopus::{Application, OpusParameters};
pub use run_decoder::{OpusRunDecoder, OpusRunRequest};
pub use scanner::OpusScanner;
