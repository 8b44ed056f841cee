//! The allowed parameters, individually and together: every allocation depends on them.

use super::parameters::*;
use super::parse::{ParameterError, wrong};

/// Points in the longest transform.
pub const MAX_FFT: usize = 1 << 16;
/// The longest hop: four frames are in memory at once.
const MAX_HOP: usize = 1 << 20;
const MAX_MELS: usize = 65_535;

/// Whether these parameters can be computed; names the first that can't.
pub fn check(parameters: &Parameters) -> Result<(), ParameterError> {
    let p = parameters;
    let mel = matches!(p.kind, Kind::MelSpectrogram | Kind::Mfcc);
    let whole_clip = p.range().is_some() || p.db_ref == DbRef::Max && p.log == Log::Db;
    let rules = [
        (p.sample_rate >= 1.0, "sampleRate", "at least 1 Hz"),
        ((2..=MAX_FFT).contains(&p.n_fft), "nFft", "2 to 65,536"),
        ((1..=p.n_fft).contains(&p.win_length), "winLength", "1 to nFft"),
        ((1..=MAX_HOP).contains(&p.hop_length), "hopLength", "1 to 1,048,576"),
        // scipy's own condition: its windows overlap or touch.
        (
            p.framing != Framing::Scipy || p.hop_length <= p.win_length,
            "hopLength",
            "at most winLength, with scipy's framing",
        ),
        (p.pad_samples < p.n_fft, "padSamples", "below nFft"),
        (p.power > 0.0, "power", "above 0"),
        (
            !p.use_energy || p.framing == Framing::Kaldi && mel,
            "useEnergy",
            "Kaldi's framing, and mel bins",
        ),
        (!p.remove_dc_offset || p.framing == Framing::Kaldi, "removeDcOffset", "Kaldi's framing"),
        (!mel || (1..=MAX_MELS).contains(&p.n_mels), "nMels", "1 to 65,535"),
        (!mel || p.f_min < p.top_frequency(), "fMin", "below fMax"),
        (!mel || p.top_frequency() <= p.sample_rate / 2.0, "fMax", "at most half of sampleRate"),
        (
            p.kind != Kind::Mfcc || (1..=p.n_mels.min(1024)).contains(&p.n_mfcc),
            "nMfcc",
            "1 to nMels, and at most 1,024",
        ),
        // Statistics of values that the clip's maximum changes would need a third pass.
        (
            p.normalize != Normalize::PerFeature || !whole_clip,
            "normalize",
            "no per-feature normalisation of values that topDb, dynamicRange or dbRef change",
        ),
        (p.pad_to <= 1 << 20, "padTo", "at most 1,048,576"),
    ];
    match rules.iter().find(|(holds, _, _)| !holds) {
        Some(&(_, name, wanted)) => Err(wrong(name, wanted)),
        None => Ok(()),
    }
}
