import assert from "node:assert/strict";
import { AudiofieldError } from "../../errors/mod.ts";
import { type CategoryFieldReader, openDataset } from "../../runtime/mod.ts";
import { verifyFile } from "../../runtime/verify/mod.ts";
import { defineDataset, field, type FieldDefinition, fieldKind } from "../../schema/mod.ts";
import { Tampered, tampered } from "./_tamper.ts";
import { packed } from "./_varied.ts";

/** A sound file with one field, and how many bytes each of its bytes may become. */
export interface SoundFile {
  readonly what: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly ratio: number;
}

/** A file that makes a false claim. */
export interface Lie {
  readonly what: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The most that the fields in this module need for other reasons, whatever the file. */
const restBytes = 4 * 2 ** 20;

const noise = Int16Array.from({ length: 9000 }, (_, at) => (at * 7919) % 4001 - 2000);
const clip = (samples: number, sampleRate: number, channels = 1) => ({
  samples: noise.subarray(0, samples * channels),
  sampleRate,
  channels,
});
const matrix = (rows: number, columns: number) => ({
  data: new Float32Array(rows * columns).fill(0.5),
  shape: [rows, columns] as const,
});
const tokens = (rows: number, columns: number) => ({
  data: new Uint16Array(rows * columns).fill(3),
  shape: [rows, columns] as const,
});

/** A value of PCM, features or words becomes twice as many bytes; 255 channels may be claimed. */
const plain = 4;
const anyChannels = 255 * plain;
/** FLAC and Opus: 4,096 samples, or half a second, in float32 for 16 bytes of index. */
const flac = 4096 * 4 / 16;
const opus = 8000 * 4 / 16;

const mel = { nMels: 8, nFft: 256, hopLength: 128, sampleRate: 16_000 } as const;

const kinds: Readonly<Record<string, readonly [FieldDefinition, unknown[], number]>> = {
  uint32: [field.uint32(), [1, 2, 3], plain],
  bool: [field.bool(), [true, false, true], plain],
  text: [field.text(), ["", "ünicode".repeat(30), "a"], plain],
  category: [field.category(), ["ünicode".repeat(30), "", "ünicode".repeat(30)], plain],
  bytes: [field.bytes(), [new Uint8Array(200), new Uint8Array(0), new Uint8Array(3)], plain],
  waveform: [field.waveform(), [40, 900, 3].map((n) => clip(n, 16_000)), plain],
  waveformOfAny: [
    field.waveform({ mono: false, dtype: "float32" }),
    [clip(40, 16_000), clip(300, 16_000, 2), clip(9, 16_000, 3)],
    anyChannels,
  ],
  flac: [field.flac(), [100, 9000, 0].map((n) => clip(n, 16_000)), flac],
  flacOfAny: [
    field.flac({ mono: false }),
    [clip(100, 16_000), clip(4200, 16_000, 2), clip(1, 16_000)],
    8 * flac,
  ],
  opus: [field.opus(), [100, 9000, 320].map((n) => clip(n, 16_000)), opus],
  chunkedPcm: [
    field.chunkedWaveform({ chunkSeconds: 0.05 }),
    [900, 2000, 0].map((n) => clip(n, 16_000)),
    plain,
  ],
  chunkedFlac: [
    field.chunkedWaveform({ chunkSeconds: 0.5, coding: "flac" }),
    [9000, 300, 20].map((n) => clip(n, 16_000)),
    flac,
  ],
  stemsPcm: [
    field.stems({ names: ["voice", "drums"] }),
    [{ voice: clip(400, 16_000) }, { voice: clip(90, 16_000), drums: clip(90, 16_000) }, {}],
    2 * plain,
  ],
  stemsFlac: [
    field.stems({ names: ["voice", "drums"], coding: "flac" }),
    [{ voice: clip(5000, 16_000) }, { voice: clip(90, 16_000), drums: clip(90, 16_000) }, {}],
    2 * flac,
  ],
  mel: [field.melSpectrogram(mel), [matrix(8, 5), matrix(8, 70), matrix(8, 0)], plain],
  melPadded: [
    field.melSpectrogram({ ...mel, framing: "stft", center: true, padSeconds: 1 }),
    [clip(400, 16_000), clip(9000, 16_000), clip(4000, 16_000)],
    plain,
  ],
  spectrogram: [
    field.spectrogram({ nFft: 16, hopLength: 8, sampleRate: 16_000 }),
    [matrix(9, 5), matrix(9, 70), matrix(9, 0)],
    plain,
  ],
  mfcc: [
    field.mfcc({ ...mel, nMfcc: 4 }),
    [matrix(4, 5), matrix(4, 70), matrix(4, 0)],
    plain,
  ],
  pitch: [
    field.pitch(),
    [7, 0, 90].map((n) => ({ data: new Float32Array(n).fill(100), shape: [n] as const })),
    plain,
  ],
  tokens: [
    field.codecTokens({ nCodebooks: 4 }),
    [tokens(4, 9), tokens(4, 80), tokens(4, 0)],
    plain,
  ],
  tokensOf1Bit: [
    field.codecTokens({ nCodebooks: 2, vocabSize: 2, packing: "bits" }),
    [0, 70, 3].map((n) => ({ data: new Uint16Array(2 * n).fill(1), shape: [2, n] as const })),
    // Each bit becomes 16.
    16,
  ],
};

/** The kinds that have sound files here. */
export function hostileKinds(): Set<string> {
  return new Set(Object.values(kinds).map(([{ kind }]) => kind));
}

/** A sound file for each kind, or several where options decide how its records are stored. */
export function soundFiles(): SoundFile[] {
  return Object.entries(kinds).map(([what, [definition, values, ratio]]) => {
    const { ir } = defineDataset("Hostile", { value: definition });
    return { what, bytes: packed(ir, values.map((value) => ({ value }))), ratio };
  });
}

/** Values that no file of a few kilobytes can mean seriously. */
const absurd = [0xffff_ffff, 0x7fff_ffff, 0x0100_0000];
const absurdWide = [2n ** 53n - 1n, 2n ** 63n, 2n ** 40n, 2n ** 31n];

/** Everything that a file can claim, one false claim at a time, with every checksum right. */
export function* liesOf({ what, bytes }: SoundFile): Generator<Lie> {
  const lie = (of: string, change: (file: Tampered) => void): Lie => ({
    what: `${what}: ${of}`,
    bytes: tampered(bytes, change),
  });
  for (const value of absurd) {
    yield lie(`a width of ${value}`, (file) => file.setU32(file.entryAt(0) + 28, value));
    yield lie(`${value} records`, (file) => file.setU32(file.directoryAt, value));
    yield lie(
      `${value} bytes of configuration`,
      (file) => file.setU32(file.entryAt(0) + 24, value),
    );
  }
  const totals = { "total bytes": 32, "largest bytes": 40, "total length": 48, "longest": 56 };
  for (const value of absurdWide) {
    for (const [of, at] of Object.entries(totals)) {
      yield lie(`${of} of ${value}`, (file) => file.setU64(file.entryAt(0) + at, value));
    }
    yield lie(`all totals of ${value}`, (file) => {
      for (const at of Object.values(totals)) file.setU64(file.entryAt(0) + at, value);
    });
  }
  const { itemSize } = fieldKind(openKind(bytes))!.layout;
  for (let at = 0; at + 4 <= itemSize; at += 4) {
    for (const value of [...absurd, 0]) {
      const [of, change] = [`word ${at / 4} of record 1 of ${value}`, wordOf(at, value)];
      yield lie(of, change);
      // The same, with a directory that agrees as far as a file of this size can.
      yield lie(`${of}, in a file of long records`, (file) => {
        change(file);
        file.setU64(file.entryAt(0) + 56, BigInt(longestHeld(file)));
      });
    }
  }
  for (let at = Math.max(0, itemSize - 4); at < itemSize; at++) {
    yield lie(
      `byte ${at} of record 1 of 255`,
      (file) => file.bytes[file.recordAt(0, 1) + at] = 255,
    );
  }
  yield* lookupLies(bytes, lie);
  yield* payloadLies({ what, bytes }, lie);
}

/** False claims about a lookup part, and in it. */
function* lookupLies(
  bytes: Uint8Array<ArrayBuffer>,
  lie: (of: string, change: (file: Tampered) => void) => Lie,
): Generator<Lie> {
  const [lookup] = new Tampered(bytes).directory.lookups;
  for (const value of [...absurd, 0, 1]) {
    yield lie(`${value} lookup parts`, (file) => file.setU32(file.directoryAt + 84, value));
    if (lookup === undefined) continue;
    for (const at of [0, 4]) {
      yield lie(
        `word ${at / 4} of its lookup part's entry of ${value}`,
        (file) => file.setU32(file.lookupAt(0) + at, value),
      );
    }
    for (let at = 0; at + 4 <= lookup.byteLength; at += 4) {
      yield lie(
        `word ${at / 4} of its lookup part of ${value}`,
        (file) => file.setU32(lookup.position + at, value),
      );
    }
  }
  for (const value of lookup === undefined ? [] : absurdWide) {
    for (const at of [8, 16]) {
      yield lie(
        `byte ${at} of its lookup part's entry of ${value}`,
        (file) => file.setU64(file.lookupAt(0) + at, value),
      );
    }
  }
}

/** False claims in the payload itself: streams, heads, and the index after them. */
function* payloadLies(
  { bytes }: Pick<SoundFile, "what" | "bytes">,
  lie: (of: string, change: (file: Tampered) => void) => Lie,
): Generator<Lie> {
  using dataset = openDataset(bytes);
  const extent = dataset.field("value").extent(1);
  if (extent === undefined) return;
  const { position, length } = extent;
  const indexAt = position + length - (dataset.field("value").indexBytes?.(1) ?? 0);
  for (let at = 0; at + 4 <= length; at += 4) {
    // Every word of heads and index; for samples, a few are enough.
    if (at > 64 && position + at < indexAt) continue;
    for (const value of [0xffff_ffff, 0]) {
      yield lie(
        `word ${at / 4} of the payload of ${value}`,
        (file) => file.setU32(position + at, value),
      );
    }
  }
}

/**
 * Reads a file in every way there is. Each way gives one of our errors, or takes memory in
 * proportion to the file, within seconds.
 */
export async function readHostile({ what, bytes }: Lie, ratio: number): Promise<void> {
  const budget = ratio * bytes.length + restBytes;
  const start = performance.now();
  await within(what, budget, () => verifyFile(bytes));
  await within(what, budget, async () => {
    using dataset = openDataset(bytes);
    const reader = dataset.field("value");
    const records = Math.min(dataset.recordCount, 4);
    await within(what, budget, () => {
      const batch = reader.allocateBatch(1) as { readonly byteLength?: number };
      assert.ok((batch.byteLength ?? 0) <= budget, `${what}: a batch of ${batch.byteLength} bytes`);
      for (let record = 0; record < records; record++) reader.decodeBatch([record], batch);
      return batch;
    });
    await within(what, budget, () => Array.from({ length: records }, (_, i) => reader.decode(i)));
    await within(what, budget, () => (reader as Partial<CategoryFieldReader>).categories);
    await within(what, budget, async () => {
      for await (using _batch of dataset.batches({ batchSize: 1 }));
    });
    await within(what, budget, async () => {
      const batches = dataset.batches({ batchSize: 4, bucket: { of: "value" }, onDamaged: "skip" });
      for await (using _batch of batches);
    });
  });
  const seconds = (performance.now() - start) / 1000;
  assert.ok(seconds < 10, `${what}: it took ${seconds.toFixed(1)} s`);
}

/** Runs a step; its result is kept until it has been measured. */
async function within(what: string, budget: number, step: () => unknown): Promise<void> {
  const before = Deno.memoryUsage().external;
  let held: unknown;
  try {
    held = await step();
  } catch (cause) {
    if (!(cause instanceof AudiofieldError)) {
      throw new Error(`${what}: not an error of ours`, { cause });
    }
  }
  const taken = Deno.memoryUsage().external - before;
  assert.ok(taken <= 2 * budget, `${what}: ${taken} bytes were taken`);
  void held;
}

function wordOf(at: number, value: number): (file: Tampered) => void {
  return (file) => file.setU32(file.recordAt(0, 1) + at, value);
}

function openKind(bytes: Uint8Array<ArrayBuffer>): string {
  using dataset = openDataset(bytes);
  return dataset.field("value").kind;
}

/** The longest record that the payload region can hold, by its kind's own rule. */
function longestHeld({ bytes, directory }: Tampered): number {
  using dataset = openDataset(bytes.slice());
  const { kind, options } = dataset.ir.fields[0]!;
  const { extent, resolve } = fieldKind(kind)!;
  const least = extent?.(resolve(options)).leastBytes;
  if (least === undefined) return 0;
  let [held, tooLong] = [0, 2 ** 40];
  while (tooLong - held > 1) {
    const middle = Math.floor((held + tooLong) / 2);
    if (least(middle) <= directory.payloadEnd - 64) held = middle;
    else tooLong = middle;
  }
  return held;
}
