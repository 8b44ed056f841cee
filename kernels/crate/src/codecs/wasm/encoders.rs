//! Making streams: encoders, and scanners for those of other programs.

use wasm_bindgen::prelude::wasm_bindgen;

use super::{Role, STATE, State};
use crate::codecs::flac::{FlacEncoder, FlacParameters, FlacScanner};
use crate::codecs::opus::{Application, OpusParameters, OpusScanner, OpusStreamEncoder};
use crate::codecs::{CodecError, Producer};

impl State {
    fn produce(
        &mut self,
        handle: u32,
        run: impl FnOnce(&mut dyn Producer, &[u8]) -> Result<(), CodecError>,
    ) -> bool {
        let slot = self.slot(handle);
        let (Role::Producer(producer), input) = slot.split() else { return false };
        let result = run(&mut **producer, input);
        slot.length = 0;
        self.keep(result).is_some()
    }
}

fn parameters(sample_rate: u32, channels: u8, bits_per_sample: u8, level: u8) -> FlacParameters {
    FlacParameters { sample_rate, channels, bits_per_sample, level }
}

/// Opens an encoder; the binding has checked the parameters.
#[wasm_bindgen(js_name = openFlacEncoder)]
pub fn open_flac_encoder(sample_rate: u32, channels: u8, bits: u8, level: u8) -> u32 {
    let encoder = FlacEncoder::new(parameters(sample_rate, channels, bits, level));
    STATE.with_borrow_mut(|state| state.open(Role::Producer(Box::new(encoder))))
}

/// Opens a scanner for streams of one format.
#[wasm_bindgen(js_name = openFlacScanner)]
pub fn open_flac_scanner(sample_rate: u32, channels: u8, bits: u8) -> u32 {
    let scanner = FlacScanner::new(parameters(sample_rate, channels, bits, 0));
    STATE.with_borrow_mut(|state| state.open(Role::Producer(Box::new(scanner))))
}

/// Opens an Opus encoder; the binding has checked the parameters. `application` is 0 for audio, 1
/// for voip, 2 for lowdelay.
#[wasm_bindgen(js_name = openOpusEncoder)]
pub fn open_opus_encoder(
    sample_rate: u32,
    channels: u8,
    bitrate: u32,
    application: u32,
    packet_samples: u32,
    vbr: bool,
    reset_samples: f64,
) -> u32 {
    let application = match application {
        0 => Application::Audio,
        1 => Application::Voip,
        _ => Application::LowDelay,
    };
    let parameters = OpusParameters {
        sample_rate,
        channels,
        bitrate,
        application,
        packet_samples,
        vbr,
        reset_samples: reset_samples as u64,
    };
    // Parameters that libopus doesn't support become "codec-crashed".
    let encoder = OpusStreamEncoder::new(parameters).unwrap();
    STATE.with_borrow_mut(|state| state.open(Role::Producer(Box::new(encoder))))
}

/// Opens a scanner for Opus streams of `channels` channels, which are to be decoded at
/// `sample_rate`.
#[wasm_bindgen(js_name = openOpusScanner)]
pub fn open_opus_scanner(sample_rate: u32, channels: u8) -> u32 {
    let scanner = OpusScanner::new(sample_rate, channels);
    STATE.with_borrow_mut(|state| state.open(Role::Producer(Box::new(scanner))))
}

/// Starts a stream.
#[wasm_bindgen(js_name = beginStream)]
pub fn begin_stream(handle: u32) -> bool {
    STATE.with_borrow_mut(|state| {
        state.produce(handle, |producer, _| {
            producer.begin();
            Ok(())
        })
    })
}

/// Takes the input; false when `lastError` says what is wrong with it.
#[wasm_bindgen(js_name = pushStream)]
pub fn push_stream(handle: u32) -> bool {
    STATE.with_borrow_mut(|state| state.produce(handle, |producer, input| producer.push(input)))
}

/// Ends the stream; false in the same cases as `pushStream`.
#[wasm_bindgen(js_name = finishStream)]
pub fn finish_stream(handle: u32) -> bool {
    STATE.with_borrow_mut(|state| state.produce(handle, |producer, _| producer.finish()))
}

/// Writes to `words` where everything that the last call completed is: offset and length of the
/// bytes, offset of the units' byte counts, offset of their sample counts, and the number of units;
/// offset and length of the head; the setup.
#[wasm_bindgen(js_name = streamPieces)]
pub fn stream_pieces(handle: u32, words: &mut [u32]) {
    STATE.with_borrow_mut(|state| {
        let Role::Producer(producer) = &state.slot(handle).role else { return };
        let pieces = producer.pieces();
        let places = [
            pieces.bytes.as_ptr() as u32,
            pieces.bytes.len() as u32,
            pieces.unit_bytes.as_ptr() as u32,
            pieces.unit_samples.as_ptr() as u32,
            pieces.unit_bytes.len() as u32,
            pieces.head.as_ptr() as u32,
            pieces.head.len() as u32,
        ];
        let all = places.into_iter().chain(pieces.setup);
        words.iter_mut().zip(all).for_each(|(slot, word)| *slot = word);
    });
}
