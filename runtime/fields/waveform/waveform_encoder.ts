import { AudioInputError } from "../../../errors/mod.ts";
import type { AudioInput } from "../../../schema/mod.ts";
import { waveformDtypes } from "../../../schema/reading.ts";
import type { FieldSlot } from "../../output/field_slot.ts";
import { fileOf, nameOf } from "../../intake/audio_input.ts";
import { AudioIntake, type WaveformTarget } from "../../intake/audio_intake.ts";
import type { AudioOpener } from "../../intake/audio_opener.ts";
import type { StoredAudioTap } from "../../intake/stored_audio_tap.ts";
import { maxUint32 } from "../../container/limits.ts";

/**
 * Takes in audio for one waveform field: reads, mixes, resamples and converts it, and writes the
 * payload.
 */
export class WaveformEncoder {
  readonly #target: WaveformTarget;
  readonly #intake: AudioIntake;

  /** Created by writers, one per field; without `openAudio`, it takes only samples in memory. */
  constructor(target: WaveformTarget, openAudio?: AudioOpener) {
    this.#target = target;
    this.#intake = new AudioIntake(target, openAudio);
  }

  /**
   * Writes the samples to the slot, and its length, width and metadata.
   *
   * @param tap also sees what is stored.
   * @throws {AudioInputError} when the audio can't be read, has fewer channels than the field, or
   *   holds NaN or infinity.
   * @throws {ManifestError} when the value isn't audio.
   */
  encode(input: AudioInput, slot: FieldSlot, tap?: StoredAudioTap): void {
    using source = this.#intake.open(input, slot);
    const { sampleRate, dtype } = this.#target;
    let channels = 0;
    const store: StoredAudioTap = {
      begin: (audio) => void (channels = audio.channels),
      write: (bytes) => slot.write(bytes),
    };
    const samples = this.#intake.run(source, { input, slot, store, tap });
    const durationMs = Math.floor((samples * 1000) / sampleRate);
    if (samples > maxUint32 || durationMs > maxUint32) throw tooLong(input, samples);
    if (samples === 0) slot.note({ code: "empty" });
    slot.length = samples;
    slot.width = channels;
    slot.metadata.setUint32(8, samples, true);
    slot.metadata.setUint32(12, durationMs, true);
    slot.metadata.setUint32(16, sampleRate, true);
    slot.metadata.setUint8(20, channels);
    slot.metadata.setUint8(21, waveformDtypes.indexOf(dtype));
  }
}

function tooLong(input: AudioInput, samples: number): AudioInputError {
  return new AudioInputError(
    `Cannot store ${nameOf(input)}: its ${samples} samples don't fit in a record`,
    {
      code: "too-long",
      file: fileOf(input),
      found: samples,
      wanted: maxUint32,
      hint: "cut it into pieces, or use a chunkedWaveform field",
    },
  );
}
