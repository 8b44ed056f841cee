/** Batches of a generated module and of the reflective reader, against the references. */
import assert from "node:assert/strict";
import { ConvertedBatch, type DatasetReader } from "../../runtime/mod.ts";
import {
  type CodecTokens,
  type CodecTokensOptions,
  type DatasetIr,
  type FieldIr,
  fieldKind,
  fixedChannels,
  spectralBins,
  type SpectralKind,
  spectralKinds,
  type SpectralOptions,
  type Spectrogram,
  type Waveform,
  type WaveformOptions,
} from "../../schema/mod.ts";
import { AudiofieldError } from "../../errors/mod.ts";
import { isClip } from "./_agree_values.ts";
import { type Contents, contentsOf, copies, same, scribble } from "./_batch_contents.ts";
import { variantsOf } from "./_batch_variants.ts";
import { type AnyBatch, type BatchField, fieldOf, type GeneratedDataset } from "./_generated.ts";
import { referenceAudio } from "./_reference_audio.ts";
import { referenceFeatures } from "./_reference_features.ts";
import type { Asked } from "./_reference_rows.ts";
import { referenceTokens } from "./_reference_tokens.ts";
import type { Samples } from "./_generated.ts";

/** What the records of a file are known to be. */
export interface KnownRecords {
  readonly ir: DatasetIr;
  readonly read: readonly Readonly<Record<string, unknown>>[];
  /** What stands behind each record's features, by the fields' names. */
  readonly paddings: Readonly<Record<string, readonly number[]>>;
}

/** The file opened in both ways. */
export interface Readers extends KnownRecords {
  readonly generated: GeneratedDataset;
  readonly reflective: DatasetReader;
  /** Whether the storage must be waited for. */
  readonly onlyAsync?: boolean;
}

/**
 * Both readers fill batches as the references say, whole records and windows of them in turns, as one
 * batch is used again and again.
 */
export async function batchesAgree(readers: Readers): Promise<void> {
  const { ir, read, generated, reflective } = readers;
  for (const field of ir.fields) {
    if (field.kind === "stems") continue;
    const fields: readonly (readonly [string, BatchField])[] = [
      ["generated", fieldOf(generated, field.name)],
      ["reflective", reflective.field(field.name) as BatchField],
    ];
    for (const options of variantsOf(field.kind)) {
      for (const [which, reader] of fields) {
        const batch = reader.allocateBatch(2 * read.length + 1, options);
        const most = roomOf(batch);
        const gains = setGains(batch);
        for (const asked of questions(read.length, reader.decodeWindowBatch && most)) {
          const wanted = referenceOf(field, readers, { asked, options, gains });
          const where = `${which} ${field.name} ${JSON.stringify(options)} ${
            JSON.stringify(asked)
          }`;
          await answers(reader, batch, { asked, wanted, where, onlyAsync: readers.onlyAsync });
        }
        if (reader.decodeWindowBatch !== undefined) {
          const tooMany = { indices: [], starts: [], count: most + 1 };
          assert.equal(await codeOf(() => decode(reader, batch, tooMany)), "batch-too-small");
        }
        batch[Symbol.dispose]?.();
      }
    }
  }
}

/** A batch comes as wanted, or is refused, whether its bytes are waited for or not. */
async function answers(
  reader: BatchField,
  batch: AnyBatch,
  { asked, wanted, where, onlyAsync = false }: {
    asked: Asked;
    wanted: Contents | undefined;
    where: string;
    onlyAsync: boolean | undefined;
  },
): Promise<void> {
  for (const way of onlyAsync ? [decodeAsync] : [decode, decodeAsync]) {
    scribble(batch);
    const code = await codeOf(() => way(reader, batch, asked));
    assert.equal(code, wanted === undefined ? "longer-than-batch" : undefined, where);
    if (wanted !== undefined) same(contentsOf(batch), wanted, `${where}, by ${way.name}()`);
  }
}

function decode(reader: BatchField, batch: AnyBatch, { indices, starts, count }: Asked): void {
  if (starts === undefined) reader.decodeBatch(indices, batch);
  else reader.decodeWindowBatch!(indices, Float64Array.from(starts), count!, batch);
}

