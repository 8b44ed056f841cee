import { type PcmSource, samplesSource } from "../../audio/pcm/mod.ts";
import { AudioInputError, UsageError } from "../../errors/mod.ts";
import type { AudioInput, WaveformDtype } from "../../schema/mod.ts";
import type { FieldSlot } from "../writer/field_slot.ts";
import { wrongValue } from "./checked.ts";
import { borrowConverter } from "./converters.ts";
import type { AudioOpener } from "./kind.ts";

/** What a waveform field stores. */
export interface WaveformTarget {
  /** Samples per second; audio at any other rate is refused. */
  readonly sampleRate: number;
  /** Whether channels are averaged into one. */
  readonly mono: boolean;
  /** What samples are converted to. */
  readonly dtype: WaveformDtype;
}

/** The largest value of an unsigned 32-bit member. */
const maxUint32 = 0xffff_ffff;

/** Takes audio in for one waveform field: reads, mixes, converts, and writes the payload. */
export class WaveformEncoder {
  readonly #target: WaveformTarget;
  readonly #openAudio: AudioOpener | undefined;

  /** Made by writers, one for each field; without `openAudio` it takes samples in memory alone. */
  constructor(target: WaveformTarget, openAudio?: AudioOpener) {
    this.#target = target;
    this.#openAudio = openAudio;
  }

  /**
   * Writes the samples to the slot, and its length, width and metadata.
   *
   * @throws {AudioInputError} when the audio can't be read, is at another sample rate, or holds
   *   NaN or infinity.
   * @throws {ManifestError} when the value isn't audio.
   */
  encode(input: AudioInput, slot: FieldSlot): void {
    using source = this.#open(input, slot);
    const { sampleRate, mono, dtype } = this.#target;
    if (source.sampleRate !== sampleRate) throw this.#wrongRate(input, source.sampleRate);
    const channels = mono ? 1 : source.channels;
    using lent = borrowConverter({
      from: source.format,
      channels: source.channels,
      mono,
      to: dtype,
    });
    const { converter } = lent;
    converter.reset(typeof input === "string" ? input : undefined);
    let samples = 0;
    for (let chunk = source.next(); chunk !== undefined; chunk = source.next()) {
      const bytes = converter.convert(chunk);
      slot.write(bytes);
      samples += bytes.length / converter.frameBytes;
    }
    const durationMs = Math.floor((samples * 1000) / sampleRate);
    if (samples > maxUint32 || durationMs > maxUint32) throw tooLong(input, samples);
    slot.length = samples;
    slot.width = channels;
    slot.metadata.setUint32(8, samples, true);
    slot.metadata.setUint32(12, durationMs, true);
    slot.metadata.setUint32(16, sampleRate, true);
    slot.metadata.setUint8(20, channels);
    slot.metadata.setUint8(21, dtypeCodes[dtype]);
  }

  #open(input: AudioInput, slot: FieldSlot): PcmSource {
    if (typeof input === "string") {
      if (this.#openAudio !== undefined) return this.#openAudio(input);
      throw new UsageError(`Cannot read "${input}": this writer has nothing to open audio with`, {
        code: "no-audio-opener",
        file: input,
        hint: "pass openAudio to the writer, or samples to append",
      });
    }
    if (typeof input !== "object" || input === null || !("samples" in input)) {
      throw wrongValue(input, "audio: a path, or { samples, sampleRate, channels }", slot);
    }
    return samplesSource(input);
  }

  #wrongRate(input: AudioInput, found: number): AudioInputError {
    const wanted = this.#target.sampleRate;
    return new AudioInputError(
      `Cannot take in ${
        nameOf(input)
      }: its sample rate is ${found} Hz, the field's is ${wanted} Hz`,
      {
        code: "sample-rate",
        file: typeof input === "string" ? input : undefined,
        found,
        wanted,
        hint: "resampling is not available yet: convert it first, or change the schema",
      },
    );
  }
}

const dtypeCodes = { int16: 0, float32: 1, int32: 2 } as const;

function tooLong(input: AudioInput, samples: number): AudioInputError {
  return new AudioInputError(
    `Cannot take in ${nameOf(input)}: its ${samples} samples don't fit a record`,
    { code: "too-long", found: samples, wanted: maxUint32, hint: "cut it into pieces" },
  );
}

function nameOf(input: AudioInput): string {
  return typeof input === "string" ? `"${input}"` : "the samples given";
}
