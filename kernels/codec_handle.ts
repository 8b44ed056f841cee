import { AudiofieldError } from "../errors/mod.ts";
import { compileWasm } from "./_compile_wasm.ts";
import * as codecs from "./wasm/codecs.js";
import { WASM } from "./wasm/codecs_wasm.ts";

let module: WebAssembly.Module | undefined;
let memory: WebAssembly.Memory | undefined;
/** Counts instances: a crash ends one. */
let generation = 0;

/** What a codec says about a stream that it refuses. */
export interface CodecComplaint {
  /** As errors have it. */
  readonly code: string;
  /** A clause that begins with what it is about. */
  readonly what: string;
}

/**
 * A codec in the module's instance. One that a crash has taken along is opened again by
 * {@link CodecHandle.revive}.
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

  /** Opens the codec where it isn't: the first time, after a crash, or once it was disposed of. */
  revive(): void {
    if (this.#handle >= 0 && this.#generation === generation) return;
    load();
    this.#handle = guarded(this.#open);
    this.#generation = generation;
  }

  /**
   * Calls the codec.
   *
   * @throws {AudiofieldError} With the code `"codec-crashed"`, or where it crashed before and hasn't
   * begun anew.
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

  /** The codecs' memory as it is now. */
  get buffer(): ArrayBuffer {
    return load().buffer as ArrayBuffer;
  }

  /** What the last call that failed has to say. */
  complaint(): CodecComplaint {
    const [code = "codec-failed", what = "the codec failed"] = this.call(() => codecs.lastError());
    return { code, what };
  }

  /** Gives the codec's memory back; harmless when done twice. */
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
    throw crashed("please report what was being coded", cause);
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
