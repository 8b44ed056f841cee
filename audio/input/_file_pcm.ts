import { InputDecoder } from "../../kernels/input.ts";
import type { PcmFormat, PcmSamples, PcmSource } from "../pcm/mod.ts";
import type { FileSource } from "./_file_source.ts";
import { samplesOf } from "./_samples.ts";

/** A decoder and the file it reads, as one stream that closes its file as soon as it can. */
export class FilePcm implements PcmSource {
  readonly sampleRate: number;
  readonly channels: number;
  readonly format: PcmFormat;
  readonly frames: number | undefined;

  readonly #file: FileSource;
  readonly #decoder: InputDecoder;
  #piece = new Uint8Array(0);

  /** Takes `file` over: it is closed even when this throws. */
  constructor(file: FileSource, path: string) {
    this.#file = file;
    try {
      this.#decoder = new InputDecoder(file, path);
    } catch (error) {
      file[Symbol.dispose]();
      throw error;
    }
    this.sampleRate = this.#decoder.sampleRate;
    this.channels = this.#decoder.channels;
    this.format = this.#decoder.format;
    this.frames = this.#decoder.frames;
  }

  next(): PcmSamples | undefined {
    let bytes: Uint8Array | undefined;
    try {
      bytes = this.#decoder.next();
    } finally {
      // At the end and on an error alike.
      if (bytes === undefined) this[Symbol.dispose]();
    }
    return bytes === undefined ? undefined : samplesOf(this.format, this.#keep(bytes));
  }

  [Symbol.dispose](): void {
    this.#decoder[Symbol.dispose]();
    this.#file[Symbol.dispose]();
  }

  /**
   * Copies a piece out of the decoder's memory, where opening another file would invalidate it. In
   * the cache, that costs a hundredth of reading it.
   */
  #keep(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    if (this.#piece.length < bytes.length) this.#piece = new Uint8Array(bytes.length);
    this.#piece.set(bytes);
    return this.#piece.subarray(0, bytes.length);
  }
}
