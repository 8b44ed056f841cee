import { AudioInputError } from "../errors/mod.ts";
import { compileWasm } from "./_compile_wasm.ts";
import { type SampleFormat, sampleFormats } from "./sample_format.ts";
import * as input from "./wasm/input.js";
import { WASM } from "./wasm/input_wasm.ts";

/** A file's bytes, wherever they are; read synchronously. */
export interface ByteSource {
  /** How many bytes there are. */
  readonly size: number;
  /**
   * Reads bytes from `position` on into `buffer`; returns how many, 0 at the end. `buffer` is a view
   * of the decoder's memory and may not be kept. What it throws, the decoder's caller gets.
   */
  readAt(position: number, buffer: Uint8Array): number;
}

let module: WebAssembly.Module | undefined;
let memory: WebAssembly.Memory | undefined;
/** Counts instances: a crash ends one, and every decoder in it. */
let generation = 0;

/**
 * Decodes an audio file into interleaved samples of its native precision: 8 and 16-bit integers and
 * companded audio as int16, 24 and 32-bit ones as left-justified int32, floats as they are.
 *
 * Reads as it goes, a piece of 128 KiB at a time: the length of a file doesn't matter.
 */
export class InputDecoder implements Disposable {
  /** Frames a second. */
  readonly sampleRate: number;
  /** Samples in a frame, from 1 to 255. */
  readonly channels: number;
  /** How {@link InputDecoder.next} hands out samples. */
  readonly format: SampleFormat;
  /** How many frames there are. */
  readonly frames: number;

  readonly #name: string;
  readonly #source: GuardedSource;
  readonly #generation: number;
  #handle: number;

  /**
   * Reads the header.
   *
   * @param name What to call the file in errors.
   * @throws {AudioInputError} Saying why the file can't be read; what `source` throws as it is.
   */
  constructor(source: ByteSource, name: string) {
    this.#name = name;
    this.#source = new GuardedSource(source);
    load();
    this.#generation = generation;
    this.#handle = this.#call(() => input.openInput(this.#source));
    if (this.#handle < 0) throw this.#error();
    const [sampleRate = 0, channels = 0, format = 0, frames = 0] = this.#call(() =>
      input.inputInfo(this.#handle)
    );
    this.sampleRate = sampleRate;
    this.channels = channels;
    this.format = sampleFormats[format] ?? "int16";
    this.frames = frames;
  }

  /**
   * The bytes of the next samples, whole frames, or `undefined` at the end. A view of the decoder's
   * memory, aligned to 8: valid until any decoder is called.
   *
   * @throws {AudioInputError} When the rest can't be decoded; what the source throws as it is.
   */
  next(): Uint8Array<ArrayBuffer> | undefined {
    if (this.#handle < 0) return undefined;
    const length = this.#call(() => input.nextInput(this.#handle));
    if (length < 0) throw this.#error();
    if (length === 0) return undefined;
    const offset = this.#call(() => input.inputOffset(this.#handle));
    return new Uint8Array(load().buffer as ArrayBuffer, offset, length);
  }

  /** Gives the decoder's memory back; harmless when done twice. */
  [Symbol.dispose](): void {
    const handle = this.#handle;
    this.#handle = -1;
    if (handle >= 0 && this.#generation === generation) {
      this.#call(() => input.closeInput(handle));
    }
  }

  #call<T>(run: () => T): T {
    if (this.#generation !== generation) throw this.#crashed(undefined);
    try {
      return run();
    } catch (cause) {
      // A panic is a trap, and a stack that overflows a RangeError: either way the instance is
      // unusable. The next decoder gets a new one.
      forget();
      throw this.#crashed(cause);
    }
  }

  #crashed(cause: unknown): AudioInputError {
    return new AudioInputError(`Cannot read "${this.#name}": the decoder crashed`, {
      code: "decoder-crashed",
      file: this.#name,
      hint: "the file may be damaged; please report it if it plays elsewhere",
      cause,
    });
  }

  #error(): unknown {
    if (this.#source.failed) return this.#source.takeError();
    const [code = "decoder-failed", what = "", found = "", wanted = "", hint = ""] = this.#call(
      () => input.lastError(),
    );
    return new AudioInputError(`Cannot read "${this.#name}": ${what}`, {
      code,
      file: this.#name,
      found: found || undefined,
      wanted: wanted || undefined,
      hint: hint || undefined,
    });
  }
}

/** Keeps what a source throws from unwinding through the decoder's frames. */
class GuardedSource implements ByteSource {
  readonly size: number;
  readonly #source: ByteSource;
  #error: unknown;
  failed = false;

  constructor(source: ByteSource) {
    this.#source = source;
    this.size = source.size;
  }

  readAt(position: number, buffer: Uint8Array): number {
    try {
      return this.#source.readAt(position, buffer);
    } catch (error) {
      this.#error = error;
      this.failed = true;
      return -1;
    }
  }

  takeError(): unknown {
    this.failed = false;
    return this.#error;
  }
}

function load(): WebAssembly.Memory {
  module ??= compileWasm(WASM);
  memory ??= input.initSync({ module }).memory;
  return memory;
}

function forget(): void {
  generation++;
  memory = undefined;
  input.reset();
}
