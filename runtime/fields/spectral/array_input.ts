import { counted } from "../../../errors/counted.ts";
import { ManifestError } from "../../../errors/mod.ts";
import {
  padFrames,
  type ResolvedSpectral,
  type SpectralArray,
  spectralBins,
} from "../../../schema/mod.ts";
import { wrongShape } from "../../intake/given_array.ts";
import { NpyFile } from "../../intake/npy_file.ts";
import { wrongValue } from "../../intake/checked.ts";
import type { FieldSlot } from "../../output/field_slot.ts";
import type { StoredFeatures } from "./feature_run.ts";
import type { FeatureTarget } from "./feature_target.ts";
import { FrameStore } from "./frame_store.ts";
import { padValueOf } from "../../../features/pad_value.ts";
import { toStored, unstorable } from "../../batch/stored_values.ts";

/** What to do about an array of another shape. */
const hint = "features are stored as (bins, frames): transpose them, or change the schema";

/** Elements read at a time. */
const pieceValues = 2 ** 16;

/**
 * Writes given features to the slot, in the field's stored type.
 *
 * @throws {ManifestError} when their shape isn't (bins, frames), they have more frames than
 *   `padSeconds` has, or they hold a value that can't be stored.
 * @throws {FileError} when a `.npy` file can't be read.
 */
export function storeArray(
  input: string | SpectralArray,
  target: FeatureTarget & { readonly slot: FieldSlot },
): StoredFeatures {
  if (typeof input !== "string") return store(memoryArray(input, target.slot), target);
  using file = new NpyFile(input);
  const { shape, isFortran } = file.header;
  const stored = store(
    { shape, isFortran, name: `"${input}"`, read: (from, count) => file.read(from, count) },
    target,
  );
  file.refuseChanged();
  return stored;
}

/** An array in memory or in a file. */
interface ArraySource {
  readonly shape: readonly number[];
  readonly isFortran: boolean;
  /** For messages. */
  readonly name: string;
  read(from: number, count: number): Float64Array | Float32Array;
}

function memoryArray({ data, shape }: SpectralArray, slot: FieldSlot): ArraySource {
  const isFloat = data instanceof Float32Array || data instanceof Float64Array;
  if (!isFloat || !Array.isArray(shape)) {
    throw wrongValue({ data, shape }, "{ data: a Float32Array or Float64Array, shape }", slot);
  }
  const sizes: readonly number[] = shape;
  const size = sizes.reduce((product, length) => product * length, 1);
  if (size !== data.length) {
    throw wrongShape({
      name: "the given array",
      shape: sizes,
      wanted: `a shape for ${counted(data.length, "value")}`,
      hint,
    }, slot);
  }
  const read = (from: number, count: number) => data.subarray(from, from + count);
  return { shape: sizes, isFortran: false, name: "the given array", read };
}

function store(
  source: ArraySource,
  { kind, options, slot }: FeatureTarget & { readonly slot: FieldSlot },
): StoredFeatures {
  const bins = spectralBins(kind, options);
  const { shape: [rows, frames = 0], shape, isFortran, name } = source;
  if (shape.length !== 2 || rows !== bins) {
    throw wrongShape({ name, shape, wanted: `(${bins}, frames)`, hint }, slot);
  }
  if (options.padSeconds !== null && frames > padFrames(options)) {
    const most = padFrames(options);
    throw wrongShape({
      name,
      shape,
      wanted: `(${bins}, at most ${most}), as padSeconds is ${options.padSeconds}`,
      hint: `cut it to ${counted(most, "frame")}, or change padSeconds in the schema`,
    }, slot);
  }
  let largest = -Infinity;
  const check = (values: Float32Array, from: number) => {
    const culprit = unstorable(values, options.storeDtype);
    if (culprit !== undefined) {
      throw unstorableValue(name, { index: from + culprit, value: values[culprit]!, slot });
    }
    for (const value of values) if (value > largest) largest = value;
  };
  const total = bins * frames;
  if (isFortran) {
    using columns = new Columns({ kind, options }, bins);
    const step = Math.max(1, Math.floor(pieceValues / bins));
    for (let frame = 0; frame < frames; frame += step) {
      const count = Math.min(step, frames - frame);
      const values = rounded(source.read(frame * bins, count * bins), options.storeDtype);
      check(values, frame * bins);
      columns.add(values, { frame, slot });
    }
    columns.write(slot);
  } else {
    for (let from = 0; from < total; from += pieceValues) {
      const count = Math.min(pieceValues, total - from);
      const values = rounded(source.read(from, count), options.storeDtype);
      check(values, from);
      slot.write(toStored(values, options.storeDtype));
    }
  }
  return { bins, frames, padValue: padValueOf(options, unnormalized(options, largest)) };
}

/** What a finished value was before it was normalised. */
function unnormalized({ normalize }: ResolvedSpectral, value: number): number {
  return normalize === "whisper" ? value * 4 - 4 : value;
}

/** Frames that arrive one after another, each with all its bins. */
class Columns implements Disposable {
  readonly #frames: FrameStore;
  readonly #bins: number;

  constructor(target: FeatureTarget, bins: number) {
    this.#frames = new FrameStore(target);
    this.#frames.begin(bins);
    this.#bins = bins;
  }

  add(values: Float32Array, { frame, slot }: { frame: number; slot: FieldSlot }): void {
    const bins = this.#bins;
    const frames = values.length / bins;
    const data = new Float32Array(values.length);
    for (let index = 0; index < values.length; index++) {
      data[(index % bins) * frames + Math.floor(index / bins)] = values[index]!;
    }
    this.#frames.add({ data, bins, frames, stride: frames, firstFrame: frame }, slot.file);
  }

  write(slot: FieldSlot): void {
    this.#frames.write(slot, (block) => block);
  }

  [Symbol.dispose](): void {
    this.#frames.abandon();
  }
}

const scratch = new DataView(new ArrayBuffer(4));

/**
 * Values in float32. If they go on to float16, float64 values are rounded to odd here, so that
 * rounding twice gives the same result as rounding once.
 */
function rounded(
  values: Float64Array | Float32Array,
  dtype: "float16" | "float32",
): Float32Array {
  if (values instanceof Float32Array) return values;
  const floats = Float32Array.from(values);
  if (dtype === "float32") return floats;
  for (let index = 0; index < floats.length; index++) {
    const [exact, float] = [values[index]!, floats[index]!];
    if (exact === float || !Number.isFinite(float)) continue;
    scratch.setFloat32(0, float);
    const bits = scratch.getUint32(0);
    if (bits % 2 === 1) continue;
    scratch.setUint32(0, Math.abs(float) > Math.abs(exact) ? bits - 1 : bits + 1);
    floats[index] = scratch.getFloat32(0);
  }
  return floats;
}

function unstorableValue(
  name: string,
  { index, value, slot: { field, record } }: { index: number; value: number; slot: FieldSlot },
): ManifestError {
  const isFinite = Number.isFinite(value);
  return new ManifestError(
    `Cannot write "${field}" of record ${record}: value ${index} of ${name} is ${value}`,
    {
      code: isFinite ? "overflow" : "non-finite",
      field,
      record,
      found: String(value),
      wanted: "finite values that the stored type can hold",
      hint: isFinite ? 'store them with storeDtype: "float32"' : "compute them again",
    },
  );
}
