//! Parameters as text: one line `name=value` for each. The text also identifies a plan.

use super::parameters::*;

/// A parameter that is missing, unknown, or has an invalid value; the name is the binding's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParameterError {
    pub name: &'static str,
    pub wanted: &'static str,
}

/// An error about the parameter `name`.
pub fn wrong(name: &'static str, wanted: &'static str) -> ParameterError {
    ParameterError { name, wanted }
}

struct Lines<'a>(&'a str);

impl<'a> Lines<'a> {
    fn text(&self, name: &'static str) -> Result<&'a str, ParameterError> {
        let value = |line: &'a str| line.strip_prefix(name)?.strip_prefix('=');
        self.0.lines().find_map(value).ok_or(wrong(name, "a value"))
    }

    fn number(&self, name: &'static str) -> Result<f64, ParameterError> {
        let number = self.text(name)?.parse().ok().filter(|number: &f64| number.is_finite());
        number.ok_or(wrong(name, "a finite number"))
    }

    /// A number that isn't negative.
    fn amount(&self, name: &'static str) -> Result<f64, ParameterError> {
        let amount = self.number(name)?;
        if amount >= 0.0 { Ok(amount) } else { Err(wrong(name, "a number of at least 0")) }
    }

    /// A whole number below 2³²; [`super::check`] checks the range of each.
    fn count(&self, name: &'static str) -> Result<usize, ParameterError> {
        let count: Result<u32, _> = self.text(name)?.parse();
        count.map(|count| count as usize).map_err(|_| wrong(name, "a whole number"))
    }

    fn switch(&self, name: &'static str) -> Result<bool, ParameterError> {
        self.text(name)?.parse().map_err(|_| wrong(name, "true or false"))
    }

    fn nullable(&self, name: &'static str) -> Result<Option<f64>, ParameterError> {
        if self.text(name)? == "null" { Ok(None) } else { self.amount(name).map(Some) }
    }

    fn choice<T>(
        &self,
        name: &'static str,
        named: impl Fn(&str) -> Option<T>,
    ) -> Result<T, ParameterError> {
        named(self.text(name)?).ok_or(wrong(name, "one of its names"))
    }
}

/// Reads every parameter; ignores lines with other names.
pub fn parse(text: &str) -> Result<Parameters, ParameterError> {
    let lines = Lines(text);
    let db_ref = match lines.text("dbRef")? {
        "max" => DbRef::Max,
        _ => DbRef::Power(lines.amount("dbRef")?),
    };
    Ok(Parameters {
        kind: lines.choice("kind", Kind::named)?,
        sample_rate: lines.amount("sampleRate")?,
        input_scale: lines.number("inputScale")?,
        dither: lines.amount("dither")?,
        preemphasis: lines.number("preemphasis")?,
        framing: lines.choice("framing", Framing::named)?,
        n_fft: lines.count("nFft")?,
        win_length: lines.count("winLength")?,
        hop_length: lines.count("hopLength")?,
        window: lines.choice("window", Window::named)?,
        center: lines.switch("center")?,
        pad_mode: lines.choice("padMode", PadMode::named)?,
        pad_samples: lines.count("padSamples")?,
        drop_last_frame: lines.switch("dropLastFrame")?,
        snip_edges: lines.switch("snipEdges")?,
        remove_dc_offset: lines.switch("removeDcOffset")?,
        power: lines.amount("power")?,
        magnitude_epsilon: lines.amount("magnitudeEpsilon")?,
        n_mels: lines.count("nMels")?,
        f_min: lines.amount("fMin")?,
        f_max: lines.number("fMax")?,
        mel_scale: lines.choice("melScale", MelScale::named)?,
        norm: lines.choice("norm", MelNorm::named)?,
        floor_nyquist: lines.switch("floorNyquist")?,
        log: lines.choice("log", Log::named)?,
        log_offset: lines.amount("logOffset")?,
        log_floor: lines.amount("logFloor")?,
        db_ref,
        top_db: lines.nullable("topDb")?,
        dynamic_range: lines.nullable("dynamicRange")?,
        use_energy: lines.switch("useEnergy")?,
        raw_energy: lines.switch("rawEnergy")?,
        energy_floor: lines.amount("energyFloor")?,
        n_mfcc: lines.count("nMfcc")?,
        lifter: lines.amount("lifter")?,
        dct_norm: lines.choice("dctNorm", DctNorm::named)?,
        normalize: lines.choice("normalize", Normalize::named)?,
        std_epsilon: lines.amount("stdEpsilon")?,
        mask_partial_frame: lines.switch("maskPartialFrame")?,
        pad_to: lines.count("padTo")?,
    })
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// The original design's mel spectrogram, as the binding writes it.
    pub const ORIGINAL: &str = "kind=melSpectrogram
sampleRate=16000
inputScale=1
dither=0
preemphasis=0
framing=scipy
nFft=1024
winLength=1024
hopLength=256
window=hann
center=true
padMode=reflect
padSamples=0
dropLastFrame=false
snipEdges=true
removeDcOffset=false
power=2
magnitudeEpsilon=0
nMels=80
fMin=0
fMax=8000
melScale=original
norm=none
floorNyquist=false
log=natural
logOffset=1e-10
logFloor=0
dbRef=1
topDb=null
dynamicRange=null
useEnergy=false
rawEnergy=true
energyFloor=0
nMfcc=20
lifter=0
dctNorm=ortho
normalize=none
stdEpsilon=0.00001
maskPartialFrame=false
padTo=0";

    /// The same, parsed.
    pub fn original() -> Parameters {
        parse(ORIGINAL).unwrap()
    }

    #[test]
    fn every_parameter_is_needed_and_named_when_it_is_missing_or_makes_no_sense() {
        for line in ORIGINAL.lines() {
            let name = line.split('=').next().unwrap();
            let without: String =
                ORIGINAL.lines().filter(|&other| other != line).collect::<Vec<_>>().join("\n");
            assert_eq!(parse(&without).unwrap_err().name, name);
            let nonsense = ORIGINAL.replace(line, &format!("{name}=NaN"));
            assert_eq!(parse(&nonsense).unwrap_err().name, name);
        }
    }

    #[test]
    fn numbers_arrive_unchanged() {
        let text = ORIGINAL.replace("logOffset=1e-10", "logOffset=5.960464477539063e-8");
        assert_eq!(parse(&text).unwrap().log_offset, 2.0_f64.powi(-24));
        assert_eq!(parse(&text.replace("topDb=null", "topDb=80")).unwrap().top_db, Some(80.0));
        assert_eq!(parse(&text.replace("dbRef=1", "dbRef=max")).unwrap().db_ref, DbRef::Max);
    }
}
