//! Why a file can't be read.

/// A reason that a program can act on, and words for a person. The file's name isn't known here:
/// the sentence begins with "it".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputError {
    /// Stable, in kebab-case.
    pub code: &'static str,
    /// What is wrong, as a clause about the file.
    pub what: String,
    pub found: String,
    pub wanted: String,
    /// What to do about it, as a clause.
    pub hint: &'static str,
}

impl InputError {
    pub fn new(code: &'static str, what: impl Into<String>) -> Self {
        InputError {
            code,
            what: what.into(),
            found: String::new(),
            wanted: String::new(),
            hint: "",
        }
    }

    pub fn found(mut self, found: impl ToString) -> Self {
        self.found = found.to_string();
        self
    }

    pub fn wanted(mut self, wanted: impl ToString) -> Self {
        self.wanted = wanted.to_string();
        self
    }

    pub fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    /// Adds how far the audio was read, in seconds.
    pub fn after(mut self, seconds: f64) -> Self {
        self.what = format!("{}, after {seconds:.3} s", self.what);
        self
    }

    /// Bytes that the coding doesn't allow.
    pub fn damaged(how: impl std::fmt::Display) -> Self {
        InputError::new("damaged", format!("its audio is damaged ({how})"))
            .hint("copy or export the file again")
    }

    /// Fewer tracks with audio than the number of the one that is wanted.
    pub fn no_track(found: u32, wanted: u32) -> Self {
        if wanted == 1 {
            return InputError::new("no-audio", "it has no track with audio");
        }
        InputError::new("no-audio", format!("it has no track {wanted} of audio"))
            .found(format!("{found} with audio"))
            .wanted(format!("at least {wanted}"))
            .hint("choose a track that it has; the first audio track has the number 1")
    }

    /// A codec, or a variant of one, that isn't supported.
    pub fn unsupported_codec(found: impl Into<String>) -> Self {
        let found = found.into();
        InputError::new("unsupported-codec", format!("its audio is {found}"))
            .found(found)
            .hint("convert it to WAV or FLAC first")
    }

    /// The header ends where `what` should be.
    pub fn truncated_header(what: &str, length: u64) -> Self {
        InputError::new("truncated-header", format!("it ends before its {what}"))
            .found(format!("{length} bytes"))
            .wanted("a complete header")
            .hint("copy or export the file again")
    }

    /// Less audio than a header says.
    pub fn truncated_bytes(found: u64, wanted: u64) -> Self {
        InputError::truncated(format!("{found} bytes of audio"), format!("{wanted} bytes of audio"))
    }

    /// Less audio than a header says, in any unit.
    pub fn truncated(found: impl ToString, wanted: impl ToString) -> Self {
        InputError::new("truncated", "its audio is cut off")
            .found(found)
            .wanted(wanted)
            .hint("copy or export the file again, or accept what there is (acceptTruncated, --accept-truncated)")
    }
}
