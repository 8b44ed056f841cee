//! Offsets in, numbers out. The typed binding, `kernels/pitch.ts`, documents and checks the rest.

use wasm_bindgen::prelude::wasm_bindgen;

use super::parameters::Parameters;
use super::plan::Plan;
use super::tracker::Tracker;

/// Samples that the binding passes at a time.
const STAGE: usize = 8192;

/// A tracker, with room for its input.
#[wasm_bindgen]
pub struct PitchStream {
    tracker: Tracker,
    stage: Vec<f32>,
}

#[wasm_bindgen]
impl PitchStream {
    /// The error is the parameter's name, a colon, and what was wanted.
    #[wasm_bindgen(constructor)]
    pub fn new(
        sample_rate: f64,
        hop_length: u32,
        win_length: u32,
        f_min: f64,
        f_max: f64,
        voicing_threshold: f64,
    ) -> Result<PitchStream, String> {
        let (hop_length, win_length) = (hop_length as usize, win_length as usize);
        let parameters =
            Parameters { sample_rate, hop_length, win_length, f_min, f_max, voicing_threshold };
        if let Some(fault) = parameters.fault() {
            return Err(fault.into());
        }
        let plan = Plan::new(parameters).map_err(|_| "winLength: a smaller number")?;
        Ok(PitchStream { tracker: Tracker::new(plan), stage: vec![0.0; STAGE] })
    }

    /// Starts a clip.
    pub fn reset(&mut self) {
        self.tracker.reset();
    }

    /// Where the binding writes samples.
    pub fn stage(&self) -> u32 {
        self.stage.as_ptr() as u32
    }

    /// Takes the first `count` samples of the stage; returns how many frames that completed.
    #[wasm_bindgen(js_name = pushStage)]
    pub fn push_stage(&mut self, count: u32) -> u32 {
        let count = (count as usize).min(STAGE);
        self.tracker.push(&self.stage[..count]);
        self.tracker.found().len() as u32
    }

    /// Ends the clip; returns how many frames that completed.
    pub fn finish(&mut self) -> u32 {
        self.tracker.finish();
        self.tracker.found().len() as u32
    }

    /// Where the frequencies of the frames completed last are.
    #[wasm_bindgen(js_name = foundOffset)]
    pub fn found_offset(&self) -> u32 {
        self.tracker.found().as_ptr() as u32
    }
}
