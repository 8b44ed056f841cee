import type { PcmSource } from "../../audio/pcm/mod.ts";
import { AudioInputError } from "../../errors/mod.ts";
import {
  type AudioCoding,
  type AudioInput,
  type AudioTarget,
  maxCodedChannels,
} from "../../schema/mod.ts";
import type { CodedAudio, Coding, TrackEncoder } from "../codings/coding.ts";
import { takeOver } from "../codings/codec_track_encoder.ts";
import { codingOf } from "../codings/mod.ts";
import { finishTracks } from "../codings/write_tracks.ts";
import type { FieldSlot } from "../writer/field_slot.ts";
import { fileOf, nameOf } from "./audio_input.ts";
import { AudioIntake } from "./audio_intake.ts";
import type { AudioOpener } from "./kind.ts";
import type { StoredAudioTap } from "./stored_audio_tap.ts";

/** What a field of coded audio stores. */
export interface CodedTarget extends Omit<AudioTarget, "mono"> {
  /** How it is coded. */
  readonly coding: AudioCoding;
}

/** Takes audio in for one field of coded audio, and writes its stream and index. */
export class CodedEncoder {
  readonly #target: Omit<CodedTarget, "coding">;
  readonly #coding: Coding;
  readonly #intake: AudioIntake;
  #encoder: TrackEncoder | undefined;

  /** Made by writers, one for each field; without `openAudio` it takes samples in memory alone. */
  constructor({ coding, ...target }: CodedTarget, openAudio?: AudioOpener) {
    this.#target = target;
    this.#coding = codingOf(coding);
    this.#intake = new AudioIntake({ ...target, dtype: this.#coding.dtype }, openAudio);
  }

  /**
   * Writes the audio to the slot, and its length, width and metadata. A file that is already coded as
   * the field wants it is checked and taken over as it is.
   *
   * @param tap sees what goes into the coding, too.
   * @throws {AudioInputError} when the audio can't be read, has fewer channels than the field or more
   *   than the codec, or holds NaN or infinity.
   * @throws {ManifestError} when the value isn't audio.
   */
  encode(input: AudioInput, slot: FieldSlot, tap?: StoredAudioTap): void {
    using source = this.#intake.open(input, slot);
    if (tap === undefined && this.#takeOver(source, slot)) return;
    using encoder = this.#encoder ??= this.#coding.encoder(slot.file);
    let audio: CodedAudio = { sampleRate: 1, channels: 1 };
    const store: StoredAudioTap = {
      begin: (stored) => {
        audio = stored;
        checkChannels(this.#coding, { input, channels: stored.channels });
        encoder.begin(stored, (bytes) => slot.write(bytes));
      },
      write: (bytes) => encoder.write(bytes),
    };
    this.#intake.run(source, { input, slot, store, tap });
    finishTracks([encoder.finish()], { slot, audio, coding: this.#coding });
  }

  /** Keeps a source's stream as it is coded, if it may be, and returns whether it was. */
  #takeOver({ coded, channels, sampleRate }: PcmSource, slot: FieldSlot): boolean {
    const { codec } = this.#coding;
    const { channels: wanted, normalize, sampleRate: fieldRate } = this.#target;
    const stays = wanted === "source" || channels === (wanted === "mono" ? 1 : wanted);
    if (coded === undefined || codec === undefined || normalize || !stays) return false;
    using lease = codec.scanner({
      codec: coded.codec,
      bits: coded.bits,
      channels,
      sampleRate,
      fieldRate,
    });
    if (lease === undefined) return false;
    const audio = { sampleRate: fieldRate, channels };
    const track = takeOver(lease.codec, {
      next: () => coded.next(),
      step: codec.step(audio),
      outputPath: slot.file,
      out: (bytes) => slot.write(bytes),
    });
    finishTracks([track], { slot, audio, coding: this.#coding });
    return true;
  }
}

/** @throws {AudioInputError} when a codec doesn't have so many channels. */
export function checkChannels(
  { options }: Coding,
  { input, channels }: { input: AudioInput; channels: number },
): void {
  if (options.codec === "pcm" || channels <= maxCodedChannels) return;
  throw new AudioInputError(
    `Cannot take in ${nameOf(input)}: it has ${channels} channels, ${options.codec} has up to ` +
      `${maxCodedChannels}`,
    {
      code: "channels",
      file: fileOf(input),
      found: channels,
      wanted: `at most ${maxCodedChannels} channels`,
      hint: "mix it first, or set `channels` in the schema",
    },
  );
}
