import { openSpeech } from "../../generated/speech.ts";
import { packClips, shuffledBatches } from "../clips.ts";
import { type Row, row } from "../row.ts";
import { sideBySide } from "../side_by_side.ts";

const batchSize = 64;

/**
 * `decodeBatch` of clips of one length in random order, against copying the same rows from memory
 * with `TypedArray.set` into an aligned buffer.
 */
export function decodeFixed(
  directory: string,
  { samples, count, bar }: { samples: number; count: number; bar: number },
): Row {
  const byteLength = samples * 2;
  const { path } = packClips(directory, {
    name: `fixed_${byteLength}`,
    count,
    lengthOf: () => samples,
  });
  using speech = openSpeech(path);
  using batch = speech.audio.allocateBatch(batchSize);
  const memory = copyOfClips(speech, { count, byteLength });
  // Large buffers begin on a page, which is as aligned as it gets.
  const rows = new Uint8Array(batchSize * byteLength);
  let epoch = 1;
  const { ours, theirs, speed } = sideBySide(
    () => {
      for (const indices of shuffledBatches(count, batchSize, epoch)) {
        speech.audio.decodeBatch(indices, batch);
      }
    },
    () => {
      for (const indices of shuffledBatches(count, batchSize, epoch++)) {
        for (let row = 0; row < batchSize; row++) {
          const start = indices[row]! * byteLength;
          rows.set(memory.subarray(start, start + byteLength), row * byteLength);
        }
      }
    },
    { rounds: 15 },
  );
  const records = Math.floor(count / batchSize) * batchSize;
  const name = `decodeBatch, ${
    byteLength.toLocaleString("en")
  }-byte clips, random order, ${speech.file.storage.kind}`;
  return row(name, {
    value: records / ours,
    limit: records / theirs,
    ratio: speed,
    unit: "records/s",
    bar,
    wanted: "at least",
  });
}

function copyOfClips(
  speech: ReturnType<typeof openSpeech>,
  { count, byteLength }: { count: number; byteLength: number },
): Uint8Array {
  const memory = new Uint8Array(count * byteLength);
  for (let index = 0; index < count; index++) {
    const { samples } = speech.audio.decode(index);
    memory.set(new Uint8Array(samples.buffer), index * byteLength);
  }
  return memory;
}
