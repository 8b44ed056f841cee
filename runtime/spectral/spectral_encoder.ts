import type { PcmSamples } from "../../audio/pcm/mod.ts";
import { AudioInputError } from "../../errors/mod.ts";
import {
  spectralBins,
  type SpectralInput,
  type SpectralKind,
  type SpectralOptions,
} from "../../schema/mod.ts";
import { sampleArrays } from "../batch/waveform_batch.ts";
import { openAudioInput } from "../fields/audio_input.ts";
import type { AudioOpener } from "../fields/kind.ts";
import type { SampleTap, TappedStream } from "../fields/sample_tap.ts";
import { encodeField } from "../writer/dataset_writer.ts";
import type { FieldSlot } from "../writer/field_slot.ts";
import { isArrayInput, storeArray } from "./array_input.ts";
import { FeatureRun, type FeatureTarget, type StoredFeatures } from "./feature_run.ts";
import { FrameStore } from "./frame_store.ts";
import { toStored } from "./stored_values.ts";

/** The largest value of an unsigned 32-bit member. */
const maxUint32 = 0xffff_ffff;

/** Computes features for one spectral field, or takes computed ones in, and writes the payload. */
export class SpectralEncoder {
  readonly #target: FeatureTarget;
  readonly #openAudio: AudioOpener | undefined;
  readonly #store: FrameStore;
  readonly #tap: FeatureTap;

  /** Made by writers, one for each field; without `openAudio` it takes what is in memory alone. */
  constructor(kind: SpectralKind, options: SpectralOptions, openAudio?: AudioOpener) {
    this.#target = { kind, options };
    this.#openAudio = openAudio;
    this.#store = new FrameStore(options.storeDtype);
    this.#tap = new FeatureTap(this.#target, this.#store);
  }

  /**
   * Writes the features of audio, or those given, to the slot with their metadata.
   *
   * @throws {AudioInputError} when the audio can't be read, or gives features that can't be stored.
   * @throws {ManifestError} when the value is neither audio nor features of the field's shape.
   */
  encode(input: SpectralInput, slot: FieldSlot): void {
    if (isArrayInput(input)) {
      writeFeatures(storeArray(input, { ...this.#target, slot }), this.#target, slot);
      return;
    }
    using source = openAudioInput(input, { slot, openAudio: this.#openAudio });
    const file = typeof input === "string" ? input : undefined;
    using run = new FeatureRun(this.#target, { source, slot, store: this.#store, file });
    for (let piece = source.next(); piece !== undefined; piece = source.next()) run.push(piece);
    writeFeatures(run.finish(), this.#target, slot);
  }

  /** What listens to the field that this one is computed from, for one record. */
  tap(slot: FieldSlot): SampleTap {
    this.#tap.listen(slot);
    return this.#tap;
  }
}

/** Computes a field from another's samples while these are stored. */
class FeatureTap implements SampleTap {
  readonly #target: FeatureTarget;
  readonly #store: FrameStore;
  #slot: FieldSlot | undefined;
  #format: TappedStream["format"] = "int16";
  #run: FeatureRun | undefined;

  constructor(target: FeatureTarget, store: FrameStore) {
    this.#target = target;
    this.#store = store;
  }

  listen(slot: FieldSlot): void {
    // A clip that failed was never ended.
    this.#run?.[Symbol.dispose]();
    this.#run = undefined;
    this.#slot = slot;
  }

  begin(source: TappedStream): void {
    this.#format = source.format;
    this.#in((slot) => {
      this.#run = new FeatureRun(this.#target, {
        source,
        slot,
        store: this.#store,
        file: undefined,
      });
    });
  }

  take(bytes: Uint8Array): void {
    this.#in(() => this.#run?.push(samplesOf(bytes, this.#format)));
  }

  end(): void {
    this.#in((slot) => {
      using run = this.#run;
      this.#run = undefined;
      if (run !== undefined) writeFeatures(run.finish(), this.#target, slot);
    });
  }

  /** Errors name this field, not the one whose samples are stored. */
  #in(step: (slot: FieldSlot) => void): void {
    if (this.#slot !== undefined) encodeField(this.#slot, undefined, (_, slot) => step(slot));
  }
}

/** Stored bytes as samples; copied where they aren't aligned. */
function samplesOf(bytes: Uint8Array, format: TappedStream["format"]): PcmSamples {
  const SampleArray = format === "float64" ? Float64Array : sampleArrays[format];
  const width = SampleArray.BYTES_PER_ELEMENT;
  const { buffer, byteOffset } = bytes.byteOffset % width === 0 ? bytes : bytes.slice();
  return new SampleArray(buffer as ArrayBuffer, byteOffset, bytes.length / width);
}

function writeFeatures(
  { bins, frames, padValue }: StoredFeatures,
  { kind, options }: FeatureTarget,
  slot: FieldSlot,
): void {
  if (frames > maxUint32) {
    throw new AudioInputError(`Cannot store ${frames} frames: they don't fit a record`, {
      code: "too-long",
      found: frames,
      wanted: maxUint32,
      hint: "cut the audio into pieces",
    });
  }
  if (bins !== spectralBins(kind, options)) throw new TypeError(`Unexpected ${bins} rows`);
  if (options.padSeconds !== null) {
    slot.write(toStored(Float32Array.of(padValue), options.storeDtype));
  }
  slot.length = frames;
  slot.width = bins;
  slot.metadata.setUint32(8, frames, true);
  slot.metadata.setUint16(12, bins, true);
  slot.metadata.setUint8(14, options.storeDtype === "float16" ? 0 : 1);
}
