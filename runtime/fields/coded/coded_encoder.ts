import { counted } from "../../../errors/counted.ts";
import type { PcmSource } from "../../../audio/pcm/mod.ts";
import { AudioInputError } from "../../../errors/mod.ts";
import {
  type AudioCoding,
  type AudioInput,
  type AudioTarget,
  maxCodedChannels,
} from "../../../schema/mod.ts";
import type { CodedAudio, Coding, StreamSink, TrackEncoder } from "./codings/coding.ts";
import { PassThrough } from "./codings/pass_through.ts";
import { HeardStream } from "./codings/heard_stream.ts";
import { codingOf } from "./codings/mod.ts";
import type { CodedIntake, Recoding } from "../../intake/recoding.ts";
import { finishTracks } from "./codings/write_tracks.ts";
import type { FieldSlot } from "../../output/field_slot.ts";
import { fileOf, nameOf } from "../../intake/audio_input.ts";
import { AudioIntake, type WaveformTarget } from "../../intake/audio_intake.ts";
import type { AudioOpener } from "../../intake/audio_opener.ts";
import type { StoredAudioTap } from "../../intake/stored_audio_tap.ts";
import { maxPeak } from "../../intake/refuse_clipped.ts";

/** What a field of coded audio stores. */
export interface CodedTarget extends Omit<AudioTarget, "mono"> {
  /** Its coding. */
  readonly coding: AudioCoding;
}

/** Takes in audio for one field of coded audio, and writes its stream and index. */
export class CodedEncoder {
  readonly #target: Omit<CodedTarget, "coding">;
  readonly #coding: Coding;
  readonly #intake: AudioIntake;
  readonly #report: (intake: CodedIntake) => void;
  #encoder: TrackEncoder | undefined;
  #passage: PassThrough | undefined;

  /**
   * Created by writers, one per field; without `openAudio`, it takes only samples in memory.
   *
   * @param report is told what happens to files that are already in the field's codec.
   */
  constructor(
    { coding, ...target }: CodedTarget,
    openAudio?: AudioOpener,
    report: (intake: CodedIntake) => void = () => {},
  ) {
    this.#report = report;
    this.#target = target;
    this.#coding = codingOf(coding);
    this.#intake = new AudioIntake(intakeTarget(target, this.#coding), openAudio);
  }

  /**
   * Writes the audio to the slot, along with its length, width and metadata. A file that is already
   * coded as the field wants it is checked and passed through.
   *
   * @param tap receives the audio as it will be decoded.
   * @throws {AudioInputError} when the audio can't be read, has fewer channels than the field or
   *   more than the codec, or holds NaN or infinity.
   * @throws {ManifestError} when the value isn't audio.
   */
  encode(input: AudioInput, slot: FieldSlot, tap?: StoredAudioTap): void {
    const { options } = this.#coding;
    let fault: AudioInputError;
    {
      using source = this.#intake.open(input, slot);
      if (options.codec === "pcm" || source.coded?.codec !== options.codec) {
        return this.#code(source, { input, slot, tap });
      }
      const { codec } = options;
      const recoding = this.#recodingOf(source);
      if (recoding !== undefined) {
        this.#code(source, { input, slot, tap });
        return this.#report({ field: slot.field, codec, recoding });
      }
      const taken = this.#passThrough(source, { slot, tap });
      if (taken === undefined) return this.#report({ field: slot.field, codec, recoding });
      fault = taken;
    }
    // The bytes have been read, and the stream can't be passed through. Decoding shows what is
    // wrong with it, if anything is.
    using source = this.#intake.open(input, slot);
    this.#code(source, { input, slot, tap });
    const { codec } = options;
    this.#report({ field: slot.field, codec, recoding: { what: "stream", code: fault.code } });
  }

  #code(
    source: PcmSource,
    { input, slot, tap }: { input: AudioInput; slot: FieldSlot; tap: StoredAudioTap | undefined },
  ): void {
    using encoder = this.#encoder ??= this.#coding.encoder(slot.file);
    const isHeard = this.#coding.codec?.keepsSamples === false;
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

  /** Where a stream goes: to the slot, and its decoded audio also to the tap. */
  #heard(
    audio: CodedAudio,
    { slot, tap }: { slot: FieldSlot; tap: StoredAudioTap | undefined },
  ): StreamSink {
    const { codec, dtype } = this.#coding;
    if (tap === undefined || codec === undefined) return slot;
    const decoder = codec.decoder();
    return new HeardStream(tap, { decoder, audio: { ...audio, dtype }, out: slot });
  }

  /** Why a source's stream can't be passed through, as far as its header tells. */
  #recodingOf({ coded, channels, sampleRate }: PcmSource): Recoding | undefined {
    const { channels: wanted, normalize, sampleRate: fieldRate } = this.#target;
    if (normalize) return { what: "normalize" };
    const stored = wanted === "source" ? maxCodedChannels : wanted === "mono" ? 1 : wanted;
    if (wanted === "source" ? channels > stored : channels !== stored) {
      return { what: "channels", found: channels, wanted: stored };
    }
    return this.#coding.codec!.recoding({ bits: coded?.bits, channels, sampleRate, fieldRate });
  }

  /** Passes a source's stream through, or returns what is wrong with it. */
  #passThrough(
    { coded, channels }: PcmSource,
    { slot, tap }: { slot: FieldSlot; tap: StoredAudioTap | undefined },
  ): AudioInputError | undefined {
    const codec = this.#coding.codec!;
    const audio = { sampleRate: this.#target.sampleRate, channels, dtype: this.#coding.dtype };
    using lease = codec.scanner({ sampleRate: audio.sampleRate, channels });
    const passage = this.#passage ??= new PassThrough(slot.file);
    const track = passage.run(lease.codec, {
      next: () => coded!.next(),
      step: codec.step(audio),
      out: slot,
      listener: tap === undefined ? undefined : { tap, audio, decoder: codec.decoder() },
    });
    if (track instanceof AudioInputError) return track;
    finishTracks([track], { slot, audio, coding: this.#coding });
    return undefined;
  }
}

/**
 * What audio is converted to before it is encoded. Lossy codecs take floats somewhat above full
 * scale, but not at any level: libopus turns frames with an energy of 10⁹ into silence.
 */
export function intakeTarget(
  target: Omit<CodedTarget, "coding">,
  { codec, dtype }: Coding,
): WaveformTarget {
  return { ...target, dtype, ...(codec?.isLossless === false ? { maxPeak } : {}) };
}

/** @throws {AudioInputError} when the codec doesn't support that many channels. */
export function checkChannels(
  { options }: Coding,
  { input, channels }: { input: AudioInput; channels: number },
): void {
  if (options.codec === "pcm" || channels <= maxCodedChannels) return;
  throw new AudioInputError(
    `Cannot store ${nameOf(input)}: it has ${
      counted(channels, "channel")
    }, but ${options.codec} supports at ` +
      `most ${maxCodedChannels}`,
    {
      code: "channels",
      file: fileOf(input),
      found: channels,
      wanted: `at most ${maxCodedChannels} channels`,
      hint: "mix it first, or set `channels` in the schema",
    },
  );
}
