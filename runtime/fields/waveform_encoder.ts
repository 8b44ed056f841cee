import type { PcmSource, PcmTarget } from "../../audio/pcm/mod.ts";
import { AudioInputError } from "../../errors/mod.ts";
import type { AudioInput, WaveformOptions } from "../../schema/mod.ts";
import type { FieldSlot } from "../writer/field_slot.ts";
import { Spool } from "../writer/spool.ts";
import { fileOf, nameOf, openAudioInput } from "./audio_input.ts";
import type { AudioOpener } from "./kind.ts";
import { borrowPipeline } from "./pipelines.ts";
import type { StoredAudioTap } from "./stored_audio_tap.ts";

/** What a waveform field stores: its options, which say all there is about channels without `mono`. */
export type WaveformTarget = Omit<WaveformOptions, "mono">;

/** The largest value of an unsigned 32-bit member. */
const maxUint32 = 0xffff_ffff;

/** Takes audio in for one waveform field: reads, mixes, resamples, converts, writes the payload. */
export class WaveformEncoder {
  readonly #target: WaveformTarget;
  readonly #openAudio: AudioOpener | undefined;
  /** Holds clips back until their peaks are known; empty between clips. */
  #held: Spool | undefined;
  /** Stored bytes outside of the kernels' memory, for taps. */
  #copy = new Uint8Array(0);

  /** Made by writers, one for each field; without `openAudio` it takes samples in memory alone. */
  constructor(target: WaveformTarget, openAudio?: AudioOpener) {
    this.#target = target;
    this.#openAudio = openAudio;
  }

  /**
   * Writes the samples to the slot, and its length, width and metadata.
   *
   * @param tap sees what is stored, too.
   * @throws {AudioInputError} when the audio can't be read, has fewer channels than the field, or
   *   holds NaN or infinity.
   * @throws {ManifestError} when the value isn't audio.
   */
  encode(input: AudioInput, slot: FieldSlot, tap?: StoredAudioTap): void {
    using source = openAudioInput(input, { slot, openAudio: this.#openAudio });
    const { sampleRate, dtype } = this.#target;
    const target = this.#targetFor(source, input);
    const channels = target.channels === "mono" ? 1 : target.channels;
    using lent = borrowPipeline(source, target);
    const held = this.#held ??= new Spool(slot.file);
    tap?.begin({ sampleRate, channels, dtype });
    const write = tap === undefined
      ? (bytes: Uint8Array) => slot.write(bytes)
      : (bytes: Uint8Array) => {
        // Whoever listens may let the kernels' memory grow, which detaches views of it.
        const copy = this.#copyOf(bytes);
        slot.write(copy);
        tap.write(copy);
      };
    let samples: number;
    try {
      samples = lent.pipeline.run(source, { write, file: fileOf(input), held });
    } finally {
      held[Symbol.dispose]();
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

  /** What a clip of so many channels becomes. */
  #targetFor({ channels: found }: PcmSource, input: AudioInput): PcmTarget {
    const { channels } = this.#target;
    if (channels === "source") return { ...this.#target, channels: found };
    if (channels === "mono" || found === 1 || found >= channels) {
      return { ...this.#target, channels };
    }
    throw new AudioInputError(
      `Cannot take in ${nameOf(input)}: it has ${found} channels, the field has ${channels}`,
      {
        code: "channels",
        file: fileOf(input),
        found,
        wanted: `1 channel, or at least ${channels}`,
        hint: "mix it first, or change the schema",
      },
    );
  }

  #copyOf(bytes: Uint8Array): Uint8Array {
    if (this.#copy.length < bytes.length) this.#copy = new Uint8Array(bytes.length);
    this.#copy.set(bytes);
    return this.#copy.subarray(0, bytes.length);
  }
}

const dtypeCodes = { int16: 0, float32: 1, int32: 2 } as const;

function tooLong(input: AudioInput, samples: number): AudioInputError {
  return new AudioInputError(
    `Cannot take in ${nameOf(input)}: its ${samples} samples don't fit a record`,
    {
      code: "too-long",
      file: fileOf(input),
      found: samples,
      wanted: maxUint32,
      hint: "cut it into pieces",
    },
  );
}
