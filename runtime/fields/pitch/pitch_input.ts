import { counted } from "../../../errors/counted.ts";
import { ManifestError } from "../../../errors/mod.ts";
import type { PitchArray } from "../../../schema/mod.ts";
import { wrongValue } from "../../intake/checked.ts";
import { wrongShape } from "../../intake/given_array.ts";
import { NpyFile } from "../../intake/npy_file.ts";
import type { FieldSlot } from "../../output/field_slot.ts";
import { PitchPayload } from "./pitch_payload.ts";

/** What to do about an array of another shape. */
const hint = "pitch is stored as one frequency in Hz per frame";

/** Values read at a time. */
const pieceValues = 2 ** 16;

/**
 * Writes frequencies to the slot, as float32. NaN means unvoiced, as in librosa, and is stored as
 * 0.
 *
 * @throws {ManifestError} `"array-shape"` unless their shape is (frames) or (1, frames);
 *   `"pitch-range"` for one that is negative, infinite, or beyond float32.
 * @throws {FileError} when a `.npy` file can't be read.
 */
export function storePitchArray(input: string | PitchArray, slot: FieldSlot): void {
  if (typeof input !== "string") {
    const { data, shape } = input;
    const isFloat = data instanceof Float32Array || data instanceof Float64Array;
    if (!isFloat || !Array.isArray(shape)) {
      throw wrongValue(input, "{ data: a Float32Array or Float64Array, shape }", slot);
    }
    const frames = framesOf(shape, "the given array", slot);
    if (frames !== data.length) {
      throw wrongShape({
        name: "the given array",
        shape,
        wanted: `a shape for ${counted(data.length, "value")}`,
        hint,
      }, slot);
    }
    store((from, count) => data.subarray(from, from + count), frames, "the given array", slot);
    return;
  }
  using file = new NpyFile(input);
  const name = `"${input}"`;
  const frames = framesOf(file.header.shape, name, slot);
  store((from, count) => file.read(from, count), frames, name, slot);
  file.refuseChanged();
}

function store(
  read: (from: number, count: number) => Float32Array | Float64Array,
  frames: number,
  name: string,
  slot: FieldSlot,
): void {
  const payload = new PitchPayload(slot);
  for (let from = 0; from < frames; from += pieceValues) {
    const values = read(from, Math.min(pieceValues, frames - from));
    const stored = Float32Array.from(values, (value) => Number.isNaN(value) ? 0 : value);
    const culprit = stored.findIndex((value) => !(value >= 0 && value < Infinity));
    if (culprit >= 0) throw wrongFrequency(name, from + culprit, values[culprit]!, slot);
    // −0, and anything that float32 rounds to it, is stored as +0.
    payload.add(stored.map((value) => value === 0 ? 0 : value));
  }
  payload.finish();
}

function framesOf(shape: readonly number[], name: string, slot: FieldSlot): number {
  if (shape.length === 1) return shape[0]!;
  if (shape.length === 2 && shape[0] === 1) return shape[1]!;
  throw wrongShape({ name, shape, wanted: "(frames)", hint }, slot);
}

function wrongFrequency(
  name: string,
  frame: number,
  value: number,
  { field, record }: FieldSlot,
): ManifestError {
  return new ManifestError(
    `Cannot write "${field}" of record ${record}: frame ${frame} of ${name} is ${value} Hz`,
    {
      code: "pitch-range",
      field,
      record,
      found: String(value),
      wanted: "frequencies in Hz that are finite float32 numbers, 0 or NaN where unvoiced",
      hint: "store frequencies in Hz, not their logarithms",
    },
  );
}
