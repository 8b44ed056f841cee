//! FLAC streams: encoded, passed through, and decoded from any frame. `crate::flac` handles frames.

mod bit_writer;
mod channel;
mod encoder;
mod frame;
mod linear;
mod refill;
mod residual;
mod rice;
mod run_decoder;
mod scanner;
mod settings;
mod stream_head;

pub use encoder::FlacEncoder;
pub use run_decoder::{FlacRunDecoder, FlacRunRequest, SampleFormat};
pub use scanner::FlacScanner;
pub use settings::FlacParameters;
