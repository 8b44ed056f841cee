//! What a stream decodes to, kept while it is checked, so that nobody has to decode it again.

/// The first samples of a stream, as bytes in memory order, up to a limit.
#[derive(Debug, Default)]
pub struct Heard {
    limit: usize,
    bytes: Vec<u8>,
    exceeded: bool,
}

impl Heard {
    /// Starts over, and keeps at most `limit` bytes; 0 keeps nothing.
    pub fn begin(&mut self, limit: usize) {
        self.limit = limit;
        self.bytes.clear();
        self.exceeded = limit == 0;
    }

    /// Adds samples, unless that would exceed the limit: then it forgets all of them.
    pub fn add<T: Sample>(&mut self, samples: &[T]) {
        if self.exceeded {
            return;
        }
        // SAFETY: a sample is a number, any of whose bytes may be read.
        let bytes = unsafe { samples.align_to::<u8>().1 };
        if bytes.len() > self.limit - self.bytes.len() {
            self.exceeded = true;
            self.bytes.clear();
            return;
        }
        self.bytes.extend_from_slice(bytes);
    }

    /// Everything that was added; nothing if it was more than the limit.
    pub fn bytes(&self) -> Option<&[u8]> {
        (!self.exceeded).then_some(&self.bytes)
    }
}

/// A number without padding, which samples are stored as.
pub trait Sample: Copy {}

impl Sample for i16 {}
impl Sample for i32 {}
impl Sample for f32 {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_kept_up_to_the_limit_and_not_beyond() {
        let mut heard = Heard::default();
        heard.begin(6);
        heard.add(&[1_i16, -2]);
        heard.add::<i16>(&[]);
        heard.add(&[0x0304_i16]);
        let kept: Vec<u8> = [1_i16, -2, 0x0304].into_iter().flat_map(i16::to_ne_bytes).collect();
        assert_eq!(heard.bytes(), Some(&kept[..]));
        heard.add(&[5_i16]);
        assert_eq!(heard.bytes(), None);
        heard.add::<i16>(&[]);
        assert_eq!(heard.bytes(), None);
        heard.begin(4);
        assert_eq!(heard.bytes(), Some(&[][..]));
        heard.add(&[1.5_f32]);
        assert_eq!(heard.bytes(), Some(&1.5_f32.to_ne_bytes()[..]));
        heard.begin(0);
        assert_eq!(heard.bytes(), None);
        heard.add(&[1_i32]);
        assert_eq!(heard.bytes(), None);
    }
}
