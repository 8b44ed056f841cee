import { AudiofieldError } from "../errors/mod.ts";
import { compileWasm } from "./_compile_wasm.ts";
import * as codecs from "./wasm/codecs.js";
import { WASM } from "./wasm/codecs_wasm.js";

let module: WebAssembly.Module | undefined;
let memory: WebAssembly.Memory | undefined;
/** Counts instances: a crash ends one. */
let generation = 0;

/** What a codec says about a stream that it refuses. */
export interface CodecComplaint {
  /** The code for errors. */
  readonly code: string;
  /** A clause that begins with its subject. */
  readonly what: string;
}

/**
 * A codec in the module's instance. If a crash ends the instance, {@link CodecHandle.revive} opens
 * the codec again.
 */
export class CodecHandle implements Disposable {
  readonly #open: () => number;
  #handle = -1;
  #generation = -1;

  /** @param open makes the codec and returns its handle. */
  constructor(open: () => number) {
    this.#open = open;
    this.revive();
  }

  /**
   * Opens the codec if it isn't open: the first time, after a crash, or after it was disposed of.
   */
  revive(): void {
    if (this.#handle >= 0 && this.#generation === generation) return;
    load();
    this.#handle = guarded(this.#open);
    this.#generation = generation;
  }

  /**
   * Calls the codec.
   *
   * @throws {AudiofieldError} With the code `"codec-crashed"`, also if it crashed before and hasn't
   * been revived.
   */
  call<T>(run: (handle: number) => T): T {
    if (this.#handle < 0 || this.#generation !== generation) {
      throw crashed("it was disposed of, or crashed before");
    }
    return guarded(() => run(this.#handle));
  }

  /** Where to put the next bytes of input: a view valid until the next call of any codec. */
  input(byteLength: number): Uint8Array<ArrayBuffer> {
    const offset = this.call((handle) => codecs.codecInput(handle, byteLength));
    return this.bytes(offset, byteLength);
  }

  /** A view of the codecs' memory, valid until the next call of any of them. */
  bytes(offset: number, byteLength: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.buffer, offset, byteLength);
  }

  /** The codecs' current memory. */
  get buffer(): ArrayBuffer {
    return load().buffer as ArrayBuffer;
  }

  /** What the last call that failed complained about. */
  complaint(): CodecComplaint {
    const [code = "codec-failed", what = "the codec failed"] = this.call(() => codecs.lastError());
    return { code, what };
  }

  /** Frees the codec's memory; doing so twice is harmless. */
  [Symbol.dispose](): void {
    const handle = this.#handle;
    this.#handle = -1;
    if (handle >= 0 && this.#generation === generation) {
      guarded(() => codecs.closeCodec(handle));
    }
  }
}

function guarded<T>(run: () => T): T {
  try {
    return run();
  } catch (cause) {
    // A panic is a trap: the instance is unusable, and other codecs get a new one.
    generation++;
    memory = undefined;
    codecs.reset();
    throw crashed("please report what was being encoded or decoded", cause);
  }
}

function crashed(hint: string, cause?: unknown): AudiofieldError {
  return new AudiofieldError("Cannot go on with a stream: its codec crashed", {
    code: "codec-crashed",
    hint,
    cause,
  });
}

function load(): WebAssembly.Memory {
  module ??= compileWasm(WASM);
  memory ??= codecs.initSync({ module }).memory;
  return memory;
}
