import type { Pitch, PitchInput, ResolvedPitch } from "../../../schema/mod.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import type { Block } from "../../storage/block.ts";
import { WindowedReader } from "../kind/delegating_reader.ts";
import type { MetadataValue, RecordFault, RuntimeKind } from "../kind/kind.ts";
import { ComputedPitchEncoder } from "./computed_pitch_encoder.ts";
import type { PitchBatch, PitchBatchOptions } from "./pitch_batch.ts";
import { PitchEncoder } from "./pitch_encoder.ts";
import { PitchField } from "./pitch_field.ts";
import { pitchOptions } from "./pitch_options.ts";

/** The runtime's part of pitch fields. */
export const pitchRuntimeKind: RuntimeKind = {
  open: (file, fieldIndex) => new PitchReader(file, fieldIndex),
  encoder({ field, openAudio }) {
    const encoder = new PitchEncoder(field.options, openAudio);
    return (value, slot) => encoder.encode(value as PitchInput, slot);
  },
  computed: ({ field }) => new ComputedPitchEncoder(field.options),
};

/** Reads pitch reflectively, through the same field that generated modules use. */
class PitchReader extends WindowedReader<PitchBatch, PitchBatchOptions, Pitch, PitchField> {
  readonly #options: ResolvedPitch;
  readonly #longest: number;

  constructor(file: AfdFile, fieldIndex: number) {
    super("pitch", new PitchField(file, fieldIndex));
    this.#options = pitchOptions(file.ir.fields[fieldIndex]?.options ?? {});
    this.#longest = file.entry(fieldIndex).totals.maxLength;
  }

  override metadata(index: number): Record<string, MetadataValue> {
    const { metadata } = this.field;
    return { dataPtr: metadata.dataPtr(index), numFrames: metadata.numFrames(index) };
  }

  override length(index: number): number {
    return this.field.metadata.numFrames(index);
  }

  override width(): number {
    return 0;
  }

  seconds(index: number): number {
    const { hopLength, sampleRate } = this.#options;
    return this.length(index) * hopLength / sampleRate;
  }

  /** The payload of record `index` as stored, in memory of its own. */
  payload(index: number): Block {
    return this.field.payload(index);
  }

  override declareBatch(batchSize: number): { shape: number[]; dtype: string; byteLength: number } {
    const shape = [batchSize, this.#longest];
    return { shape, dtype: "float32", byteLength: batchSize * this.#longest * 5 };
  }

  override fault(index: number): RecordFault {
    if (this.field.metadata.padding(index) !== 0) return "metadata-padding";
    const { data, voiced } = this.field.decode(index);
    const bits = new Uint32Array(data.buffer);
    for (let frame = 0; frame < data.length; frame++) {
      if (!Number.isFinite(data[frame])) return "non-finite";
      if (data[frame]! < 0) return "pitch-range";
      // Compares bits, because only +0 means unvoiced, not −0.
      if (voiced[frame] === 1 ? bits[frame] === 0 : bits[frame] !== 0) return "voicing";
    }
    const rest = data.length % 8;
    const last = this.field.payload(index).bytes.at(-1) ?? 0;
    return rest > 0 && last >>> rest !== 0 ? "padding-bits" : undefined;
  }
}
