import { openSpeech } from "../../generated/speech.ts";
import { type Clips, packClips, shuffledBatches } from "../clips.ts";
import { type Row, row } from "../row.ts";
import { sideBySide } from "../side_by_side.ts";

const batchSize = 64;

/**
 * Clips of 0.5 to 15 seconds padded to the longest of each batch, against clips of one length: time
 * per byte written to the batch, padding included.
 */
export function decodePadded(directory: string): Row {
  const count = 1024;
  const fixed = packClips(directory, { name: "fixed", count, lengthOf: () => 124_000 });
  const varied = packClips(directory, {
    name: "varied",
    count,
    lengthOf: (index) => 8000 + ((index * 7919) % 232) * 1000,
  });
  const [ofVaried, ofFixed] = [epochs(varied), epochs(fixed)];
  const { ours, theirs, speed } = sideBySide(ofVaried.run, ofFixed.run, { rounds: 15 });
  const value = (ours / ofVaried.bytes()) * 1e9;
  const limit = (theirs / ofFixed.bytes()) * 1e9;
  ofVaried.close();
  ofFixed.close();
  return row("decodeBatch, 0.5–15 s clips, padded to the batch: time per byte written", {
    value,
    limit,
    ratio: ofFixed.bytes() / ofVaried.bytes() / speed,
    unit: "ns/byte",
    bar: 1.15,
    wanted: "at most",
  });
}

/** Epochs in one random order, so that each writes the same bytes. */
function epochs({ path, lengths }: Clips) {
  const speech = openSpeech(path);
  const batch = speech.audio.allocateBatch(batchSize, { padTo: "batch" });
  const order = shuffledBatches(lengths.length, batchSize, 7);
  let bytes = 0;
  return {
    run: () => {
      bytes = 0;
      for (const indices of order) {
        speech.audio.decodeBatch(indices, batch);
        bytes += batchSize * batch.shape[1] * 2;
      }
    },
    bytes: () => bytes,
    close: () => {
      batch[Symbol.dispose]();
      speech.close();
    },
  };
}
