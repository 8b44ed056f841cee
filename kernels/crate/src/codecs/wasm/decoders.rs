//! Decoding: any run of units back to samples.

use wasm_bindgen::prelude::wasm_bindgen;

use super::{Role, STATE};
use crate::codecs::RunDecoder;
use crate::codecs::flac::{FlacRunRequest, SampleFormat};
use crate::codecs::opus::OpusRunRequest;

impl Role {
    fn run_decoder(&mut self) -> Option<&mut dyn RunDecoder> {
        match self {
            #[cfg(feature = "encoders")]
            Role::Producer(_) => None,
            Role::FlacDecoder(decoder) => Some(&mut **decoder),
            Role::OpusDecoder(decoder) => Some(&mut **decoder),
        }
    }
}

/// Opens a decoder of runs.
#[wasm_bindgen(js_name = openFlacDecoder)]
pub fn open_flac_decoder() -> u32 {
    STATE.with_borrow_mut(|state| state.open(Role::FlacDecoder(Box::default())))
}

/// Opens a decoder of runs of Opus.
#[wasm_bindgen(js_name = openOpusDecoder)]
pub fn open_opus_decoder() -> u32 {
    STATE.with_borrow_mut(|state| state.open(Role::OpusDecoder(Box::default())))
}

/// Starts a request; false when `lastError` says why it can't.
#[wasm_bindgen(js_name = beginOpusRun)]
pub fn begin_opus_run(
    handle: u32,
    sample_rate: u32,
    channels: u8,
    setup: &[u32],
    first: f64,
    skip: f64,
    count: f64,
) -> bool {
    let request = OpusRunRequest {
        sample_rate,
        channels,
        setup: setup_words(setup),
        first: first as u64,
        skip: skip as u64,
        count: count as u64,
    };
    STATE.with_borrow_mut(|state| {
        let slot = state.slot(handle);
        (slot.length, slot.taken) = (0, 0);
        let Role::OpusDecoder(decoder) = &mut slot.role else { return false };
        let result = decoder.begin(request);
        state.keep(result).is_some()
    })
}

/// Starts a request for FLAC. `format` is 0 for int16, 1 for int32, 2 for float32; false when
/// `lastError` says why it can't.
#[wasm_bindgen(js_name = beginFlacRun)]
#[allow(clippy::too_many_arguments)]
pub fn begin_flac_run(
    handle: u32,
    sample_rate: u32,
    channels: u8,
    setup: &[u32],
    format: u32,
    first: f64,
    skip: f64,
    count: f64,
) -> bool {
    let request = FlacRunRequest {
        sample_rate,
        channels,
        setup: setup_words(setup),
        format: match format {
            0 => SampleFormat::Int16,
            1 => SampleFormat::Int32,
            _ => SampleFormat::Float32,
        },
        first: first as u64,
        skip: skip as u64,
        count: count as u64,
    };
    STATE.with_borrow_mut(|state| {
        let slot = state.slot(handle);
        (slot.length, slot.taken) = (0, 0);
        let Role::FlacDecoder(decoder) = &mut slot.role else { return false };
        let result = decoder.begin(request);
        state.keep(result).is_some()
    })
}

/// Continues decoding from the input; returns the length in bytes of the result, -1 on an error.
#[wasm_bindgen(js_name = nextRun)]
pub fn next_run(handle: u32) -> i32 {
    STATE.with_borrow_mut(|state| {
        let slot = state.slot(handle);
        let (role, mut input) = slot.split();
        let Some(decoder) = role.run_decoder() else { return -1 };
        let before = input.len();
        let result = decoder.next(&mut input).map(|piece| (piece.as_ptr() as u32, piece.len()));
        let taken = before - input.len();
        slot.taken += taken;
        match result {
            Ok((piece, length)) => {
                slot.piece = piece;
                length as i32
            }
            Err(error) => {
                state.error = Some(error);
                -1
            }
        }
    })
}

/// Where in memory the samples that `nextRun` decoded are.
#[wasm_bindgen(js_name = runOffset)]
pub fn run_offset(handle: u32) -> u32 {
    STATE.with_borrow_mut(|state| state.slot(handle).piece)
}

fn setup_words(given: &[u32]) -> [u32; 4] {
    let mut words = [0; 4];
    words.iter_mut().zip(given).for_each(|(word, &given)| *word = given);
    words
}
