import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { isClip } from "./_agree_values.ts";
import {
  ConvertedBatch,
  type ConvertedBatchOptions,
  type DatasetReader,
  type SpectralBatchOptions,
  type TokenBatchOptions,
  type WaveformBatchOptions,
} from "../../runtime/mod.ts";
import {
  type DatasetIr,
  fieldKind,
  fixedChannels,
  spectralKinds,
  type Waveform,
  type WaveformOptions,
} from "../../schema/mod.ts";
import { codeOf } from "./_agree.ts";
import { type AnyBatch, fieldOf, type GeneratedDataset, type Samples } from "./_generated.ts";

/** An open file, and what its records are known to be. */
export interface Readers {
  readonly ir: DatasetIr;
  readonly read: readonly Readonly<Record<string, unknown>>[];
  readonly generated: GeneratedDataset;
  readonly reflective: DatasetReader;
}

const spectralVariants: readonly SpectralBatchOptions[] = [
  {},
  { padTo: "batch" },
  { padTo: { multipleOf: 7 }, padValue: 2.5 },
  { maxFrames: 3 },
  { maxFrames: 3, onLonger: "crop", dtype: "float32" },
  { dtype: "float32", padTo: "batch" },
  { layout: "framesFirst" },
  { layout: "framesFirst", padTo: { multipleOf: 5 }, padValue: -1.5 },
  { layout: "framesFirst", dtype: "float32", maxFrames: 4, onLonger: "crop" },
  { maxFrames: 0, onLonger: "crop", padTo: { multipleOf: 3 } },
];

const tokenVariants: readonly TokenBatchOptions[] = [
  {},
  { padTo: "batch", beginToken: 7 },
  { padTo: { multipleOf: 7 }, padValue: 9, endToken: 8 },
  { maxFrames: 3 },
  { maxFrames: 3, onLonger: "crop", dtype: "int32", padValue: -1 },
  { dtype: "int64", padTo: "batch", padValue: -100, beginToken: 2 ** 40, endToken: -3 },
  { layout: "framesFirst", codebooks: 1 },
  { layout: "framesFirst", padTo: { multipleOf: 5 }, endToken: 5, dtype: "int32" },
  { order: "delay", padTo: "batch", padValue: 3 },
  { order: "delay", layout: "framesFirst", beginToken: 4, endToken: 5, dtype: "int64" },
  { order: "delay", maxFrames: 5, onLonger: "crop", endToken: 6 },
  { order: "flattened", beginToken: 11, padTo: "batch" },
  { order: "flattened", maxFrames: 4, onLonger: "crop", dtype: "int64", endToken: 12 },
  { order: "firstAndRest", endToken: 13, padTo: "batch" },
  { order: "firstAndRest", layout: "framesFirst", dtype: "int32", beginToken: -1, padValue: -2 },
  { maxFrames: 0, onLonger: "crop", padTo: { multipleOf: 3 }, beginToken: 1 },
];

/** Kinds whose reflective readers go value by value: those are the restatement. */
const hasFrames = (kind: string) =>
  kind === "codecTokens" || (spectralKinds as readonly string[]).includes(kind);

/** The options that batches of a kind are tried with; those of chunked audio are for chunks. */
export function variantsOf(kind: string): readonly object[] {
  if (kind === "codecTokens") return tokenVariants;
  if (hasFrames(kind)) return spectralVariants;
  if (kind === "waveform") return [...variants, ...convertedVariants];
  if (["flac", "opus"].includes(kind)) return variants;
  return kind === "chunkedWaveform"
    ? variants.filter(({ maxSamples }) => maxSamples !== undefined)
    : [{}];
}

const variants: readonly WaveformBatchOptions[] = [
  {},
  { padTo: "batch" },
  { padTo: { multipleOf: 7 } },
  { maxSamples: 5 },
  { maxSamples: 5, onLonger: "crop" },
  { maxSamples: 9, onLonger: "crop", padTo: "batch" },
  { maxSamples: 0, onLonger: "crop", padTo: { multipleOf: 3 } },
];

