import { counted } from "../../../errors/counted.ts";
import type { PcmSource } from "../../../audio/pcm/mod.ts";
import { AudioInputError } from "../../../errors/mod.ts";
import type { StemsInput } from "../../../schema/mod.ts";
import { memberOf, tracksLayout } from "../../../schema/reading.ts";
import type { CodedAudio, Coding, EncodedTrack, TrackEncoder } from "./codings/coding.ts";
import { codingOf } from "./codings/mod.ts";
import { finishTracks } from "./codings/write_tracks.ts";
import type { FieldSlot } from "../../output/field_slot.ts";
import { fileOf, nameOf } from "../../intake/audio_input.ts";
import { AudioIntake } from "../../intake/audio_intake.ts";
import { checkChannels, type CodedTarget, intakeTarget } from "./coded_encoder.ts";
import type { AudioOpener } from "../../intake/audio_opener.ts";
import { type StemSource, stemSources } from "./stem_sources.ts";

/** What a field of stems stores. */
export interface StemsTarget extends CodedTarget {
  /** The stems, in order. */
  readonly names: readonly string[];
}

/**
 * Takes in stems for one field, and writes their streams one after another, with one index for all
 * of them.
 */
export class StemsEncoder {
  readonly #target: StemsTarget;
  readonly #coding: Coding;
  readonly #intake: AudioIntake;
  #encoder: TrackEncoder | undefined;

  /** Created by writers, one per field; without `openAudio`, it takes only samples in memory. */
  constructor(target: StemsTarget, openAudio?: AudioOpener) {
    this.#target = target;
    this.#coding = codingOf(target.coding);
    this.#intake = new AudioIntake(intakeTarget(target, this.#coding), openAudio);
  }

  /**
   * Writes the stems to the slot, and their length, width and metadata.
   *
   * @throws {AudioInputError} when one can't be read, or differs from the others in length, sample
   *   rate or channels.
   * @throws {ManifestError} when the value isn't stems.
   */
  encode(value: StemsInput, slot: FieldSlot): void {
    const { names, sampleRate } = this.#target;
    const open = (input: Parameters<AudioIntake["open"]>[0]) => this.#intake.open(input, slot);
    using sources = stemSources(value, { names, slot, open });
    using encoder = this.#encoder ??= this.#coding.encoder(slot.file);
    const tracks: EncodedTrack[] = [];
    let audio: CodedAudio = { sampleRate, channels: 0 };
    let rate: number | undefined;
    for (const stem of sources.stems) {
      using source = stem.open();
      rate ??= source.sampleRate;
      this.#refuse(stem, "stem-sample-rate", [source.sampleRate, rate]);
      const { channels, track } = this.#encodeOne(stem, { source, encoder, slot });
      if (tracks.length === 0) audio = { sampleRate, channels };
      this.#refuse(stem, "stem-channels", [channels, audio.channels]);
      this.#refuse(stem, "stem-length", [track.samples, tracks[0]?.samples ?? track.samples]);
      tracks.push(track);
    }
    finishTracks(tracks, { slot, audio, coding: this.#coding });
    const { offset } = memberOf(tracksLayout, "tracks");
    for (const { stem } of sources.stems) {
      const at = offset + (stem >>> 5) * 4;
      slot.metadata.setUint32(at, slot.metadata.getUint32(at, true) | 1 << (stem & 31), true);
    }
  }

  #encodeOne(
    { input }: StemSource,
    { source, encoder, slot }: { source: PcmSource; encoder: TrackEncoder; slot: FieldSlot },
  ): { channels: number; track: EncodedTrack } {
    let channels = 0;
    this.#intake.run(source, {
      input,
      slot,
      store: {
        begin: (audio) => {
          channels = audio.channels;
          checkChannels(this.#coding, { input, channels });
          encoder.begin(audio, slot);
        },
        write: (bytes) => encoder.write(bytes),
      },
      tap: undefined,
    });
    return { channels, track: encoder.finish() };
  }

  /** Stems of one record must agree, or they aren't aligned. */
  #refuse({ stem, input }: StemSource, code: StemCode, [found, wanted]: [number, number]): void {
    if (found === wanted) return;
    const { is, hint } = stemParts[code];
    throw new AudioInputError(
      `Cannot store ${nameOf(input)} as "${this.#target.names[stem]}": ${
        is(found)
      }, but the stems ` +
        `before it ${is(wanted).replace("it has", "have").replace("it is", "are")}`,
      { code, file: fileOf(input), found, wanted, hint },
    );
  }
}

type StemCode = "stem-sample-rate" | "stem-channels" | "stem-length";

const stemParts: Readonly<
  Record<StemCode, { readonly is: (found: number) => string; readonly hint: string }>
> = {
  "stem-sample-rate": {
    is: (rate) => `it is at ${rate} Hz`,
    hint: "resample all stems of a recording to the same rate first",
  },
  "stem-channels": {
    is: (channels) => `it has ${counted(channels, "channel")}`,
    hint: "set `channels` in the schema, so that all stems have the same number",
  },
  "stem-length": {
    is: (samples) => `it has ${counted(samples, "sample")}`,
    hint: "cut or pad them to the same length first",
  },
};
