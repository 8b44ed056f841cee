import { counted } from "../errors/counted.ts";
import { IntegrityError, UsageError } from "../errors/mod.ts";
import { decoders } from "./decoders.ts";
import { CodecHandle } from "./codec_handle.ts";
import { WasmEncoder, WasmScanner } from "./codec_producer.ts";
import type {
  CodecDecoder,
  CodecEncoder,
  CodecFormat,
  CodecSamples,
  CodecScanner,
  DecodeRequest,
  FlacParameters,
} from "./codecs.ts";
import * as decoding from "./wasm/decoders.js";
import * as encoding from "./wasm/encoders.js";

/** The module numbers formats by their position here. */
const formats: readonly CodecFormat[] = ["int16", "int32", "float32"];

const noSamples = new Int16Array(0);

/**
 * An encoder of native FLAC streams: in blocks of 4,096 samples, within the format's streamable
 * subset at rates that the subset has.
 *
 * @throws {UsageError} With the code `"codec-parameters"`.
 */
export function flacEncoder(parameters: FlacParameters): CodecEncoder {
  check(parameters, parameters.compressionLevel);
  const { sampleRate, channels, bits, compressionLevel } = parameters;
  return new WasmEncoder(
    () => encoding.openFlacEncoder(sampleRate, channels, bits, compressionLevel),
    { format: bits <= 16 ? "int16" : "int32", name: "FLAC" },
  );
}

/**
 * A scanner for native FLAC streams of one format. It decodes every frame, checks all checksums and
 * the MD5, and leaves out all metadata but the stream information.
 *
 * @throws {UsageError} With the code `"codec-parameters"`.
 */
export function flacScanner(parameters: Omit<FlacParameters, "compressionLevel">): CodecScanner {
  check(parameters, 0);
  const { sampleRate, channels, bits } = parameters;
  return new WasmScanner(
    () => encoding.openFlacScanner(sampleRate, channels, bits),
    { name: "FLAC" },
  );
}

/** A decoder for runs of frames of any FLAC stream. */
export function flacDecoder(): CodecDecoder {
  return new FlacDecoder();
}

class FlacDecoder implements CodecDecoder {
  readonly #handle = new CodecHandle(decoders, () => decoding.openFlacDecoder());
  #format: CodecFormat = "int16";

  begin({ sampleRate, channels, setup, format, first, skip, count }: DecodeRequest): void {
    this.#handle.revive();
    this.#format = format;
    const code = formats.indexOf(format);
    const words = setup as Uint32Array;
    const begun = this.#handle.call((handle) =>
      decoding.beginFlacRun(handle, sampleRate, channels, words, code, first, skip, count)
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
    const { buffer } = this.#handle;
    if (this.#format === "int16") return new Int16Array(buffer, offset, length / 2);
    return this.#format === "int32"
      ? new Int32Array(buffer, offset, length / 4)
      : new Float32Array(buffer, offset, length / 4);
  }

  [Symbol.dispose](): void {
    this.#handle[Symbol.dispose]();
  }

  #error(): IntegrityError {
    const { code, what } = this.#handle.complaint();
    return new IntegrityError(`Cannot decode FLAC audio: ${what}`, { code });
  }
}

function check(
  { sampleRate, channels, bits }: Omit<FlacParameters, "compressionLevel">,
  level: number,
): void {
  const within = (value: number, low: number, high: number) =>
    Number.isInteger(value) && value >= low && value <= high;
  const fits = within(sampleRate, 1, 1_048_575) && within(channels, 1, 8) &&
    within(bits, 4, 32) && within(level, 0, 8);
  if (fits) return;
  throw new UsageError("Cannot encode audio as FLAC: the format doesn't allow these parameters", {
    code: "codec-parameters",
    found: `${sampleRate} Hz, ${counted(channels, "channel")}, ${bits} bits, level ${level}`,
    wanted: "1 to 1048575 Hz, 1 to 8 channels, 4 to 32 bits, level 0 to 8",
  });
}
