import type { PcmSamples, PcmSource } from "../../audio/mod.ts";
import type { EncodedRecord } from "../../runtime/mod.ts";
import { type DatasetIr, fieldKind, fieldPeriod, type Period } from "../../schema/mod.ts";

/**
 * Measures how much audio a record holds: as stored in the dataset's first field of audio or stems
 * or, if there is no such field, as it was read.
 */
export class AudioLength {
  readonly #field: number;
  readonly #period: Period | undefined;
  #seconds: number | null = null;

  constructor({ fields }: DatasetIr) {
    this.#field = fields.findIndex(({ kind }) => fieldKind(kind)?.role === "audio");
    const field = fields[this.#field];
    this.#period = field && fieldPeriod(field);
  }

  /** Starts another record. */
  begin(): void {
    this.#seconds = null;
  }

  /** Listens to audio that the record reads, and returns it. */
  hear(source: PcmSource): PcmSource {
    return this.#field < 0 ? new HeardSource(source, (seconds) => this.#seconds = seconds) : source;
  }

  /** Measures a record that was encoded. */
  measure(record: EncodedRecord): void {
    if (this.#period === undefined) return;
    const [numerator, denominator] = this.#period;
    this.#seconds = record.lengthOf(this.#field) * numerator / denominator;
  }

  /** The length in seconds of the record measured last; `null` if it has no audio. */
  get seconds(): number | null {
    return this.#seconds;
  }
}

/** A source that reports how much of it was read. */
class HeardSource implements PcmSource {
  readonly sampleRate: number;
  readonly channels: number;
  readonly format: PcmSource["format"];
  readonly frames: number | undefined;
  readonly #source: PcmSource;
  readonly #tell: (seconds: number) => void;
  #heard = 0;

  constructor(source: PcmSource, tell: (seconds: number) => void) {
    this.#source = source;
    this.#tell = tell;
    this.sampleRate = source.sampleRate;
    this.channels = source.channels;
    this.format = source.format;
    this.frames = source.frames;
    tell(0);
  }

  get missing(): PcmSource["missing"] {
    return this.#source.missing;
  }

  next(): PcmSamples | undefined {
    const samples = this.#source.next();
    if (samples === undefined) return undefined;
    this.#heard += samples.length / this.channels;
    this.#tell(this.#heard / this.sampleRate);
    return samples;
  }

  [Symbol.dispose](): void {
    this.#source[Symbol.dispose]();
  }
}
