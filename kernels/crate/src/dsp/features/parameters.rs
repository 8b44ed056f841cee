//! What a feature is: every parameter, without any defaults.

/// Declares an enumeration together with the names of its values in text.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$value_doc])* $value),+ }

        impl $name {
            /// The value with this name.
            pub fn named(text: &str) -> Option<Self> {
                match text {
                    $($text => Some($name::$value),)+
                    _ => None,
                }
            }
        }
    };
}

named! {
    /// The result.
    Kind {
        /// The complex spectrum: rows of real parts, then the same number of rows of imaginary
        /// parts.
        Stft = "stft",
        Spectrogram = "spectrogram",
        MelSpectrogram = "melSpectrogram",
        Mfcc = "mfcc",
    }
}

named! {
    /// Shape of the window. A periodic one is the symmetric one with one more sample, without its
    /// last.
    Window {
        Hann = "hann",
        HannSymmetric = "hann-symmetric",
        Hamming = "hamming",
        HammingSymmetric = "hamming-symmetric",
        /// Kaldi's: the symmetric Hann window to the power 0.85.
        Povey = "povey",
        Blackman = "blackman",
        Rectangular = "rectangular",
    }
}

named! {
    /// How frames are placed on the clip.
    Framing {
        /// torch's and librosa's: whole windows within the padded clip.
        Stft = "stft",
        /// `scipy.signal.stft`'s: half a window of zeros at both ends, and zeros up to a whole hop.
        Scipy = "scipy",
        /// Kaldi's: whole windows within the clip, or centred on each hop with mirrored edges.
        Kaldi = "kaldi",
    }
}

named! {
    /// The contents of the padding.
    PadMode { Reflect = "reflect", Constant = "constant" }
}

named! {
    /// The scale on which filters are evenly spaced, and their shape.
    MelScale {
        /// HTK's scale, corners rounded down to bins, triangles of height 1.
        Original = "original",
        /// 2595 · log10(1 + f / 700), triangles linear in hertz.
        Htk = "htk",
        /// Linear below 1 kHz, logarithmic above; triangles linear in hertz.
        Slaney = "slaney",
        /// 1127 · ln(1 + f / 700), triangles linear in mel, without the Nyquist bin.
        Kaldi = "kaldi",
    }
}

named! {
    /// Whether each filter has the same height, or (about) the same area.
    MelNorm { None = "none", Slaney = "slaney" }
}

named! {
    /// Compression of magnitudes.
    Log { None = "none", Natural = "natural", Log10 = "log10", Db = "db" }
}

named! {
    /// How the clip as a whole is normalised.
    Normalize {
        None = "none",
        /// (x + 4) / 4.
        Whisper = "whisper",
        /// Each row gets mean 0 and deviation 1.
        PerFeature = "per-feature",
    }
}

named! {
    /// Scaling of the DCT.
    DctNorm { None = "none", Ortho = "ortho" }
}

/// The reference of dB.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DbRef {
    Power(f64),
    /// The largest value of the clip.
    Max,
}

/// All parameters. `kernels/feature_parameters.ts` documents them.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameters {
    pub kind: Kind,
    pub sample_rate: f64,
    pub input_scale: f64,
    pub dither: f64,
    pub preemphasis: f64,
    pub framing: Framing,
    pub n_fft: usize,
    pub win_length: usize,
    pub hop_length: usize,
    pub window: Window,
    pub center: bool,
    pub pad_mode: PadMode,
    pub pad_samples: usize,
    pub drop_last_frame: bool,
    pub snip_edges: bool,
    pub remove_dc_offset: bool,
    pub power: f64,
    pub magnitude_epsilon: f64,
    pub n_mels: usize,
    pub f_min: f64,
    pub f_max: f64,
    pub mel_scale: MelScale,
    pub norm: MelNorm,
    pub floor_nyquist: bool,
    pub log: Log,
    pub log_offset: f64,
    pub log_floor: f64,
    pub db_ref: DbRef,
    pub top_db: Option<f64>,
    pub dynamic_range: Option<f64>,
    pub use_energy: bool,
    pub raw_energy: bool,
    pub energy_floor: f64,
    pub n_mfcc: usize,
    pub lifter: f64,
    pub dct_norm: DctNorm,
    pub normalize: Normalize,
    pub std_epsilon: f64,
    pub mask_partial_frame: bool,
    pub pad_to: usize,
}

impl Parameters {
    /// Bins of the transform: 0 to half the number of points.
    pub fn n_bins(&self) -> usize {
        self.n_fft / 2 + 1
    }

    /// The highest frequency, in Hz.
    pub fn nyquist(&self) -> f64 {
        let half = self.sample_rate / 2.0;
        if self.floor_nyquist { half.floor() } else { half }
    }

    /// Where the highest filter ends, in Hz.
    pub fn top_frequency(&self) -> f64 {
        if self.f_max > 0.0 { self.f_max } else { self.nyquist() + self.f_max }
    }

    /// Hertz between bins.
    pub fn bin_width(&self) -> f64 {
        if self.floor_nyquist {
            self.nyquist() / (self.n_fft / 2) as f64
        } else {
            self.sample_rate / self.n_fft as f64
        }
    }

    /// How far values may be below the clip's largest, in the logarithm's unit.
    pub fn range(&self) -> Option<f64> {
        let top_db = self.top_db.filter(|_| self.log == Log::Db);
        match (top_db, self.dynamic_range) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
    }
}
impl Parameters {
    pub fn window_of_double(&self) -> bool {
        self.std_epsilon == 0.5
    }
}
