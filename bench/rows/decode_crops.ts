import { openSpeech } from "../../generated/speech.ts";
import { packClips } from "../clips.ts";
import { type Row, row } from "../row.ts";
import { sideBySide } from "../side_by_side.ts";

const batchSize = 64;
const clipSamples = 160_000;
const cropSamples = 32_000;
const clips = 200;

/**
 * `decodeWindowBatch` of 64 random 2-second crops from 10-second clips at 16 kHz, against copying
 * the same bytes from memory with `TypedArray.set`.
 */
export function decodeCrops(directory: string, { bar }: { bar: number }): Row {
  const { path } = packClips(directory, {
    name: "crops",
    count: clips,
    lengthOf: () => clipSamples,
  });
  using speech = openSpeech(path);
  using batch = speech.audio.allocateBatch(batchSize, { maxSamples: cropSamples });
  const memory = new Int16Array(clips * clipSamples);
  for (let index = 0; index < clips; index++) {
    memory.set(speech.audio.decode(index).samples, index * clipSamples);
  }
  const rows = new Int16Array(batchSize * cropSamples);
  const indices = new Uint32Array(batchSize);
  const starts = new Uint32Array(batchSize);
  const draw = seeded();
  const batches = 50;
  const { ours, theirs, speed } = sideBySide(
    () => {
      for (let count = 0; count < batches; count++) {
        draw(indices, starts);
        speech.audio.decodeWindowBatch(indices, starts, cropSamples, batch);
      }
    },
    () => {
      for (let count = 0; count < batches; count++) {
        draw(indices, starts);
        for (let row = 0; row < batchSize; row++) {
          const from = indices[row]! * clipSamples + starts[row]!;
          rows.set(memory.subarray(from, from + cropSamples), row * cropSamples);
        }
      }
    },
    { rounds: 15 },
  );
  const crops = batches * batchSize;
  return row(`decodeWindowBatch, 64 random 2 s crops, ${speech.file.storage.kind}`, {
    value: crops / ours,
    limit: crops / theirs,
    ratio: speed,
    unit: "crops/s",
    bar,
    wanted: "at least",
  });
}

/** Draws records and starts. */
function seeded(): (indices: Uint32Array, starts: Uint32Array) => void {
  const state = Uint32Array.of(1);
  const next = () => {
    state[0] = Math.imul(state[0]!, 1_664_525) + 1_013_904_223;
    return state[0]! >>> 8;
  };
  return (indices, starts) => {
    for (let row = 0; row < indices.length; row++) {
      indices[row] = next() % clips;
      starts[row] = next() % (clipSamples - cropSamples);
    }
  };
}
