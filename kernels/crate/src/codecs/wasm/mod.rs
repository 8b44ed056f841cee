//! Handles in, offsets out. The typed binding in `kernels/` documents and checks the rest.

#![cfg_attr(not(feature = "decoders"), allow(irrefutable_let_patterns))]

#[cfg(feature = "decoders")]
mod decoders;
#[cfg(feature = "encoders")]
mod encoders;
#[cfg(feature = "encoders")]
mod hear;

use std::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;

use super::CodecError;
#[cfg(feature = "encoders")]
use super::Producer;
#[cfg(feature = "decoders")]
use super::{flac::FlacRunDecoder, opus::OpusRunDecoder};

/// What a module's codecs can be: each of the two modules has its own.
enum Role {
    #[cfg(feature = "encoders")]
    Producer(Box<dyn Producer>),
    #[cfg(feature = "decoders")]
    FlacDecoder(Box<FlacRunDecoder>),
    #[cfg(feature = "decoders")]
    OpusDecoder(Box<OpusRunDecoder>),
}

struct Slot {
    role: Role,
    /// Words, so that samples in it are aligned.
    input: Vec<u64>,
    /// How many bytes of it are filled, and how many of those have been taken.
    length: usize,
    taken: usize,
    /// The offset of the piece that was decoded last.
    #[cfg_attr(not(feature = "decoders"), allow(dead_code))]
    piece: u32,
}

impl Slot {
    /// The bytes that haven't been taken yet.
    fn split(&mut self) -> (&mut Role, &[u8]) {
        // SAFETY: every pattern is a byte.
        let bytes = unsafe { self.input.align_to::<u8>().1 };
        (&mut self.role, &bytes[self.taken..self.length])
    }
}

#[derive(Default)]
struct State {
    slots: Vec<Option<Slot>>,
    error: Option<CodecError>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

impl State {
    fn open(&mut self, role: Role) -> u32 {
        let free = self.slots.iter().position(Option::is_none).unwrap_or(self.slots.len());
        if free == self.slots.len() {
            self.slots.push(None);
        }
        self.slots[free] = Some(Slot { role, input: Vec::new(), length: 0, taken: 0, piece: 0 });
        free as u32
    }

    fn slot(&mut self, handle: u32) -> &mut Slot {
        // A wrong handle is the binding's mistake: it becomes "codec-crashed".
        self.slots[handle as usize].as_mut().unwrap()
    }

    fn keep<T>(&mut self, result: Result<T, CodecError>) -> Option<T> {
        result.map_err(|error| self.error = Some(error)).ok()
    }
}

/// Where to put the next bytes of input.
#[wasm_bindgen(js_name = codecInput)]
pub fn codec_input(handle: u32, byte_length: u32) -> u32 {
    STATE.with_borrow_mut(|state| {
        let slot = state.slot(handle);
        let words = (byte_length as usize).div_ceil(8);
        if slot.input.len() < words {
            slot.input.resize(words, 0);
        }
        (slot.length, slot.taken) = (byte_length as usize, 0);
        slot.input.as_ptr() as u32
    })
}

/// Closes a codec.
#[wasm_bindgen(js_name = closeCodec)]
pub fn close_codec(handle: u32) {
    STATE.with_borrow_mut(|state| state.slots[handle as usize] = None);
}

/// Code and clause of the last error.
#[wasm_bindgen(js_name = lastError)]
pub fn last_error() -> Vec<String> {
    STATE.with_borrow_mut(|state| match state.error.take() {
        Some(error) => vec![error.code.into(), error.what],
        None => Vec::new(),
    })
}
