/**
 * A codec for tests: each unit is a two-byte header with its length in samples and a checksum,
 * followed by the samples unchanged. Units differ in length, and the stream has a head that is
 * known last.
 */
import { AudioInputError, IntegrityError } from "../../../errors/mod.ts";
import type {
  CodecDecoder,
  CodecEncoder,
  CodecSamples,
  CodecScanner,
  CodecUnits,
  DecodeRequest,
} from "../../../kernels/codecs.ts";
import { lendCodec } from "../../../runtime/fields/coded/codings/codec_pool.ts";
import type { Codec, CodedAudio } from "../../../runtime/fields/coded/codings/coding.ts";

const headBytes = 6;
const headerBytes = 3;

/** Units of 3, 1, 7, 2, 50 samples, and so on. */
const unitSamples = [3, 1, 7, 2, 50];

/** Each time the decoder was asked to begin, and where. */
export const requests: { first: number; skip: number; count: number }[] = [];

/** The codec, with an index every `step` samples; decoding begins `preRoll` samples early. */
export function toyCodec({ step = 8, preRoll = 0 } = {}): Codec {
  return {
    isLossless: true,
    keepsSamples: true,
    step: () => step,
    decodeFrom: (start) => Math.max(0, start - preRoll),
    encoder: (audio) => lendCodec(`toy ${JSON.stringify(audio)}`, () => new ToyEncoder(audio)),
    recoding: ({ bits }) => bits === 16 ? undefined : { what: "bits", found: bits, wanted: 16 },
    scanner: ({ channels }) => lendCodec(`scan ${channels}`, () => new ToyScanner(channels)),
    decoder: () => new ToyDecoder(),
  };
}

class ToyEncoder implements CodecEncoder {
  readonly format = "int16";
  readonly head = new Uint8Array(headBytes);
  readonly setup: Uint32Array;
  #audio: CodedAudio;
  #held: number[] = [];
  #unit = 0;
  #units: { bytes: number; samples: number }[] = [];
  #isFirst = true;
  #samples = 0;

  constructor(audio: CodedAudio) {
    this.#audio = audio;
    this.setup = Uint32Array.of(0xc0de, audio.channels, 2, 3);
  }

