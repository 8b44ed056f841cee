import { join } from "node:path";
import { openWhisperSpeech } from "../../generated/whisper.ts";
import { createWhisperSpeechWriter } from "../../generated/whisper_writer.ts";
import { noiseOf, shuffledBatches } from "../clips.ts";
import { type Row, row } from "../row.ts";
import { sideBySide } from "../side_by_side.ts";

const batchSize = 64;
/** Bytes per frame: 80 bins in float16. */
const frameBytes = 160;
/** Samples per frame. */
const hop = 160;

/** Features to measure with: the number of records, and the frames of each. */
export interface MelCase {
  readonly name: string;
  readonly count: number;
  framesOf(record: number): number;
  readonly bar: number;
}

/**
 * `decodeBatch` of float16 features in random order, padded to the longest of each batch, against
 * copying the same bytes, record by record, from memory.
 */
export function decodeMel(directory: string, { name, count, framesOf, bar }: MelCase): Row {
  const path = join(directory, `mel_${count}.afd`);
  packMels(path, { count, framesOf });
  using speech = openWhisperSpeech(path);
  const frames = Uint32Array.from({ length: count }, (_, record) => {
    return speech.mel.metadata.timeFrames(record);
  });
  const starts = new Float64Array(count + 1);
  frames.forEach((one, record) => starts[record + 1] = starts[record]! + one * frameBytes);
  // Written to, because untouched memory is a single page of zeros, which is in every cache.
  const memory = new Uint8Array(starts[count]!).fill(1);
  const maxFrames = Math.max(...frames);
  using batch = speech.mel.allocateBatch(batchSize, { padTo: "batch", maxFrames });
  const rows = new Uint8Array(batch.byteLength);
  const batches = shuffledBatches(count, batchSize, 1);
  const { ours, theirs, speed } = sideBySide(
    () => {
      for (const indices of batches) speech.mel.decodeBatch(indices, batch);
    },
    () => {
      for (const indices of batches) {
        let at = 0;
        for (let row = 0; row < batchSize; row++) {
          const record = indices[row]!;
          rows.set(memory.subarray(starts[record], starts[record + 1]), at);
          at += frames[record]! * frameBytes;
        }
      }
    },
    { rounds: 15 },
  );
  const records = batches.length * batchSize;
  return row(`decodeBatch, ${name}, ${speech.file.storage.kind}`, {
    value: records / ours,
    limit: records / theirs,
    ratio: speed,
    unit: "records/s",
    bar,
    wanted: "at least",
  });
}

/** Packs noise, as long as the wanted frames need. */
export function packMels(
  path: string,
  { count, framesOf }: Pick<MelCase, "count" | "framesOf">,
): void {
  const lengths = Array.from({ length: count }, (_, record) => framesOf(record) * hop);
  const noise = noiseOf(Math.max(...lengths));
  const writer = createWhisperSpeechWriter(path);
  for (const length of lengths) {
    writer.append({ audio: { samples: noise.subarray(0, length), sampleRate: 16_000 } });
  }
  writer.finish();
}
