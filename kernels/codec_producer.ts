import { AudioInputError } from "../errors/mod.ts";
import { CodecHandle } from "./codec_handle.ts";
import type {
  CodecEncoder,
  CodecFormat,
  CodecSamples,
  CodecScanner,
  CodecUnits,
} from "./codecs.ts";
import { encoders } from "./encoders.ts";
import * as codecs from "./wasm/encoders.js";

const noUnits: CodecUnits = {
  count: 0,
  bytes: new Uint32Array(0),
  samples: new Uint32Array(0),
};

/** Makes streams in the codecs' memory; codecs differ only in how it is opened. */
class Producer implements Disposable {
  /** The codec. */
  protected readonly handle: CodecHandle;
  /** How errors begin. */
  readonly #task: string;
  /** Offsets and lengths of what a call has completed, as the module gives them. */
  readonly #words = new Uint32Array(11);
  #units = noUnits;

  constructor(open: () => number, task: string) {
    this.handle = new CodecHandle(encoders, open);
    this.#task = task;
  }

  get units(): CodecUnits {
    return this.#units;
  }

  get head(): Uint8Array {
    return this.handle.bytes(this.#words[5]!, this.#words[6]!);
  }

  get setup(): Readonly<Uint32Array> {
    return this.#words.subarray(7);
  }

  begin(): void {
    this.handle.revive();
    this.#units = noUnits;
    this.#run((handle) => codecs.beginStream(handle));
  }

  finish(): Uint8Array {
    return this.#run((handle) => codecs.finishStream(handle));
  }

  [Symbol.dispose](): void {
    this.handle[Symbol.dispose]();
  }

  protected pushBytes(bytes: Uint8Array): Uint8Array {
    this.handle.input(bytes.length).set(bytes);
    return this.#run((handle) => codecs.pushStream(handle));
  }

  #run(call: (handle: number) => boolean): Uint8Array {
    if (!this.handle.call(call)) {
      const { code, what } = this.handle.complaint();
      throw new AudioInputError(`${this.#task}: ${what}`, {
        code,
        hint: "copy or export the file again",
      });
    }
    this.handle.call((handle) => codecs.streamPieces(handle, this.#words));
    const [offset = 0, length = 0, bytes = 0, samples = 0, count = 0] = this.#words;
    const { buffer } = this.handle;
    this.#units = {
      count,
      bytes: new Uint32Array(buffer, bytes, count),
      samples: new Uint32Array(buffer, samples, count),
    };
    return this.handle.bytes(offset, length);
  }
}

/** An encoder of any codec. */
export class WasmEncoder extends Producer implements CodecEncoder {
  /** What it takes. */
  readonly format: CodecFormat;

  /** @param open makes the encoder in the module and returns its handle. */
  constructor(open: () => number, { format, name }: { format: CodecFormat; name: string }) {
    super(open, `Cannot encode audio as ${name}`);
    this.format = format;
  }

  /** See {@link CodecEncoder.push}. */
  push({ buffer, byteOffset, byteLength }: CodecSamples): Uint8Array {
    return this.pushBytes(new Uint8Array(buffer, byteOffset, byteLength));
  }
}

/** A scanner of any codec. */
export class WasmScanner extends Producer implements CodecScanner {
  /** @param open makes the scanner in the module and returns its handle. */
  constructor(open: () => number, { name }: { name: string }) {
    super(open, `Cannot pass through a ${name} stream`);
  }

  /** See {@link CodecScanner.begin}. */
  override begin(hear = 0): void {
    super.begin();
    if (hear > 0) this.handle.call((handle) => codecs.hearStream(handle, hear));
  }

  /** See {@link CodecScanner.heard}. */
  get heard(): Uint8Array | undefined {
    const length = this.handle.call((handle) => codecs.heardLength(handle));
    if (length < 0) return undefined;
    return this.handle.bytes(this.handle.call((handle) => codecs.heardOffset(handle)), length);
  }

  /** See {@link CodecScanner.push}. */
  push(bytes: Uint8Array): Uint8Array {
    return this.pushBytes(bytes);
  }
}
