import { InputDecoder, type InputOptions } from "../../kernels/input.ts";
import type { CodedBytes, MissingAudio, PcmFormat, PcmSamples, PcmSource } from "../pcm/mod.ts";
import { FileBytes } from "./_file_bytes.ts";
import type { FileSource } from "./_file_source.ts";
import { samplesOf } from "./_samples.ts";

/** Containers and codecs of files that are one stream and nothing else. */
const codecs: ReadonlyMap<string, CodedBytes["codec"]> = new Map([
  ["FLAC FLAC", "flac"],
  ["Ogg Opus", "opus"],
]);

/** Pieces of files that were closed, for those that are opened next; few are open at a time. */
const idle: Uint8Array<ArrayBuffer>[] = [];
const mostIdle = 4;

/** A decoder and the file it reads, as one stream that closes its file as soon as it can. */
export class FilePcm implements PcmSource {
  readonly sampleRate: number;
  readonly channels: number;
  readonly format: PcmFormat;
  readonly frames: number | undefined;
  readonly coded: CodedBytes | undefined;

  readonly #file: FileSource;
  readonly #decoder: InputDecoder;
  readonly #check: () => void;
  #piece: Uint8Array<ArrayBuffer> | undefined;

  /**
   * Takes ownership of `file`: it is closed even when this throws.
   *
   * @param options.refuseChanged whether a file that changes while it is read is an error.
   */
  constructor(file: FileSource, path: string, options: { refuseChanged: boolean } & InputOptions) {
    this.#file = file;
    this.#check = options.refuseChanged ? () => file.refuseChanged() : () => {};
    try {
      this.#decoder = new InputDecoder(file, path, options);
    } catch (error) {
      file[Symbol.dispose]();
      this.#check();
      throw error;
    }
    this.sampleRate = this.#decoder.sampleRate;
    this.channels = this.#decoder.channels;
    this.format = this.#decoder.format;
    this.frames = this.#decoder.frames;
    const { container, codec, bits } = this.#decoder;
    const name = codecs.get(`${container} ${codec}`);
    // A stream that is cut off, or may turn out to be, can't be passed through.
    const whole = options.acceptTruncated !== true ||
      this.missing === undefined && this.frames !== undefined;
    this.coded = name === undefined || !whole
      ? undefined
      : new FileBytes(file, { codec: name, bits, atEnd: this.#check });
  }

  get missing(): MissingAudio | undefined {
    return this.#decoder.missing;
  }

  next(): PcmSamples | undefined {
    let bytes: Uint8Array | undefined;
    try {
      bytes = this.#decoder.next();
      if (bytes === undefined) this.#check();
    } catch (error) {
      // A change of the file may be what is wrong.
      this.#check();
      throw error;
    } finally {
      // At the end and on an error alike.
      if (bytes === undefined) this[Symbol.dispose]();
    }
    return bytes === undefined ? undefined : samplesOf(this.format, this.#keep(bytes));
  }

  [Symbol.dispose](): void {
    this.#decoder[Symbol.dispose]();
    this.#file[Symbol.dispose]();
    if (this.#piece !== undefined && idle.length < mostIdle) idle.push(this.#piece);
    this.#piece = undefined;
  }

  /**
   * Copies a piece out of the decoder's memory, where opening another file would invalidate it. In
   * the cache, the copy costs a hundredth of reading the piece.
   */
  #keep(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    let piece = this.#piece ?? idle.pop();
    if (piece === undefined || piece.length < bytes.length) piece = new Uint8Array(bytes.length);
    this.#piece = piece;
    piece.set(bytes);
    return piece.subarray(0, bytes.length);
  }
}
