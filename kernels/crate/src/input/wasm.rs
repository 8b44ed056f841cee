//! Handles in, numbers out. The typed binding in `kernels/` documents and checks the rest.

use std::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;

use super::sniff::identify;
use super::{Decoder, InputError, Options, SampleFormat, Source, open};

#[wasm_bindgen]
extern "C" {
    /// Where JavaScript reads bytes: see `ByteSource` in the binding.
    pub type ByteSource;

    #[wasm_bindgen(method, getter)]
    fn size(this: &ByteSource) -> f64;

    /// How many bytes were read; negative on failure, whose reason the binding remembers.
    #[wasm_bindgen(method, js_name = readAt)]
    fn read_at(this: &ByteSource, position: f64, buffer: &mut [u8]) -> f64;
}

impl Source for ByteSource {
    fn size(&self) -> u64 {
        self.size() as u64
    }

    fn read_at(&mut self, position: u64, buffer: &mut [u8]) -> Result<usize, InputError> {
        let count = ByteSource::read_at(self, position as f64, buffer);
        if (0.0..=buffer.len() as f64).contains(&count) {
            return Ok(count as usize);
        }
        Err(InputError::new("read-failed", "it can't be read"))
    }
}

struct Slot {
    decoder: Box<dyn Decoder>,
    piece: u32,
}

#[derive(Default)]
struct State {
    slots: Vec<Option<Slot>>,
    error: Option<InputError>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

impl State {
    fn slot(&mut self, handle: u32) -> &mut Slot {
        // A wrong handle is the binding's mistake: it becomes "decoder-crashed".
        self.slots[handle as usize].as_mut().unwrap()
    }
}

/// Opens a file, and in it an audio track, counting from 1 (0 is the first); returns a handle, or -1 when `lastError` says why it can't.
#[wasm_bindgen(js_name = openInput)]
pub fn open_input(source: ByteSource, accept_truncated: bool, track: u32, by_index: bool) -> i32 {
    let opened = open(source, Options { accept_truncated, track, by_index });
    STATE.with_borrow_mut(|state| match opened {
        Ok(decoder) => {
            let free = state.slots.iter().position(Option::is_none);
            let handle = free.unwrap_or(state.slots.len());
            if free.is_none() {
                state.slots.push(None);
            }
            state.slots[handle] = Some(Slot { decoder, piece: 0 });
            handle as i32
        }
        Err(error) => {
            state.error = Some(error);
            -1
        }
    })
}

/// Sample rate, channels, format (0 int16, 1 int32, 2 float32, 3 float64), frames (-1 where only
/// decoding can tell), bits per stored sample (0 for none), and 1 if `seekInput` works.
#[wasm_bindgen(js_name = inputInfo)]
pub fn input_info(handle: u32) -> Vec<f64> {
    let info = STATE.with_borrow_mut(|state| state.slot(handle).decoder.info());
    let format = match info.format {
        SampleFormat::Int16 => 0.0,
        SampleFormat::Int32 => 1.0,
        SampleFormat::Float32 => 2.0,
        SampleFormat::Float64 => 3.0,
    };
    let frames = info.frames.map_or(-1.0, |frames| frames as f64);
    let seekable = f64::from(u8::from(info.seekable));
    vec![info.sample_rate.into(), info.channels.into(), format, frames, info.bits.into(), seekable]
}

/// -1 where nothing is missing, otherwise the number of missing frames; -2 where that is unknown.
#[wasm_bindgen(js_name = inputMissing)]
pub fn input_missing(handle: u32) -> f64 {
    STATE.with_borrow_mut(|state| match state.slot(handle).decoder.truncation() {
        None => -1.0,
        Some(found) => found.missing.map_or(-2.0, |missing| missing as f64),
    })
}

/// The name of a file's container, after a minus sign if it can't be read; an empty string if the
/// file isn't audio, and "!" when the source failed.
#[wasm_bindgen(js_name = identifyInput)]
pub fn identify_input(mut source: ByteSource) -> String {
    match identify(&mut source) {
        Ok(Some(found)) => format!("{}{}", if found.readable { "" } else { "-" }, found.name),
        Ok(None) => String::new(),
        Err(_) => "!".into(),
    }
}

/// The names of the container and of the codec.
#[wasm_bindgen(js_name = inputNames)]
pub fn input_names(handle: u32) -> Vec<String> {
    let info = STATE.with_borrow_mut(|state| state.slot(handle).decoder.info());
    vec![info.container.into(), info.codec.into()]
}

/// Seeks to a frame; 1 on success, 0 if that isn't cheap here, -1 on an error.
#[wasm_bindgen(js_name = seekInput)]
pub fn seek_input(handle: u32, frame: f64) -> i32 {
    STATE.with_borrow_mut(|state| match state.slot(handle).decoder.seek(frame as u64) {
        Ok(done) => i32::from(done),
        Err(error) => {
            state.error = Some(error);
            -1
        }
    })
}

/// Decodes the next piece; returns its length in bytes, 0 at the end, -1 on an error.
#[wasm_bindgen(js_name = nextInput)]
pub fn next_input(handle: u32) -> i32 {
    STATE.with_borrow_mut(|state| {
        let slot = state.slot(handle);
        match slot.decoder.read_next() {
            Ok(piece) => {
                slot.piece = piece.as_ptr() as u32;
                piece.len() as i32
            }
            Err(error) => {
                state.error = Some(error);
                -1
            }
        }
    })
}

/// Where in memory the piece that `nextInput` decoded is.
#[wasm_bindgen(js_name = inputOffset)]
pub fn input_offset(handle: u32) -> u32 {
    STATE.with_borrow_mut(|state| state.slot(handle).piece)
}

/// Closes a file.
#[wasm_bindgen(js_name = closeInput)]
pub fn close_input(handle: u32) {
    STATE.with_borrow_mut(|state| state.slots[handle as usize] = None);
}

/// Code, clause, found, wanted and hint of the last error.
#[wasm_bindgen(js_name = lastError)]
pub fn last_error() -> Vec<String> {
    STATE.with_borrow_mut(|state| match state.error.take() {
        Some(error) => {
            vec![error.code.into(), error.what, error.found, error.wanted, error.hint.into()]
        }
        None => Vec::new(),
    })
}
