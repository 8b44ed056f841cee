//! Handles in, offsets out. The typed binding in `kernels/` documents and checks the rest.

mod hear;

use std::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;

use super::flac::{
    FlacEncoder, FlacParameters, FlacRunDecoder, FlacRunRequest, FlacScanner, SampleFormat,
};
use super::opus::{
    Application, OpusParameters, OpusRunDecoder, OpusRunRequest, OpusScanner, OpusStreamEncoder,
};
use super::{CodecError, Producer, RunDecoder};

enum Role {
    Producer(Box<dyn Producer>),
    FlacDecoder(Box<FlacRunDecoder>),
    OpusDecoder(Box<OpusRunDecoder>),
}

impl Role {
    fn run_decoder(&mut self) -> Option<&mut dyn RunDecoder> {
        match self {
            Role::Producer(_) => None,
            Role::FlacDecoder(decoder) => Some(&mut **decoder),
            Role::OpusDecoder(decoder) => Some(&mut **decoder),
        }
    }
}

struct Slot {
    role: Role,
    /// Words, so that samples in it are aligned.
    input: Vec<u64>,
    /// How many bytes of it are filled, and how many of those have been taken.
    length: usize,
    taken: usize,
    /// The offset of the piece that was decoded last.
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

    fn keep<T>(&mut self, result: Result<T, CodecError>) -> Option<T> {
        result.map_err(|error| self.error = Some(error)).ok()
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

/// Opens a decoder of runs.
#[wasm_bindgen(js_name = openFlacDecoder)]
pub fn open_flac_decoder() -> u32 {
    STATE.with_borrow_mut(|state| state.open(Role::FlacDecoder(Box::default())))
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
    let mut words = [0; 4];
    words.iter_mut().zip(setup).for_each(|(word, &given)| *word = given);
    let request = OpusRunRequest {
        sample_rate,
        channels,
        setup: words,
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
    let mut words = [0; 4];
    words.iter_mut().zip(setup).for_each(|(word, &given)| *word = given);
    let request = FlacRunRequest {
        sample_rate,
        channels,
        setup: words,
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
