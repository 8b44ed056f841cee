//! What is computed, and checks of it.

/// The longest frame, in samples.
pub const LONGEST_FRAME: usize = 65_536;

/// What a tracker computes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameters {
    /// Samples per second.
    pub sample_rate: f64,
    /// Samples from the centre of one frame to that of the next.
    pub hop_length: usize,
    /// Samples in a frame.
    pub win_length: usize,
    /// The lowest frequency to look for, in Hz.
    pub f_min: f64,
    /// The highest frequency to look for, in Hz.
    pub f_max: f64,
    /// The smallest normalised autocorrelation of a voiced frame.
    pub voicing_threshold: f64,
}

impl Parameters {
    /// What is wrong with them: the name of a parameter and what was wanted.
    pub fn fault(&self) -> Option<&'static str> {
        let Parameters { sample_rate, hop_length, win_length, f_min, f_max, voicing_threshold } =
            *self;
        // Written so that NaN fails each.
        if !(1.0..=768_000.0).contains(&sample_rate) {
            return Some("sampleRate: 1 to 768000");
        }
        if hop_length == 0 {
            return Some("hopLength: 1 or more");
        }
        if !(2..=LONGEST_FRAME).contains(&win_length) {
            return Some("winLength: 2 to 65536");
        }
        if !(f_min > 0.0 && f_min < f_max) {
            return Some("fMin: above 0 and below fMax");
        }
        if f_max > sample_rate / 4.0 {
            return Some("fMax: at most a quarter of the sample rate");
        }
        if win_length as f64 * f_min < 2.0 * sample_rate {
            return Some("winLength: at least two periods of fMin");
        }
        if !(0.0..=1.0).contains(&voicing_threshold) {
            return Some("voicingThreshold: 0 to 1");
        }
        None
    }
}
