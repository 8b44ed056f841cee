//! Why a stream is refused.

/// What is wrong with a stream, in the same words as the errors of file readers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodecError {
    pub code: &'static str,
    /// A clause that begins with what it is about.
    pub what: String,
}

impl CodecError {
    pub fn new(code: &'static str, what: impl Into<String>) -> Self {
        CodecError { code, what: what.into() }
    }
}
