//! What tests of whole files share.

use audiofield_kernels::input::{Decoder, InputError, Options, StreamInfo, open};

/// Everything that a file decodes to.
pub fn decode(file: &[u8]) -> Result<(StreamInfo, Vec<u8>), InputError> {
    let mut decoder = open(file, Options::default())?;
    let info = decoder.info();
    Ok((info, rest(&mut *decoder)?))
}

/// Everything from a decoder's position on.
pub fn rest(decoder: &mut dyn Decoder) -> Result<Vec<u8>, InputError> {
    let mut bytes = Vec::new();
    loop {
        match decoder.read_next()? {
            [] => return Ok(bytes),
            piece => bytes.extend_from_slice(piece),
        }
    }
}

/// A file of the repository's test data.
pub fn data(path: &str) -> Vec<u8> {
    let path = format!("{}/../../tests/data/{path}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}
