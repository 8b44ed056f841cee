import { AudiofieldError } from "../errors/mod.ts";
import { kernelModule } from "./kernel_modules.ts";

/** What the modules of codecs have in common. */
export interface CodecGlue {
  initSync(options: { module: WebAssembly.Module }): { readonly memory: WebAssembly.Memory };
  reset(): void;
  codecInput(handle: number, byteLength: number): number;
  closeCodec(handle: number): void;
  lastError(): string[];
}

/** An instance of a module of codecs; another takes over if a crash ends it. */
export class CodecInstance {
  /** Its functions; the instance must have been {@link load}ed. */
  readonly glue: CodecGlue;
  /** Counts instances: a crash ends one. */
  generation = 0;
  readonly #name: "decoders" | "encoders";
  #memory: WebAssembly.Memory | undefined;

  /** Loads nothing yet. */
  constructor(name: "decoders" | "encoders", glue: CodecGlue) {
    this.#name = name;
    this.glue = glue;
  }

  /** Makes the instance if there is none, and returns its memory. */
  load(): WebAssembly.Memory {
    return this.#memory ??= this.glue.initSync({ module: kernelModule(this.#name) }).memory;
  }

  /** Calls the instance; it is forgotten if it crashes. */
  guarded<T>(run: () => T): T {
    try {
      return run();
    } catch (cause) {
      // A panic is a trap: the instance is unusable, and other codecs get a new one.
      this.generation++;
      this.#memory = undefined;
      this.glue.reset();
      throw crashed("please report what was being encoded or decoded", cause);
    }
  }
}

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
  readonly #instance: CodecInstance;
  readonly #open: () => number;
  #handle = -1;
  #generation = -1;

  /** @param open makes the codec and returns its handle. */
  constructor(instance: CodecInstance, open: () => number) {
    this.#instance = instance;
    this.#open = open;
    this.revive();
  }

  /**
   * Opens the codec if it isn't open: the first time, after a crash, or after it was disposed of.
   */
  revive(): void {
    if (this.#handle >= 0 && this.#generation === this.#instance.generation) return;
    this.#instance.load();
    this.#handle = this.#instance.guarded(this.#open);
    this.#generation = this.#instance.generation;
  }

  /**
   * Calls the codec.
   *
   * @throws {AudiofieldError} With the code `"codec-crashed"`, also if it crashed before and hasn't
   * been revived.
   */
  call<T>(run: (handle: number) => T): T {
    if (this.#handle < 0 || this.#generation !== this.#instance.generation) {
      throw crashed("it was disposed of, or crashed before");
    }
    return this.#instance.guarded(() => run(this.#handle));
  }

  /** Where to put the next bytes of input: a view valid until the next call of any codec. */
  input(byteLength: number): Uint8Array<ArrayBuffer> {
    const offset = this.call((handle) => this.#instance.glue.codecInput(handle, byteLength));
    return this.bytes(offset, byteLength);
  }

  /** A view of the codecs' memory, valid until the next call of any of them. */
  bytes(offset: number, byteLength: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.buffer, offset, byteLength);
  }

  /** The codecs' current memory. */
  get buffer(): ArrayBuffer {
    return this.#instance.load().buffer as ArrayBuffer;
  }

  /** What the last call that failed complained about. */
  complaint(): CodecComplaint {
    const [code = "codec-failed", what = "the codec failed"] = this.call(() =>
      this.#instance.glue.lastError()
    );
    return { code, what };
  }

  /** Frees the codec's memory; doing so twice is harmless. */
  [Symbol.dispose](): void {
    const handle = this.#handle;
    this.#handle = -1;
    if (handle >= 0 && this.#generation === this.#instance.generation) {
      this.#instance.guarded(() => this.#instance.glue.closeCodec(handle));
    }
  }
}

function crashed(hint: string, cause?: unknown): AudiofieldError {
  return new AudiofieldError("Cannot go on with a stream: its codec crashed", {
    code: "codec-crashed",
    hint,
    cause,
  });
}
