//! Offsets in, numbers out. The typed binding, `kernels/features.ts`, documents and checks the rest.

use core::arch::wasm32::memory_size;
use std::cell::RefCell;
use std::rc::Rc;
use std::slice::from_raw_parts;

use wasm_bindgen::prelude::wasm_bindgen;

use super::extractor::{Extractor, Tile, WHOLE_VALUES};
use super::parse::{ParameterError, parse};
use super::plan::Plan;
use super::tables;
use crate::memory::Region;

/// Samples that the binding passes at a time.
const STAGE: usize = 8192;
/// How many plans are remembered: a schema has a few.
const REMEMBERED: usize = 16;

thread_local! {
    /// Plans by their parameters, most recently used last.
    static PLANS: RefCell<Vec<(String, Rc<Plan>)>> = const { RefCell::new(Vec::new()) };
}

fn plan(text: String) -> Result<Rc<Plan>, String> {
    PLANS.with_borrow_mut(|plans| {
        let known = plans.iter().position(|(of, _)| *of == text).map(|index| plans.remove(index));
        let (text, plan) = match known {
            Some(entry) => entry,
            None => {
                let plan = parse(&text).and_then(|parameters| Plan::new(&parameters));
                let plan = Rc::new(plan.map_err(sentence)?);
                if plans.len() == REMEMBERED {
                    plans.remove(0);
                }
                (text, plan)
            }
        };
        plans.push((text, Rc::clone(&plan)));
        Ok(plan)
    })
}

fn sentence(ParameterError { name, wanted }: ParameterError) -> String {
    format!("{name}: {wanted}")
}

/// An extractor, with room for its input.
#[wasm_bindgen]
pub struct FeatureStream {
    extractor: Extractor,
    stage: Vec<f32>,
    /// A tile of the first pass that returns for the second.
    second: Tile,
}

#[wasm_bindgen]
impl FeatureStream {
    /// Takes lines `name=value`; the error is the name, a colon, and what was wanted.
    #[wasm_bindgen(constructor)]
    pub fn new(parameters: String) -> Result<FeatureStream, String> {
        Ok(FeatureStream {
            extractor: Extractor::new(plan(parameters)?),
            stage: vec![0.0; STAGE],
            second: Tile { values: Vec::new(), stride: 0, frames: 0, first: 0 },
        })
    }

    pub fn bins(&self) -> u32 {
        self.extractor.plan().bins() as u32
    }

    #[wasm_bindgen(js_name = passBins)]
    pub fn pass_bins(&self) -> u32 {
        self.extractor.plan().pass_rows() as u32
    }

    #[wasm_bindgen(js_name = twoPass)]
    pub fn two_pass(&self) -> bool {
        self.extractor.plan().clip.is_some()
    }

    #[wasm_bindgen(js_name = emptyFilters)]
    pub fn empty_filters(&self) -> Vec<u32> {
        self.extractor.plan().empty_filters.iter().map(|&index| index as u32).collect()
    }

    pub fn frames(&self, samples: f64) -> f64 {
        self.extractor.plan().frames.count(samples as u64) as f64
    }

    /// Starts a clip; `samples` is negative if it isn't known.
    pub fn reset(&mut self, samples: f64, whole: bool) -> bool {
        let most = if whole { u64::MAX } else { WHOLE_VALUES };
        self.extractor.reset((samples >= 0.0).then_some(samples as u64), most)
    }

    /// Where the binding writes samples.
    pub fn stage(&self) -> u32 {
        self.stage.as_ptr() as u32
    }

    /// Takes samples from the stage; returns how many: all of them unless the tile is full.
    #[wasm_bindgen(js_name = pushStage)]
    pub fn push_stage(&mut self, from: u32, count: u32) -> u32 {
        let end = (from as usize).saturating_add(count as usize).min(self.stage.len());
        let samples = &self.stage[(from as usize).min(end)..end];
        self.extractor.push(samples) as u32
    }

    /// The same, from anywhere else in memory; -1 if the samples aren't inside it.
    pub fn push(&mut self, offset: u32, count: u32) -> f64 {
        let memory = memory_size(0) as u64 * 65_536;
        let Some(here) = Region::of(offset, count.into(), size_of::<f32>(), memory) else {
            return -1.0;
        };
        // SAFETY: inside linear memory, aligned, and any bits are numbers; the binding passes
        // memory that it has allocated, which nothing here writes to.
        let samples = unsafe { from_raw_parts(here.offset as *const f32, count as usize) };
        self.extractor.push(samples) as f64
    }

    /// Ends the clip; true if the tile is full and there is more.
    pub fn finish(&mut self) -> bool {
        self.extractor.finish()
    }

    #[wasm_bindgen(js_name = tileOffset)]
    pub fn tile_offset(&self) -> u32 {
        self.extractor.tile().values.as_ptr() as u32
    }

    #[wasm_bindgen(js_name = tileStride)]
    pub fn tile_stride(&self) -> u32 {
        self.extractor.tile().stride as u32
    }

    #[wasm_bindgen(js_name = tileFrames)]
    pub fn tile_frames(&self) -> u32 {
        self.extractor.tile().frames as u32
    }

    #[wasm_bindgen(js_name = tileFirst)]
    pub fn tile_first(&self) -> f64 {
        self.extractor.tile().first as f64
    }

    #[wasm_bindgen(js_name = clearTile)]
    pub fn clear_tile(&mut self) {
        self.extractor.clear_tile();
    }

    pub fn largest(&self) -> f32 {
        self.extractor.largest()
    }

    #[wasm_bindgen(js_name = finalizeTile)]
    pub fn finalize_tile(&mut self) {
        self.extractor.finalize_tile();
    }

    /// Makes room for a tile of the first pass; 0 if there is no memory for it.
    pub fn second(&mut self, frames: u32, first: f64) -> u32 {
        let Tile { values, .. } = &mut self.second;
        let wanted = self.extractor.plan().pass_rows().saturating_mul(frames as usize);
        if values.len() < wanted {
            if values.try_reserve_exact(wanted - values.len()).is_err() {
                return 0;
            }
            values.resize(wanted, 0.0);
        }
        let frames = frames as usize;
        (self.second.stride, self.second.frames, self.second.first) =
            (frames, frames, first as u64);
        self.second.values.as_ptr() as u32
    }

    /// The second pass over what was written there.
    #[wasm_bindgen(js_name = finalizeSecond)]
    pub fn finalize_second(&mut self) {
        self.extractor.finalize(&mut self.second);
    }
}

/// A window of the parameters' `window` and `winLength`.
#[wasm_bindgen(js_name = featureWindow)]
pub fn feature_window(parameters: &str) -> Result<Vec<f64>, String> {
    tables::window_of(parameters).map_err(sentence)
}

/// The mel filters, (nMels, nFft / 2 + 1).
#[wasm_bindgen(js_name = featureFilters)]
pub fn feature_filters(parameters: &str) -> Result<Vec<f64>, String> {
    tables::filters_of(parameters).map_err(sentence)
}

/// The cosine transform with its lifter, (nMfcc, nMels).
#[wasm_bindgen(js_name = featureCepstra)]
pub fn feature_cepstra(parameters: &str) -> Result<Vec<f64>, String> {
    tables::cepstra_of(parameters).map_err(sentence)
}