/** Conversions, which the reflective reader does sample by sample. */
const convertedVariants: readonly ConvertedBatchOptions[] = [
  { dtype: "float32" },
  { dtype: "float32", padTo: "batch", layout: "channelsFirst" },
  { dtype: "float32", maxSamples: 5, onLonger: "crop", layout: "mono" },
  { dtype: "float32", padTo: { multipleOf: 7 }, layout: "mono" },
];

/** Whether the reflective reader is the restatement: it goes value by value. */
function isRestated(kind: string, options: object): boolean {
  return hasFrames(kind) || (kind === "waveform" && "dtype" in options);
}

/** A gain for each row, where the batch takes any. */
export function setGains(batch: object): void {
  if (!(batch instanceof ConvertedBatch)) return;
  batch.gains.forEach((_, row) => batch.gains[row] = 1.1 - 0.3 * row);
}

/** Both readers fill batches as {@link expected} says; each batch is used again and again. */
export function batchesAgree({ ir, read, generated, reflective }: Readers): void {
  for (const { name, kind } of ir.fields) {
    if (kind === "stems") continue;
    for (const options of variantsOf(kind)) {
      const field = fieldOf(generated, name);
      const reader = reflective.field(name);
      const one = field.allocateBatch(2 * read.length + 1, options);
      const other = reader.allocateBatch(2 * read.length + 1, options) as AnyBatch;
      setGains(one);
      setGains(other);
      for (const indices of indexLists(read.length)) {
        const code = codeOf(() => field.decodeBatch(indices, one));
        assert.equal(codeOf(() => reader.decodeBatch(indices, other)), code);
        if (isRestated(kind, options)) {
          const where = `${name} ${JSON.stringify(options)} ${indices}`;
          if (code === undefined) same(contents(one), contents(other), where);
          continue;
        }
        const wanted = expected({ ir, read }, { name, indices, options });
        assert.equal(code, wanted === undefined ? "longer-than-batch" : undefined);
        if (wanted === undefined) continue;
        const where = `${name} ${JSON.stringify(options)} ${indices}`;
        same(contents(one), wanted, where);
        same(contents(other), wanted, `reflective ${where}`);
      }
      one[Symbol.dispose]?.();
      other[Symbol.dispose]?.();
    }
  }
}

/** The generated reader fills batches from a blob as {@link expected} says. */
export async function blobBatchesAgree(
  { ir, read, generated, reflective }: Readers,
): Promise<void> {
  for (const { name, kind } of ir.fields) {
    if (kind === "stems") continue;
    for (const options of variantsOf(kind)) {
      const field = fieldOf(generated, name);
      const batch = field.allocateBatch(2 * read.length + 1, options);
      setGains(batch);
      for (const indices of indexLists(read.length)) {
        const wanted = isRestated(kind, options)
          ? reflected(reflective, { name, indices, options, rows: read.length })
          : expected({ ir, read }, { name, indices, options });
        if (wanted === undefined) {
          await assert.rejects(field.decodeBatchAsync(indices, batch), {
            code: "longer-than-batch",
          });
          continue;
        }
        await field.decodeBatchAsync(indices, batch);
        same(contents(batch), wanted, `blob ${name} ${JSON.stringify(options)} ${indices}`);
      }
    }
  }
}

/** What the reflective reader fills a batch with; nothing where it refuses. */
function reflected(
  reflective: DatasetReader,
  { name, indices, options, rows }: {
    name: string;
    indices: readonly number[];
    options: object;
    rows: number;
  },
): Contents | undefined {
  const reader = reflective.field(name);
  const batch = reader.allocateBatch(2 * rows + 1, options) as AnyBatch;
  setGains(batch);
  if (codeOf(() => reader.decodeBatch(indices, batch)) !== undefined) return undefined;
  return contents(batch);
}

/** Everything, nothing, backwards with repetitions, and one at a time. */
export function indexLists(count: number): number[][] {
  const all = Array.from({ length: count }, (_, index) => index);
  return [all, [], all.toReversed().flatMap((index) => [index, index]), ...all.map((i) => [i])];
}

