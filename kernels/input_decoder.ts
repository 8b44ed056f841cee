import { AudioInputError } from "../errors/mod.ts";
import { kernelModule } from "./kernel_modules.ts";
import { sampleBytes, type SampleFormat, sampleFormats } from "./sample_format.ts";
import * as input from "./wasm/input.js";

/** A file's bytes, wherever they are; read synchronously. */
export interface ByteSource {
  /** How many bytes there are. */
  readonly size: number;
  /**
   * Reads bytes from `position` on into `buffer`; returns how many, 0 at the end. `buffer` is a
   * view of the decoder's memory and may not be kept. Whatever it throws reaches the decoder's
   * caller.
   */
  readAt(position: number, buffer: Uint8Array): number;
}

/** How strictly to read a file. */
export interface InputOptions {
  /**
   * Reads what a file still has of audio that is cut off. `false` by default: then that is an
   * error.
   */
  readonly acceptTruncated?: boolean | undefined;
  /** Which of the file's audio tracks is read, counting from 1; the first by default. */
  readonly track?: number | undefined;
  /**
   * Takes the length from a recording's index and times, where it has them, rather than counting
   * its packets; a gap in the recording is then part of the length. Only for looking: `false` by
   * default.
   */
  readonly byIndex?: boolean | undefined;
}

/** Audio that a file lacks at its end. */
export interface MissingAudio {
  /** How many of the frames that its header announces are missing; `undefined` if nothing says. */
  readonly frames: number | undefined;
}

/** What kind of audio a file is. */
export interface AudioKind {
  /** The common name of its container: `"WAV"`, `"MPEG-4"`, `"WebM"`. */
  readonly name: string;
  /** Whether files of this kind are read. */
  readonly readable: boolean;
}

let memory: WebAssembly.Memory | undefined;
/** Counts instances: a crash ends one. */
let generation = 0;

/**
 * Decodes an audio file into interleaved samples of its native precision: integers of up to 16 bits
 * and companded audio as left-justified int16, wider ones as left-justified int32, floats
 * unchanged, and lossy audio as float32.
 *
 * Reads as it goes, a bounded piece at a time: the length of a file doesn't matter.
 */
export class InputDecoder implements Disposable {
  /** Frames per second. */
  readonly sampleRate: number;
  /** Samples per frame, from 1 to 255. */
  readonly channels: number;
  /** How {@link InputDecoder.next} hands out samples. */
  readonly format: SampleFormat;
  /** How many frames there are, exactly; `undefined` if only decoding tells. */
  readonly frames: number | undefined;
  /** Its common name: `"WAV"`, `"MPEG-4"`. */
  readonly container: string;
  /** Its common name: `"PCM"`, `"MP3"`. */
  readonly codec: string;
  /** Bits per stored sample; `undefined` if the codec has no such thing. */
  readonly bits: number | undefined;
  /** Whether {@link InputDecoder.seek} works: it does if frames needn't be decoded in order. */
  readonly seekable: boolean;

  readonly #name: string;
  readonly #source: GuardedSource;
  readonly #acceptTruncated: boolean;
  readonly #track: number;
  readonly #byIndex: boolean;
  #missing: MissingAudio | undefined;
  #generation = -1;
  #handle = -1;
  /** Frames handed out so far, or sought past. */
  #position = 0;
  #crash: AudioInputError | undefined;

  /**
   * Reads the header.
   *
   * @param name What to call the file in errors.
   * @throws {AudioInputError} Saying why the file can't be read; whatever `source` throws is thrown
   * unchanged.
   */
  constructor(source: ByteSource, name: string, options: InputOptions = {}) {
    const { acceptTruncated = false, track = 1, byIndex = false } = options;
    this.#name = name;
    this.#acceptTruncated = acceptTruncated;
    this.#track = track;
    this.#byIndex = byIndex;
    this.#source = new GuardedSource(source);
    this.#open();
    const [sampleRate = 0, channels = 0, format = 0, frames = -1, bits = 0, seekable = 0] = this
      .#call(() => input.inputInfo(this.#handle));
    const [container = "", codec = ""] = this.#call(() => input.inputNames(this.#handle));
    this.sampleRate = sampleRate;
    this.channels = channels;
    this.format = sampleFormats[format] ?? "int16";
    this.frames = frames < 0 ? undefined : frames;
    this.container = container;
    this.codec = codec;
    this.bits = bits === 0 ? undefined : bits;
    this.seekable = seekable === 1;
    this.#lookForTheEnd();
  }

  /**
   * What the file lacks, only with `acceptTruncated`; known when the file is opened or, if only
   * decoding tells, at its end.
   */
  get missing(): MissingAudio | undefined {
    return this.#missing;
  }

