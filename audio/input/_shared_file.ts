import { InputDecoder, type InputOptions, type MissingAudio } from "../../kernels/input.ts";
import { sampleBytes } from "../../kernels/mod.ts";
import type { PcmFormat } from "../pcm/mod.ts";
import { FileSource } from "./_file_source.ts";
import type { Spool } from "./_spool.ts";

/** How much decoded audio is remembered, so that overlapping segments aren't decoded twice. */
const HISTORY_BYTES = 2 << 20;
/** How far ahead frames are decoded rather than skipped by seeking, where seeking is possible. */
const SKIPPED_BYTES = 1 << 20;

/** Decoded audio, from one frame on. */
interface Piece {
  readonly start: number;
  readonly frames: number;
  /** The samples in memory, or their position in the spool. */
  readonly kept: Uint8Array<ArrayBuffer> | number;
}

/**
 * An audio file that several segments are read from, in any order. Frames are decoded forwards; the
 * last ones are remembered. Going further back seeks where the coding allows. Where it doesn't, the
 * file is decoded once more, into a spool, and never again.
 */
export class SharedFile implements Disposable {
  readonly sampleRate: number;
  readonly channels: number;
  readonly format: PcmFormat;

  readonly #path: string;
  readonly #options: InputOptions;
  readonly #spool: () => Spool;
  readonly #frameBytes: number;
  readonly #pieces: Piece[] = [];
  #file: FileSource;
  #decoder: InputDecoder;
  #spooling = false;
  /** The frame that the decoder comes to next. */
  #next = 0;
  #frames: number | undefined;
  #failure: { readonly error: unknown } | undefined;
  #bytesBefore = 0;

  /** @param options.again Whether the file was decoded before, so that now it is spooled at once. */
  constructor(
    path: string,
    { spool, again, ...options }: { spool: () => Spool; again: boolean } & InputOptions,
  ) {
    this.#path = path;
    this.#options = options;
    this.#spool = spool;
    [this.#file, this.#decoder] = open(path, options);
    const { sampleRate, channels, format, frames, seekable } = this.#decoder;
    this.sampleRate = sampleRate;
    this.channels = channels;
    this.format = format;
    this.#frames = frames;
    this.#frameBytes = channels * sampleBytes(format);
    this.#spooling = again && !seekable;
  }

  /** How many frames there are, if that is known yet. */
  get frames(): number | undefined {
    return this.#frames;
  }

  /** What the file lacks, as far as decoding has shown. */
  get missing(): MissingAudio | undefined {
    return this.#decoder.missing;
  }

  /** How much of the file has been read so far; more than its size when parts were read again. */
  get bytesRead(): number {
    return this.#bytesBefore + this.#file.bytesRead;
  }

  /**
   * Fills `target` with whole frames from `frame` on, as many as are at hand.
   *
   * @returns How many bytes were filled; 0 at the end of the file.
   */
  read(frame: number, target: Uint8Array): number {
    const first = this.#pieces[0];
    if (frame < (first?.start ?? this.#next)) this.#goBack(frame);
    const ahead = (frame - this.#next) * this.#frameBytes;
    if (ahead > SKIPPED_BYTES && this.#decoder.seekable) this.#seek(frame);
    while (frame >= this.#next) {
      if (!this.#decode()) return 0;
    }
    const piece = this.#pieceAt(frame);
    const skipped = (frame - piece.start) * this.#frameBytes;
    const whole = target.length - target.length % this.#frameBytes;
    const length = Math.min(piece.frames * this.#frameBytes - skipped, whole);
    if (typeof piece.kept === "number") {
      this.#spool().read(piece.kept + skipped, target.subarray(0, length));
    } else {
      target.set(piece.kept.subarray(skipped, skipped + length));
    }
    return length;
  }

  /** @throws {FileError} `"changed"` when it is no longer the file that was opened. */
  refuseChanged(): void {
    this.#file.refuseChanged();
  }

  /** Whether what is decoded goes into the spool. */
  get spooling(): boolean {
    return this.#spooling;
  }

  /** Decodes what is left into the spool and closes the file; reading goes on from the spool. */
  finishSpool(): void {
    try {
      while (this.#decode());
    } catch {
      // Remembered: whoever asks for frames beyond the failure gets it then.
    }
    this[Symbol.dispose]();
  }

  /** Closes the file. */
  [Symbol.dispose](): void {
    this.#decoder[Symbol.dispose]();
    this.#file[Symbol.dispose]();
  }

  /** Decodes one piece; returns whether there was one. */
  #decode(): boolean {
    if (this.#failure !== undefined) throw this.#failure.error;
    let bytes: Uint8Array<ArrayBuffer> | undefined;
    try {
      bytes = this.#decoder.next();
    } catch (error) {
      this.#failure = { error };
      // A change of the file may be what is wrong.
      this.#file.refuseChanged();
      throw error;
    }
    if (bytes === undefined) {
      this.#frames ??= this.#next;
      return false;
    }
    const frames = bytes.length / this.#frameBytes;
    const kept = this.#spooling ? this.#spool().append(bytes) : this.#remember(bytes);
    this.#pieces.push({ start: this.#next, frames, kept });
    this.#next += frames;
    return true;
  }

  /** Copies a piece, over the oldest one if there is enough history. */
  #remember(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    const [oldest] = this.#pieces;
    const full = oldest !== undefined && typeof oldest.kept !== "number" &&
      (this.#next - oldest.start) * this.#frameBytes + bytes.length > HISTORY_BYTES;
    if (!full || typeof oldest.kept === "number") return new Uint8Array(bytes);
    this.#pieces.shift();
    if (oldest.kept.length < bytes.length) return new Uint8Array(bytes);
    oldest.kept.set(bytes);
    return oldest.kept;
  }

  /** The piece that holds `frame`; the caller has made sure that there is one. */
  #pieceAt(frame: number): Piece {
    let [low, high] = [0, this.#pieces.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#pieces[middle]?.start ?? 0) <= frame) low = middle;
      else high = middle - 1;
    }
    return this.#pieces[low] ?? { start: frame, frames: 0, kept: 0 };
  }

  #goBack(frame: number): void {
    if (this.#decoder.seekable) return this.#seek(frame);
    this.#file.refuseChanged();
    this.#bytesBefore += this.#file.bytesRead;
    this[Symbol.dispose]();
    [this.#file, this.#decoder] = open(this.#path, this.#options);
    this.#pieces.length = 0;
    this.#next = 0;
    this.#failure = undefined;
    this.#spooling = true;
  }

  #seek(frame: number): void {
    const target = Math.min(frame, this.#frames ?? frame);
    this.#failure = undefined;
    this.#decoder.seek(target);
    this.#pieces.length = 0;
    this.#next = target;
  }
}

function open(path: string, options: InputOptions): [FileSource, InputDecoder] {
  const file = new FileSource(path);
  try {
    return [file, new InputDecoder(file, path, options)];
  } catch (error) {
    file[Symbol.dispose]();
    throw error;
  }
}