function decodeAsync(
  reader: BatchField,
  batch: AnyBatch,
  { indices, starts, count }: Asked,
): Promise<void> {
  if (starts === undefined) return reader.decodeBatchAsync(indices, batch);
  return reader.decodeWindowBatchAsync!(indices, starts, count!, batch);
}

/** Everything, nothing, backwards with repetitions, and one at a time; windows of each in between. */
function questions(records: number, most: number | undefined): Asked[] {
  const all = Array.from({ length: records }, (_, index) => index);
  const twice = all.toReversed().flatMap((index) => [index, index]);
  const windows = most === undefined
    ? []
    : [0, 1, 13].filter((count) => count <= most).map((count) => ({
      indices: twice,
      starts: twice.map((index, row) => (index * 7 + row * 5) % 60),
      count,
    }));
  const single = all.map((index) => ({ indices: [index] }));
  return [{ indices: all }, ...windows, { indices: [] }, { indices: twice }, ...single];
}

/** The longest windows that a batch has room for. */
function roomOf(batch: AnyBatch): number {
  const { maxSamples, maxFrames = 0 } = batch as { maxSamples?: number; maxFrames?: number };
  return maxSamples ?? maxFrames;
}

/** A gain for each row, where the batch takes any. */
function setGains(batch: object): Float32Array {
  if (!(batch instanceof ConvertedBatch)) return new Float32Array(0);
  batch.gains.forEach((_, row) => batch.gains[row] = 1.1 - 0.3 * row);
  return batch.gains;
}

/** The batch as its kind's reference has it; nothing where a record is too long for it. */
function referenceOf(
  field: FieldIr,
  { read, paddings }: KnownRecords,
  { asked, options, gains }: { asked: Asked; options: object; gains: Float32Array },
): Contents | undefined {
  const { name, kind } = field;
  const all = read.map((record) => record[name]);
  const stored = fieldKind(kind)!.resolve(field.options);
  if (kind === "codecTokens") {
    const { nCodebooks } = stored as CodecTokensOptions;
    return referenceTokens(all as CodecTokens[], asked, { ...options, nCodebooks });
  }
  if ((spectralKinds as readonly string[]).includes(kind)) {
    return referenceFeatures(all as Spectrogram[], asked, {
      ...options,
      bins: spectralBins(kind as SpectralKind, stored as SpectralOptions),
      stored: stored as SpectralOptions,
      paddings: paddings[name]!,
    });
  }
  if (isClip(field)) {
    const fixed = fixedChannels(stored as WaveformOptions);
    return referenceAudio(all as Waveform<Samples>[], asked, { ...options, fixed, gains });
  }
  const values = asked.indices.map((index) => all[index]);
  return { shape: [values.length], values: kind === "bool" ? values.map(Number) : copies(values) };
}

/** What stands behind the features of each record, or 0 where nothing does. */
export function paddingsOf(
  { ir, file, fields, recordCount }: DatasetReader,
): KnownRecords["paddings"] {
  const known = ir.fields.filter(({ kind }) => (spectralKinds as readonly string[]).includes(kind));
  return Object.fromEntries(known.map(({ name, kind, options }) => {
    const { padSeconds, storeDtype } = fieldKind(kind)!.resolve(options) as SpectralOptions;
    const [width, Values] = storeDtype === "float16" ? [2, Float16Array] : [4, Float32Array];
    const paddings = Array.from({ length: recordCount }, (_, index) => {
      if (padSeconds === null) return 0;
      const { position, length } = fields.get(name)!.extent(index)!;
      const tail = file.view(position + length - width!, width!);
      return new (Values as Float32ArrayConstructor)(tail.slice().buffer)[0]!;
    });
    return [name, paddings];
  }));
}

/** The code of one of our errors, or nothing when there was none. */
async function codeOf(run: () => Promise<void> | void): Promise<string | undefined> {
  try {
    await run();
    return undefined;
  } catch (cause) {
    if (cause instanceof AudiofieldError) return cause.code;
    throw cause;
  }
}
