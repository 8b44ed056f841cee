import { counted } from "../../errors/counted.ts";
import type { PcmSource, PcmTarget } from "../../audio/pcm/mod.ts";
import { AudioInputError } from "../../errors/mod.ts";
import type { AudioInput, ResolvedWaveform } from "../../schema/mod.ts";
import type { FieldSlot } from "../output/field_slot.ts";
import { Spool } from "../output/spool.ts";
import { fileOf, nameOf, openAudioInput } from "./audio_input.ts";
import type { AudioOpener } from "./audio_opener.ts";
import { KeptCopy } from "./kept_copy.ts";
import { noteMissing, notePhase } from "./note_audio.ts";
import { borrowPipeline } from "./pipelines.ts";
import type { StoredAudioTap } from "./stored_audio_tap.ts";

/** What an audio field stores: its options without `mono`, because `channels` already says it. */
export interface WaveformTarget extends Omit<ResolvedWaveform, "mono"> {
  /**
   * If the field stores floats, the largest magnitude that counts as sound, as a multiple of full
   * scale. There is no limit if omitted.
   */
  readonly maxPeak?: number | undefined;
}

/** Takes in audio for one field: opens, mixes, resamples and converts it. */
export class AudioIntake {
  readonly #target: WaveformTarget;
  readonly #openAudio: AudioOpener | undefined;
  /** Holds clips back until their peaks are known; empty between clips. */
  #held: Spool | undefined;
  /** Stored bytes, for taps. */
  readonly #heard = new KeptCopy();

  /** Without `openAudio`, it takes only samples in memory. */
  constructor(target: WaveformTarget, openAudio?: AudioOpener) {
    this.#target = target;
    this.#openAudio = openAudio;
  }

  /**
   * Opens the audio that a record gives.
   *
   * @throws {ManifestError} when it isn't audio.
   * @throws {AudioInputError} when it can't be read.
   */
  open(input: AudioInput, slot: FieldSlot): PcmSource {
    return openAudioInput(input, { slot, openAudio: this.#openAudio });
  }

  /**
   * Passes on a whole source in the form that the field stores, and returns the samples per
   * channel.
   *
   * @param source not disposed of here.
   * @throws {AudioInputError} when it has fewer channels than the field, or holds NaN or infinity.
   */
  run(
    source: PcmSource,
    { input, slot, store, tap }: {
      /** What the source was opened from, for messages. */
      input: AudioInput;
      slot: FieldSlot;
      /** Stores it. */
      store: StoredAudioTap;
      /** Also sees what is stored. */
      tap: StoredAudioTap | undefined;
    },
  ): number {
    const { sampleRate, dtype } = this.#target;
    const target = this.#targetFor(source, input);
    const channels = target.channels === "mono" ? 1 : target.channels;
    using lent = borrowPipeline(source, target);
    const held = this.#held ??= new Spool(slot.file);
    store.begin({ sampleRate, channels, dtype });
    tap?.begin({ sampleRate, channels, dtype });
    const write = tap === undefined
      ? (bytes: Uint8Array) => store.write(bytes)
      : (bytes: Uint8Array) => {
        const copy = this.#heard.of(bytes);
        store.write(copy);
        tap.write(copy);
      };
    try {
      const file = fileOf(input);
      const frames = lent.item.run(source, { write, file, held });
      const { clipping, outOfPhase } = lent.item;
      if (clipping !== undefined) slot.note({ code: "clipped", file, figures: { ...clipping } });
      notePhase(slot, { outOfPhase, file });
      noteMissing(slot, { missing: source.missing, file });
      return frames;
    } finally {
      held[Symbol.dispose]();
    }
  }

  /** What the field stores for a clip with this many channels. */
  #targetFor({ channels: found }: PcmSource, input: AudioInput): PcmTarget {
    const { channels } = this.#target;
    if (channels === "source") return { ...this.#target, channels: found };
    if (channels === "mono" || found === 1 || found >= channels) {
      return { ...this.#target, channels };
    }
    throw new AudioInputError(
      `Cannot store ${nameOf(input)}: it has ${
        counted(found, "channel")
      }, but the field has ${channels}`,
      {
        code: "channels",
        file: fileOf(input),
        found,
        wanted: `1 channel, or at least ${channels}`,
        hint: "mix it first, or change the schema",
      },
    );
  }
}
