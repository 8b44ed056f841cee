//! What scanners keep of the audio that they decode.

use wasm_bindgen::prelude::wasm_bindgen;

use super::{Role, STATE};

/// After `beginStream` of a scanner: keeps what the stream decodes to, up to this many bytes.
#[wasm_bindgen(js_name = hearStream)]
pub fn hear_stream(handle: u32, limit: u32) {
    STATE.with_borrow_mut(|state| {
        if let Role::Producer(producer) = &mut state.slot(handle).role {
            producer.hear(limit as usize);
        }
    });
}

/// How many bytes were kept since `hearStream`; -1 if it would have been more than the limit.
#[wasm_bindgen(js_name = heardLength)]
pub fn heard_length(handle: u32) -> i32 {
    STATE.with_borrow_mut(|state| {
        let Role::Producer(producer) = &state.slot(handle).role else { return -1 };
        producer.heard().map_or(-1, |bytes| bytes.len() as i32)
    })
}

/// Where in memory they are.
#[wasm_bindgen(js_name = heardOffset)]
pub fn heard_offset(handle: u32) -> u32 {
    STATE.with_borrow_mut(|state| {
        let Role::Producer(producer) = &state.slot(handle).role else { return 0 };
        producer.heard().map_or(0, |bytes| bytes.as_ptr() as u32)
    })
}
