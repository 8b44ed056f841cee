import { counted } from "../errors/counted.ts";
import { IntegrityError, UsageError } from "../errors/mod.ts";
import { decoders } from "./decoders.ts";
import { CodecHandle } from "./codec_handle.ts";
import { WasmEncoder, WasmScanner } from "./codec_producer.ts";
import type {
  CodecDecoder,
  CodecEncoder,
  CodecSamples,
  CodecScanner,
  DecodeRequest,
  OpusParameters,
} from "./codecs.ts";
import * as decoding from "./wasm/decoders.js";
import * as encoding from "./wasm/encoders.js";

/** The module numbers applications by their position here. */
const applications = ["audio", "voip", "lowdelay"] as const;

const rates = [8_000, 12_000, 16_000, 24_000, 48_000];
const frameDurations = [2.5, 5, 10, 20, 40, 60];

const noSamples = new Float32Array(0);

/**
 * An encoder of Ogg Opus streams, libopus itself at its highest complexity: pages of up to half a
 * second, and the exact length of the input.
 *
 * @throws {UsageError} With the code `"codec-parameters"`.
 */
export function opusEncoder(parameters: OpusParameters): CodecEncoder {
  check(parameters);
  const { sampleRate, channels, bitrate, application, frameDuration, vbr } = parameters;
  const { resetSamples } = parameters;
  const packetSamples = sampleRate * frameDuration / 1000;
  const code = applications.indexOf(application);
  return new WasmEncoder(
    () =>
      encoding.openOpusEncoder(
        sampleRate,
        channels,
        bitrate,
        code,
        packetSamples,
        vbr,
        resetSamples,
      ),
    { format: "float32", name: "Opus" },
  );
}

/**
 * A scanner for Ogg Opus streams of `channels` channels. It decodes every packet, and checks all
 * pages, their order and their positions; the stream is kept unchanged.
 *
 * @throws {UsageError} With the code `"codec-parameters"`.
 */
export function opusScanner(
  { sampleRate, channels }: Pick<OpusParameters, "sampleRate" | "channels">,
): CodecScanner {
  check({ sampleRate, channels, bitrate: 500, frameDuration: 20, resetSamples: 0 });
  return new WasmScanner(() => encoding.openOpusScanner(sampleRate, channels), { name: "Opus" });
}

/** A decoder for runs of pages of any Ogg Opus stream, to float32 at any of Opus' rates. */
export function opusDecoder(): CodecDecoder {
  return new OpusDecoder();
}

class OpusDecoder implements CodecDecoder {
  readonly #handle = new CodecHandle(decoders, () => decoding.openOpusDecoder());

  begin({ sampleRate, channels, setup, format, first, skip, count }: DecodeRequest): void {
    if (format !== "float32") {
      throw new UsageError(`Cannot decode Opus audio to ${format}: it decodes only to float32`, {
        code: "codec-parameters",
        found: format,
        wanted: "float32",
      });
    }
    this.#handle.revive();
    const words = setup as Uint32Array;
    const begun = this.#handle.call((handle) =>
      decoding.beginOpusRun(handle, sampleRate, channels, words, first, skip, count)
    );
    if (!begun) throw this.#error();
  }

  input(byteLength: number): Uint8Array<ArrayBuffer> {
    return this.#handle.input(byteLength);
  }

  next(): CodecSamples {
    const length = this.#handle.call((handle) => decoding.nextRun(handle));
    if (length < 0) throw this.#error();
    if (length === 0) return noSamples;
    const offset = this.#handle.call((handle) => decoding.runOffset(handle));
    return new Float32Array(this.#handle.buffer, offset, length / 4);
  }

  [Symbol.dispose](): void {
    this.#handle[Symbol.dispose]();
  }

  #error(): IntegrityError {
    const { code, what } = this.#handle.complaint();
    return new IntegrityError(`Cannot decode Opus audio: ${what}`, { code });
  }
}

function check(
  { sampleRate, channels, bitrate, frameDuration, resetSamples }: Pick<
    OpusParameters,
    "sampleRate" | "channels" | "bitrate" | "frameDuration" | "resetSamples"
  >,
): void {
  const within = (value: number, low: number, high: number) =>
    Number.isInteger(value) && value >= low && value <= high;
  const fits = rates.includes(sampleRate) && within(channels, 1, 8) &&
    within(bitrate, 500, 2_400_000) && frameDurations.includes(frameDuration) &&
    within(resetSamples, 0, Number.MAX_SAFE_INTEGER);
  if (fits) return;
  throw new UsageError("Cannot encode audio as Opus: the format doesn't allow these parameters", {
    code: "codec-parameters",
    found: `${sampleRate} Hz, ${counted(channels, "channel")}, ${bitrate} bit/s, packets of ` +
      `${frameDuration} ms`,
    wanted: `${rates.join(", ")} Hz, 1 to 8 channels, 500 to 2,400,000 bit/s, packets of ` +
      `${frameDurations.join(", ")} ms`,
  });
}
