import type { PcmSource } from "../../audio/mod.ts";
import type { AudioSegment } from "../../schema/mod.ts";

/** One kind of audio among the inputs. */
export interface AudioForm {
  /** Frames per second. */
  readonly sampleRate: number;
  /** Samples per frame. */
  readonly channels: number;
  /** The format of its samples: `int16`, `float32` and so on. */
  readonly format: string;
}

/**
 * Counts the audio that was packed by sample rate, channels and format, to show what a mixed folder
 * held. Audio that a record opened is counted once the record is complete.
 */
export class AudioCensus {
  readonly #counts = new Map<string, { form: AudioForm; count: number }>();
  /** Keyed by what was opened: several fields of a record may read the same file. */
  readonly #opened = new Map<string, AudioForm>();

  /** Notes audio that the current record opened, and returns it. */
  open(source: PcmSource, input: string | AudioSegment): PcmSource {
    const { sampleRate, channels, format } = source;
    this.#opened.set(JSON.stringify(input), { sampleRate, channels, format });
    return source;
  }

  /** Counts what the record opened. */
  keep(): void {
    for (const form of this.#opened.values()) this.add(form, 1);
    this.#opened.clear();
  }

  /** Counts audio of one kind. */
  add(form: AudioForm, count: number): void {
    const key = `${form.sampleRate} ${form.channels} ${form.format}`;
    const known = this.#counts.get(key);
    if (known === undefined) this.#counts.set(key, { form, count });
    else known.count += count;
  }

  /** Forgets what the record opened, because it failed. */
  drop(): void {
    this.#opened.clear();
  }

  /** The forms with their counts, the most frequent first. */
  get forms(): readonly (readonly [AudioForm, number])[] {
    return [...this.#counts.values()]
      .sort((one, other) => other.count - one.count)
      .map(({ form, count }) => [form, count] as const);
  }
}
