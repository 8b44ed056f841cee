import { join } from "node:path";
import { openSpeech } from "../../generated/speech.ts";
import { openTokens } from "../../generated/tokens.ts";
import { createTokensWriter } from "../../generated/tokens_writer.ts";
import { openWhisperSpeech } from "../../generated/whisper.ts";
import { type LoadableField, openDataset } from "../../runtime/mod.ts";
import { packClips, shuffledBatches } from "../clips.ts";
import { type Row, row } from "../row.ts";
import { sideBySide } from "../side_by_side.ts";
import { packMels } from "./decode_mel.ts";
import { packTokens } from "./tokens.ts";

const batchSize = 64;

/** A field as its generated module reads it, in a file of `count` records. */
interface Given {
  readonly field: LoadableField;
  readonly path: string;
  readonly name: string;
  readonly count: number;
  /** Options of the batches. */
  readonly options?: object;
}

/** `decodeBatch` with only the schema that a file carries, against the generated module, by kind. */
export function withoutModule(directory: string): Row[] {
  return [
    clips(directory),
    converted(directory),
    mels(directory),
    tokens(directory),
  ];
}

function clips(directory: string): Row {
  const count = 10_000;
  const { path } = packClips(directory, { name: "short", count, lengthOf: () => 6_000 });
  using speech = openSpeech(path);
  return measured("12,000-byte clips", { field: speech.audio, path, name: "audio", count });
}

function converted(directory: string): Row {
  const count = 640;
  const { path } = packClips(directory, { name: "long", count, lengthOf: () => 160_000 });
  using speech = openSpeech(path);
  const options = { dtype: "float32" };
  const given = { field: speech.audio, path, name: "audio", count, options };
  return measured("320,000-byte clips as float32", given);
}

function mels(directory: string): Row {
  const path = join(directory, "mels.afd");
  const count = 1_280;
  packMels(path, { count, framesOf: () => 626 });
  using speech = openWhisperSpeech(path);
  const options = { padTo: "batch" };
  return measured("mel 80 × 626 float16", { field: speech.mel, path, name: "mel", count, options });
}

function tokens(directory: string): Row {
  const path = join(directory, "tokens.afd");
  const count = 10_000;
  packTokens(path, { codebooks: 8, create: createTokensWriter, count });
  using dataset = openTokens(path);
  return measured("12,000-byte tokens", { field: dataset.codes, path, name: "codes", count });
}

function measured(what: string, { field, path, name, count, options = {} }: Given): Row {
  using dataset = openDataset(path);
  const reader = dataset.field(name) as LoadableField;
  // One for both, because it also matters where in memory a batch is.
  using allocated = field.allocateBatch(batchSize, options as never) as Disposable;
  const batch = allocated as never;
  const epochs = shuffledBatches(count, batchSize, 1);
  const { ours, theirs, speed } = sideBySide(
    () => epochs.forEach((indices) => reader.decodeBatch(indices, batch)),
    () => epochs.forEach((indices) => field.decodeBatch(indices, batch)),
    { rounds: 31 },
  );
  const records = epochs.length * batchSize;
  return row(`decodeBatch of ${what}: without a generated module, against with one`, {
    value: records / ours,
    limit: records / theirs,
    ratio: speed,
    unit: "records/s",
    bar: 0.9,
    wanted: "at least",
  });
}
