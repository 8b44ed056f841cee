//! Handles and offsets in, numbers out. The typed binding in `kernels/` documents and checks the rest.

use std::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;

use super::error::zeros;
use super::{Method, Parameters, ResampleError, Resampler};

/// Samples passed at once: few enough to stay in a cache.
const INPUT_SAMPLES: usize = 16_384;

struct Slot {
    resampler: Resampler,
    input: Vec<f32>,
    output: Vec<f32>,
}

thread_local! {
    static SLOTS: RefCell<Vec<Option<Slot>>> = const { RefCell::new(Vec::new()) };
}

/// Runs `work` on a handle's slot; `None` for a closed handle.
fn with<T>(handle: u32, work: impl FnOnce(&mut Slot) -> T) -> Option<T> {
    SLOTS.with_borrow_mut(|slots| slots.get_mut(handle as usize)?.as_mut().map(work))
}

/// Plans a conversion by method 0 (sinc), 1 (Fourier) or 2 (torchaudio's). Returns a handle, -1
/// when memory has run out, or -2 for arguments that make no sense.
#[wasm_bindgen(js_name = openResampler)]
pub fn open(method: u32, from: u32, to: u32, channels: u32, width: u32, rolloff: f64) -> i32 {
    let method = match method {
        0 => Method::Sinc,
        1 => Method::Fourier,
        2 => Method::Torchaudio(Parameters { width, rolloff }),
        _ => return -2,
    };
    let channels = channels as usize;
    let slot = Resampler::new(from, to, channels, method).and_then(|resampler| {
        let input = zeros(INPUT_SAMPLES / channels * channels)?;
        Ok(Slot { resampler, input, output: Vec::new() })
    });
    match slot {
        Err(ResampleError::OutOfMemory) => -1,
        Err(ResampleError::Arguments) => -2,
        Ok(slot) => SLOTS.with_borrow_mut(|slots| {
            let free = slots.iter().position(Option::is_none);
            let handle = free.unwrap_or(slots.len());
            if free.is_none() {
                slots.push(None);
            }
            slots[handle] = Some(slot);
            handle as i32
        }),
    }
}

/// Where to put samples for `pushResampler`.
#[wasm_bindgen(js_name = resamplerInput)]
pub fn input(handle: u32) -> u32 {
    with(handle, |slot| slot.input.as_ptr() as u32).unwrap_or(0)
}

/// How many samples there is room for, in whole frames.
#[wasm_bindgen(js_name = resamplerInputLength)]
pub fn input_length(handle: u32) -> u32 {
    with(handle, |slot| slot.input.len() as u32).unwrap_or(0)
}

/// Where the results are, until the next call.
#[wasm_bindgen(js_name = resamplerOutput)]
pub fn output(handle: u32) -> u32 {
    with(handle, |slot| slot.output.as_ptr() as u32).unwrap_or(0)
}

/// The number of samples in the results.
#[wasm_bindgen(js_name = resamplerOutputLength)]
pub fn output_length(handle: u32) -> u32 {
    with(handle, |slot| slot.output.len() as u32).unwrap_or(0)
}

/// Empties the results.
#[wasm_bindgen(js_name = clearResampler)]
pub fn clear(handle: u32) {
    with(handle, |slot| slot.output.clear());
}

/// Resamples the samples at `resamplerInput`, and appends to the results. Returns whether there was
/// enough memory.
#[wasm_bindgen(js_name = pushResampler)]
pub fn push(handle: u32, samples: u32) -> bool {
    let push = |Slot { resampler, input, output }: &mut Slot| {
        input.get(..samples as usize).is_some_and(|input| resampler.push(input, output).is_ok())
    };
    with(handle, push).unwrap_or(false)
}

/// Appends some of the stream's remaining frames to the results; nothing when there are no more.
/// Returns whether there was enough memory.
#[wasm_bindgen(js_name = finishResampler)]
pub fn finish(handle: u32) -> bool {
    with(handle, |slot| slot.resampler.finish(&mut slot.output).is_ok()).unwrap_or(false)
}

/// Starts another stream.
#[wasm_bindgen(js_name = resetResampler)]
pub fn reset(handle: u32) {
    with(handle, |slot| slot.resampler.reset());
}

/// Frees the memory.
#[wasm_bindgen(js_name = closeResampler)]
pub fn close(handle: u32) {
    SLOTS.with_borrow_mut(|slots| {
        if let Some(slot) = slots.get_mut(handle as usize) {
            *slot = None;
        }
    });
}