/** What is compared of a batch. */
export interface Contents {
  readonly shape: readonly number[];
  readonly values: readonly unknown[];
  /** The samples' bytes, for audio: there may be many. */
  readonly samples?: Uint8Array;
  /** Of tokens: the codebooks but the first, where that stands by itself. */
  readonly rest?: readonly (number | bigint)[];
  readonly lengths?: readonly number[];
}

/** What a batch shows. */
export function contents(
  { shape, data, lengths, values, rest, restShape = [] }: AnyBatch,
): Contents {
  const size = shape.reduce((a, b) => a * b, 1);
  const count = shape[0] ?? 0;
  if (data === undefined) return { shape: [...shape], values: copies(values!.slice(0, count)) };
  if (lengths === undefined) return { shape: [...shape], values: Array.from(data).slice(0, size) };
  const samples = bytesOf((data as Samples).subarray(0, size));
  const found = { shape: [...shape], values: [], samples, lengths: [...lengths.slice(0, count)] };
  if (rest === undefined) return found;
  return { ...found, rest: Array.from(rest).slice(0, restShape.reduce((a, b) => a * b, 1)) };
}

/** Fails where two batches show different things. */
export function same(found: Contents, wanted: Contents, where: string): void {
  const { samples: one = new Uint8Array(0), ...rest } = found;
  const { samples: other = new Uint8Array(0), ...wantedRest } = wanted;
  assert.deepEqual(rest, wantedRest, where);
  assert.ok(Buffer.from(one).equals(other), `${where}: samples differ`);
}

function bytesOf({ buffer, byteOffset, byteLength }: Samples): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function copies(values: readonly unknown[]): unknown[] {
  return values.map((value) => value instanceof Uint8Array ? [...value] : value);
}

/** The batch, restated; nothing where a clip is too long for it. */
function expected(
  { ir, read }: Pick<Readers, "ir" | "read">,
  { name, indices, options }: {
    name: string;
    indices: readonly number[];
    options: WaveformBatchOptions;
  },
): Contents | undefined {
  const field = ir.fields.find((field) => field.name === name)!;
  const { kind, options: stored } = field;
  const all = read.map((record) => record[name]);
  const values = indices.map((index) => all[index]);
  if (!isClip(field)) {
    const plain = kind === "bool" ? values.map(Number) : copies(values);
    return { shape: [indices.length], values: plain };
  }
  const fixed = fixedChannels(fieldKind(kind)?.resolve(stored) as WaveformOptions);
  return expectedAudio(all as Waveform<Samples>[], indices, { ...options, fixed });
}

function expectedAudio(
  all: readonly Waveform<Samples>[],
  indices: readonly number[],
  { fixed, padTo = "dataset", onLonger, ...rest }: WaveformBatchOptions & {
    fixed: number | undefined;
  },
): Contents | undefined {
  const channels = fixed ?? Math.max(0, ...all.map((clip) => clip.channels));
  const frames = all.map((clip) => clip.samples.length / clip.channels);
  const { maxSamples = Math.max(0, ...frames) } = rest;
  const full = indices.map((index) => frames[index]!);
  if (onLonger !== "crop" && full.some((count) => count > maxSamples)) return undefined;
  const lengths = full.map((count) => Math.min(count, maxSamples));
  let width = padTo === "dataset" ? maxSamples : Math.max(0, ...lengths);
  if (typeof padTo === "object") { while (width % padTo.multipleOf !== 0) width++; }
  const rows = new (all[0]?.samples.constructor as Int16ArrayConstructor ?? Int16Array)(
    indices.length * width * channels,
  );
  indices.forEach((index, row) => {
    const clip = all[index]!;
    for (let frame = 0; frame < lengths[row]!; frame++) {
      const from = frame * clip.channels;
      const to = (row * width + frame) * channels;
      rows.set(clip.samples.subarray(from, from + clip.channels), to);
    }
  });
  const shape = [indices.length, width, channels];
  return { shape, values: [], samples: bytesOf(rows), lengths };
}
