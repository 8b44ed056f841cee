import type { PcmSource } from "../../audio/pcm/mod.ts";
import { AudioInputError } from "../../errors/mod.ts";
import {
  type AudioCoding,
  type AudioInput,
  type AudioTarget,
  maxCodedChannels,
} from "../../schema/mod.ts";
import type { CodedAudio, Coding, StreamSink, TrackEncoder } from "../codings/coding.ts";
import { takeOver } from "../codings/codec_track_encoder.ts";
import { HeardStream } from "../codings/heard_stream.ts";
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
   * @param tap hears what decoding will give.
   * @throws {AudioInputError} when the audio can't be read, has fewer channels than the field or more
   *   than the codec, or holds NaN or infinity.
   * @throws {ManifestError} when the value isn't audio.
   */
  encode(input: AudioInput, slot: FieldSlot, tap?: StoredAudioTap): void {
    {
      using source = this.#intake.open(input, slot);
      if (!this.#isTakenOver(source)) return this.#code(source, { input, slot, tap });
      if (this.#takeOver(source, { slot, tap })) return;
    }
    // Its bytes were read, and aren't a stream that can stay: decoding tells what is wrong with it, if
    // anything is.
    using source = this.#intake.open(input, slot);
    this.#code(source, { input, slot, tap });
  }

  #code(
    source: PcmSource,
    { input, slot, tap }: { input: AudioInput; slot: FieldSlot; tap: StoredAudioTap | undefined },
  ): void {
    using encoder = this.#encoder ??= this.#coding.encoder(slot.file);
    const isHeard = this.#coding.codec?.isLossless === false;
    let audio: CodedAudio = { sampleRate: 1, channels: 1 };
    const store: StoredAudioTap = {
      begin: (stored) => {
        audio = stored;
        checkChannels(this.#coding, { input, channels: stored.channels });
        encoder.begin(stored, isHeard ? this.#heard(stored, { slot, tap }) : slot);
      },
      write: (bytes) => encoder.write(bytes),
    };
    this.#intake.run(source, { input, slot, store, tap: isHeard ? undefined : tap });
    finishTracks([encoder.finish()], { slot, audio, coding: this.#coding });
  }

  /** Where a stream goes: to the slot, and what it decodes to also to the tap. */
  #heard(
    audio: CodedAudio,
    { slot, tap }: { slot: FieldSlot; tap: StoredAudioTap | undefined },
  ): StreamSink {
    const { codec, dtype } = this.#coding;
    if (tap === undefined || codec === undefined) return slot;
    const decoder = codec.decoder();
    return new HeardStream(tap, { decoder, audio: { ...audio, dtype }, out: slot });
  }

  /** Whether a source's stream may be kept as it is coded, as far as its head tells. */
  #isTakenOver({ coded, channels, sampleRate }: PcmSource): boolean {
    const { codec } = this.#coding;
    const { channels: wanted, normalize, sampleRate: fieldRate } = this.#target;
    const stays = wanted === "source" || channels === (wanted === "mono" ? 1 : wanted);
    if (coded === undefined || codec === undefined || normalize || !stays) return false;
    if (channels > maxCodedChannels) return false;
    return codec.takesOver({ ...coded, channels, sampleRate, fieldRate });
  }

  /** Keeps a source's stream, and returns whether it was sound. */
  #takeOver(
    { coded, channels }: PcmSource,
    { slot, tap }: { slot: FieldSlot; tap: StoredAudioTap | undefined },
  ): boolean {
    const { codec } = this.#coding;
    if (coded === undefined || codec === undefined) return false;
    const audio = { sampleRate: this.#target.sampleRate, channels };
    using lease = codec.scanner(audio);
    const track = takeOver(lease.codec, {
      next: () => coded.next(),
      step: codec.step(audio),
      outputPath: slot.file,
      out: this.#heard(audio, { slot, tap }),
    });
    if (track === undefined) return false;
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
