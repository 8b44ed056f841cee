import { openSpeech } from "../../generated/speech.ts";
import { packClips, shuffledBatches } from "../clips.ts";
import { type Row, row } from "../row.ts";
import { sideBySide } from "../side_by_side.ts";
import { storeLoop } from "../store_loop.ts";

const batchSize = 64;
const samples = 160_000;
const count = 600;

/**
 * `decodeBatch` of ten-second int16 clips as float32, in random order, against a plain vector store
 * loop over as many bytes of output: what writing the batch costs if nothing is read.
 */
export function decodeFloat32(directory: string, { bar }: { bar: number }): Row {
  const { path } = packClips(directory, { name: "float32", count, lengthOf: () => samples });
  using speech = openSpeech(path);
  using batch = speech.audio.allocateBatch(batchSize, { dtype: "float32" });
  const store = storeLoop(batch.byteLength);
  const batches = shuffledBatches(count, batchSize, 1);
  const { ours, theirs, speed } = sideBySide(
    () => {
      for (const indices of batches) speech.audio.decodeBatch(indices, batch);
    },
    () => {
      for (let turn = 0; turn < batches.length; turn++) store(0, batch.byteLength);
    },
    { rounds: 15 },
  );
  const gigabytes = batches.length * batch.byteLength / 1e9;
  const { kind } = speech.file.storage;
  return row(`decodeBatch, 320,000-byte clips as float32, output, ${kind}`, {
    value: gigabytes / ours,
    limit: gigabytes / theirs,
    ratio: speed,
    unit: "GB/s",
    bar,
    wanted: "at least",
  });
}
