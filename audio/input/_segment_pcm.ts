import type { MissingAudio, PcmFormat, PcmSamples, PcmSource } from "../pcm/mod.ts";
import { sampleBytes } from "../../kernels/mod.ts";
import { samplesOf } from "./_samples.ts";
import type { SharedFile } from "./_shared_file.ts";
import { type AudioSegment, beyondTheEnd, frameRange } from "./audio_segment.ts";

/** The most bytes in a piece. */
const PIECE_BYTES = 128 * 1024;

/** A segment of a file as a stream; several segments of one file may be read in turns. */
export class SegmentPcm implements PcmSource {
  readonly sampleRate: number;
  readonly channels: number;
  readonly format: PcmFormat;
  readonly frames: number | undefined;

  readonly #segment: AudioSegment;
  readonly #reach: () => SharedFile;
  readonly #close: (() => void) | undefined;
  #position: number;
  #end: number | undefined;
  #buffer: Uint8Array<ArrayBuffer> | undefined;
  #missing: MissingAudio | undefined;

  /**
   * @param options.reach The file, which may have been closed and opened again since.
   * @param options.close What to do when nothing more will be read.
   */
  constructor(
    segment: AudioSegment,
    { reach, close }: { reach: () => SharedFile; close?: () => void },
  ) {
    const file = reach();
    const { start, length } = frameRange(segment, file.sampleRate);
    const end = length === undefined ? file.frames : start + length;
    if (file.frames !== undefined && Math.max(start, end ?? 0) > file.frames) {
      throw beyondTheEnd(segment, { frames: file.frames, sampleRate: file.sampleRate });
    }
    this.#segment = segment;
    this.#reach = reach;
    this.#close = close;
    this.sampleRate = file.sampleRate;
    this.channels = file.channels;
    this.format = file.format;
    this.frames = end === undefined ? undefined : end - start;
    this.#position = start;
    this.#end = end;
    if (length === undefined) this.#missing = file.missing;
  }

  /** What the file lacks, if the segment goes to its end. */
  get missing(): MissingAudio | undefined {
    return this.#missing;
  }

  next(): PcmSamples | undefined {
    try {
      const samples = this.#read();
      if (samples === undefined) this[Symbol.dispose]();
      return samples;
    } catch (error) {
      this[Symbol.dispose]();
      throw error;
    }
  }

  [Symbol.dispose](): void {
    this.#end = this.#position;
    this.#close?.();
  }

  #read(): PcmSamples | undefined {
    const left = (this.#end ?? Infinity) - this.#position;
    if (left <= 0) return undefined;
    const file = this.#reach();
    const frameBytes = this.channels * sampleBytes(this.format);
    this.#buffer ??= new Uint8Array(frameBytes * Math.min(left, PIECE_BYTES / frameBytes | 0));
    const length = file.read(this.#position, this.#buffer);
    if (length === 0) {
      const frames = file.frames ?? this.#position;
      file.refuseChanged();
      if (this.#end === undefined && this.#position <= frames) {
        this.#missing = file.missing;
        return undefined;
      }
      throw beyondTheEnd(this.#segment, { frames, sampleRate: this.sampleRate });
    }
    const count = Math.min(length / frameBytes, left);
    this.#position += count;
    if (this.#position === this.#end) file.refuseChanged();
    return samplesOf(this.format, this.#buffer.subarray(0, count * frameBytes));
  }
}