  get units(): CodecUnits {
    return {
      count: this.#units.length,
      bytes: Uint32Array.from(this.#units, ({ bytes }) => bytes),
      samples: Uint32Array.from(this.#units, ({ samples }) => samples),
    };
  }

  begin(): void {
    this.#held = [];
    this.#unit = 0;
    this.#isFirst = true;
    this.#samples = 0;
  }

  push(samples: CodecSamples): Uint8Array {
    this.#held.push(...samples);
    this.#samples += samples.length / this.#audio.channels;
    return this.#emit(false);
  }

  finish(): Uint8Array {
    const bytes = this.#emit(true);
    if (this.#isFirst) this.#units.push({ bytes: headBytes, samples: 0 });
    new DataView(this.head.buffer).setUint32(2, this.#samples, true);
    this.head.set([0x54, 0x59]);
    return bytes;
  }

  [Symbol.dispose](): void {}

  #emit(all: boolean): Uint8Array {
    const { channels } = this.#audio;
    const pieces: number[] = [];
    this.#units = [];
    for (;;) {
      const wanted = unitSamples[this.#unit % unitSamples.length]! * channels;
      const length = all ? Math.min(wanted, this.#held.length) : wanted;
      if (length === 0 || this.#held.length < length) break;
      const body = new Uint8Array(Int16Array.from(this.#held.splice(0, length)).buffer);
      const sum = body.reduce((a, b) => a ^ b, 0x5a);
      pieces.push(length / channels, sum, 0xfe, ...body);
      const head = this.#isFirst ? headBytes : 0;
      this.#units.push({ bytes: head + headerBytes + body.length, samples: length / channels });
      this.#isFirst = false;
      this.#unit++;
    }
    return Uint8Array.from(pieces);
  }
}

/** Passes through what a {@link ToyEncoder} made, after any tags that the file begins with. */
class ToyScanner implements CodecScanner {
  readonly head = new Uint8Array(0);
  readonly setup: Uint32Array;
  readonly #channels: number;
  #bytes: number[] = [];
  #units: { bytes: number; samples: number }[] = [];
  #isFirst = true;

  constructor(channels: number) {
    this.#channels = channels;
    this.setup = Uint32Array.of(0xc0de, channels, 2, 3);
  }

  get units(): CodecUnits {
    return {
      count: this.#units.length,
      bytes: Uint32Array.from(this.#units, ({ bytes }) => bytes),
      samples: Uint32Array.from(this.#units, ({ samples }) => samples),
    };
  }

  begin(): void {
    this.#bytes = [];
    this.#isFirst = true;
  }

  get heard(): undefined {
    return undefined;
  }

  push(bytes: Uint8Array): Uint8Array {
    this.#bytes.push(...bytes);
    this.#units = [];
    const kept: number[] = [];
    for (;;) {
      if (this.#isFirst) {
        while (this.#bytes.length > 0 && this.#bytes[0] !== 0x54) this.#bytes.shift();
      }
      const head = this.#isFirst ? headBytes : 0;
      if (this.#bytes.length <= head) break;
      const samples = this.#bytes[head]!;
      const end = head + headerBytes + samples * this.#channels * 2;
      if (this.#bytes.length < end) break;
      const body = this.#bytes.slice(head + headerBytes, end);
      const sum = body.reduce((a, b) => a ^ b, 0x5a);
      if (this.#bytes[head + 2] !== 0xfe || this.#bytes[head + 1] !== sum) {
        throw new AudioInputError("Cannot take over a unit: it isn't one", { code: "damaged" });
      }
      kept.push(...this.#bytes.splice(0, end));
      this.#units.push({ bytes: end, samples });
      this.#isFirst = false;
    }
    return Uint8Array.from(kept);
  }

  finish(): Uint8Array {
    const rest = Uint8Array.from(this.#bytes);
    this.#units = this.#isFirst ? [{ bytes: rest.length, samples: 0 }] : [];
    return rest;
  }

  [Symbol.dispose](): void {}
}

class ToyDecoder implements CodecDecoder {
  #request: DecodeRequest | undefined;
  #bytes: number[] = [];
  #input = new Uint8Array(0);
  #skip = 0;
  #left = 0;

  begin(request: DecodeRequest): void {
    const { first, skip, count } = request;
    requests.push({ first, skip, count });
    this.#request = request;
    this.#bytes = [];
    this.#input = new Uint8Array(0);
    this.#skip = skip;
    this.#left = count;
  }

  input(byteLength: number): Uint8Array<ArrayBuffer> {
    return this.#input = new Uint8Array(byteLength);
  }

  next(): CodecSamples {
    const { channels, first, format, setup } = this.#request!;
    if (setup[0] !== 0xc0de || setup[1] !== channels) throw new Error("setup was lost");
    this.#bytes.push(...this.#input);
    this.#input = new Uint8Array(0);
    if (first === 0 && this.#bytes[0] === 0x54) this.#bytes.splice(0, headBytes);
    while (this.#left > 0) {
      const [samples = 0, sum, mark] = this.#bytes;
      const end = headerBytes + samples * channels * 2;
      if (this.#bytes.length < end || samples === 0) break;
      const body = Uint8Array.from(this.#bytes.splice(0, end).slice(headerBytes));
      if (mark !== 0xfe || body.reduce((a, b) => a ^ b, 0x5a) !== sum) {
        throw new IntegrityError("Cannot decode a unit: its checksum fails", {
          code: "coded-audio",
        });
      }
      const skipped = Math.min(this.#skip, samples);
      this.#skip -= skipped;
      const kept = Math.min(samples - skipped, this.#left);
      this.#left -= kept;
      if (kept === 0) continue;
      const pcm = new Int16Array(body.buffer)
        .subarray(skipped * channels, (skipped + kept) * channels);
      return format === "float32" ? Float32Array.from(pcm, (value) => value / 32_768) : pcm;
    }
    return new Int16Array(0);
  }

  [Symbol.dispose](): void {}
}
