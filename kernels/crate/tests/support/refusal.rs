//! What tests of bad files check.

use crate::support::decode;

/// The code of the error that a file ends in.
pub fn refusal(file: &[u8]) -> &'static str {
    decode(file).map_or_else(|error| error.code, |_| "decoded")
}