  /**
   * The bytes of the next samples, whole frames, or `undefined` at the end. A view of the decoder's
   * memory, aligned to 8: valid until any decoder is called.
   *
   * @throws {AudioInputError} When the rest can't be decoded; whatever the source throws is thrown
   * unchanged.
   */
  next(): Uint8Array<ArrayBuffer> | undefined {
    if (this.#handle < 0) return undefined;
    this.#revive();
    const length = this.#decode();
    if (length === 0) {
      this.#lookForTheEnd();
      return undefined;
    }
    const offset = this.#call(() => input.inputOffset(this.#handle));
    return new Uint8Array(load().buffer as ArrayBuffer, offset, length);
  }

  /**
   * Continues from `frame`, with the same samples that reading up to it would have led to.
   *
   * @param frame From 0 to {@link InputDecoder.frames}.
   * @returns Whether it did; without `seekable`, nothing happens.
   * @throws {AudioInputError} When that part of the file can't be read.
   */
  seek(frame: number): boolean {
    if (this.#handle < 0 || !this.seekable) return false;
    this.#revive();
    const done = this.#call(() => input.seekInput(this.#handle, frame));
    if (done < 0) throw this.#error();
    if (done === 1) this.#position = frame;
    return done === 1;
  }

  /** Frees the decoder's memory; doing so twice is harmless. */
  [Symbol.dispose](): void {
    const handle = this.#handle;
    this.#handle = -1;
    if (handle >= 0 && this.#generation === generation && this.#crash === undefined) {
      this.#call(() => input.closeInput(handle));
    }
  }

  #open(): void {
    load();
    this.#generation = generation;
    this.#handle = this.#tryToOpen(this.#acceptTruncated);
    if (this.#handle < 0) throw this.#refusal();
  }

  #tryToOpen(acceptTruncated: boolean): number {
    const [source, track, byIndex] = [this.#source, this.#track, this.#byIndex];
    return this.#call(() => input.openInput(source, acceptTruncated, track, byIndex));
  }

  /** Why the file can't be opened; doesn't suggest to accept what there is if that is nothing. */
  #refusal(): unknown {
    const refused = this.#error();
    if (!isTruncated(refused)) return refused;
    const handle = this.#tryToOpen(true);
    if (handle >= 0) {
      this.#call(() => input.closeInput(handle));
      return refused;
    }
    const last = this.#error("copy or export the file again: what is left of it can't be read");
    return isTruncated(last) ? last : refused;
  }

  #lookForTheEnd(): void {
    if (!this.#acceptTruncated) return;
    const frames = this.#call(() => input.inputMissing(this.#handle));
    this.#missing = frames === -1 ? undefined : { frames: frames < 0 ? undefined : frames };
  }

  /** Decodes the next piece; returns its length in bytes. */
  #decode(): number {
    const length = this.#call(() => input.nextInput(this.#handle));
    if (length < 0) throw this.#error();
    this.#position += length / (this.channels * sampleBytes(this.format));
    return length;
  }

  /**
   * If another file has crashed the instance since: opens the file in the new one, and catches up.
   */
  #revive(): void {
    if (this.#crash !== undefined) throw this.#crash;
    if (this.#generation === generation) return;
    const position = this.#position;
    this.#position = 0;
    this.#open();
    if (this.seek(position)) return;
    while (this.#position < position && this.#decode() > 0);
  }

  #call<T>(run: () => T): T {
    try {
      return run();
    } catch (cause) {
      // A panic is a trap, and a stack overflow is a RangeError: either way, the instance is
      // unusable. Other decoders get a new one.
      forget();
      this.#crash = this.#crashed(cause);
      throw this.#crash;
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

  /** @param advice what to do, if not what the decoder suggests. */
  #error(advice?: string): unknown {
    if (this.#source.failed) return this.#source.takeError();
    const [code = "decoder-failed", what = "", found = "", wanted = "", hint = ""] = this.#call(
      () => input.lastError(),
    );
    return new AudioInputError(`Cannot read "${this.#name}": ${what}`, {
      code,
      file: this.#name,
      found: found || undefined,
      wanted: wanted || undefined,
      hint: advice ?? (hint || undefined),
    });
  }
}

function isTruncated(error: unknown): boolean {
  return error instanceof AudioInputError && error.code === "truncated";
}

/**
 * Tells what kind of audio a file is by its contents, whether or not it can be read; `undefined` if
 * it isn't audio, or isn't known to be. It doesn't check which codec a file of a readable kind has,
 * or whether it is complete.
 *
 * @throws whatever `source` throws.
 */
export function identifyInput(source: ByteSource): AudioKind | undefined {
  load();
  const guarded = new GuardedSource(source);
  const name = input.identifyInput(guarded);
  if (guarded.failed) throw guarded.takeError();
  if (name === "") return undefined;
  return name.startsWith("-") ? { name: name.slice(1), readable: false } : { name, readable: true };
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
  memory ??= input.initSync({ module: kernelModule("input") }).memory;
  return memory;
}

function forget(): void {
  generation++;
  memory = undefined;
  input.reset();
}
