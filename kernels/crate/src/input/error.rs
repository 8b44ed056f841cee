//! Why a file can't be read.

/// A reason that a program can act on, and words for a person. The file's name isn't known here: the
/// sentence begins with "it".
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

    /// The header ends where `what` should be.
    pub fn truncated_header(what: &str, length: u64) -> Self {
        InputError::new("truncated-header", format!("it ends before its {what}"))
            .found(format!("{length} bytes"))
            .wanted("a complete header")
            .hint("copy or export the file again")
    }
}
