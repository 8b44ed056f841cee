import { join } from "node:path";
import { openPackedTokens, openTokens } from "../../generated/tokens.ts";
import {
  createPackedTokensWriter,
  createTokensWriter,
  type PackedTokensWriter,
  type TokensWriter,
} from "../../generated/tokens_writer.ts";
import { dspKernels, expandTokens } from "../../kernels/mod.ts";
import { noiseOf, shuffledBatches } from "../clips.ts";
import { type Row, row } from "../row.ts";
import { median, seconds, sideBySide } from "../side_by_side.ts";
import { storeLoop } from "../store_loop.ts";

const batchSize = 64;
const count = 20_000;
const frames = 750;
/** 8 codebooks of 750 frames in uint16: ten seconds of EnCodec. */
const recordBytes = 8 * frames * 2;

/** Batches of codec tokens: as stored, widened, and unpacked from bits. */
export function tokens(directory: string): Row[] {
  const path = join(directory, "tokens.afd");
  packTokens(path, { codebooks: 8, create: createTokensWriter, count });
  const packed = join(directory, "packed_tokens.afd");
  packTokens(packed, { codebooks: 9, create: createPackedTokensWriter, count });
  return [asStored(path), widened(path), unpacked(packed), unpackedInMemory()];
}

/** Random order, against copying the same rows from memory with `TypedArray.set`. */
function asStored(path: string): Row {
  using dataset = openTokens(path);
  using batch = dataset.codes.allocateBatch(batchSize);
  const memory = new Uint8Array(count * recordBytes);
  for (let index = 0; index < count; index++) {
    const { data } = dataset.codes.decode(index);
    memory.set(new Uint8Array(data.buffer), index * recordBytes);
  }
  // Large buffers begin on a page, which is as aligned as it gets.
  const rows = new Uint8Array(batchSize * recordBytes);
  let epoch = 1;
  const { ours, theirs, speed } = sideBySide(
    () => {
      for (const indices of shuffledBatches(count, batchSize, epoch)) {
        dataset.codes.decodeBatch(indices, batch);
      }
    },
    () => {
      for (const indices of shuffledBatches(count, batchSize, epoch++)) {
        for (let row = 0; row < batchSize; row++) {
          const start = indices[row]! * recordBytes;
          rows.set(memory.subarray(start, start + recordBytes), row * recordBytes);
        }
      }
    },
    { rounds: 15 },
  );
  const records = Math.floor(count / batchSize) * batchSize;
  const storage = dataset.file.storage.kind;
  return row(`decodeBatch, 12,000-byte tokens to (64, 8, 750), random order, ${storage}`, {
    value: records / ours,
    limit: records / theirs,
    ratio: speed,
    unit: "records/s",
    bar: 0.8,
    wanted: "at least",
  });
}

/** Batches in a ring that is larger than the caches, as loaders keep them. */
const ringSize = 16;

/** To int64, against a plain vector store loop over as many bytes, in a ring of the same size. */
function widened(path: string): Row {
  using dataset = openTokens(path);
  using batches = new DisposableStack();
  const ring = Array.from(
    { length: ringSize },
    () => batches.use(dataset.codes.allocateBatch(batchSize, { dtype: "int64" })),
  );
  const { byteLength } = ring[0]!;
  const store = storeLoop(ringSize * byteLength);
  const order = shuffledBatches(6_400, batchSize, 3);
  let turn = 0;
  let place = 0;
  const { ours, theirs } = sideBySide(
    () => dataset.codes.decodeBatch(order[turn % order.length]!, ring[turn++ % ringSize]!),
    () => {
      const from = (place++ % ringSize) * byteLength;
      store(from, from + byteLength);
    },
    { rounds: 1_500 },
  );
  return row("decodeBatch, tokens widened to int64, against storing those bytes", {
    value: byteLength / ours / 1e9,
    limit: byteLength / theirs / 1e9,
    unit: "GB/s",
    bar: 0.6,
    wanted: "at least",
  });
}

/** From 10 bits to uint16, all the way from the file to the batch. */
function unpacked(path: string): Row {
  using dataset = openPackedTokens(path);
  using batch = dataset.codes.allocateBatch(batchSize);
  const order = shuffledBatches(6_400, batchSize, 3);
  for (const indices of order) dataset.codes.decodeBatch(indices, batch);
  // Batch by batch, so that an interruption spoils only a few of them.
  const times = Array.from(
    { length: 2_000 },
    (_, turn) => seconds(() => dataset.codes.decodeBatch(order[turn % order.length]!, batch)),
  );
  return row("decodeBatch, tokens of 10 bits to uint16, output", {
    value: batch.byteLength / median(times) / 1e9,
    limit: 2,
    unit: "GB/s",
    bar: 1,
    wanted: "at least",
  });
}

/** The kernel by itself. */
function unpackedInMemory(): Row {
  const kernels = dspKernels();
  const tokens = 16_384;
  const [source, target] = [kernels.allocate(tokens * 10 / 8), kernels.allocate(tokens * 2)];
  kernels.bytes().fill(0x5a, source, source + tokens * 10 / 8);
  const repeats = 1_000;
  const times = Array.from({ length: 21 }, () =>
    seconds(() => {
      for (let turn = 0; turn < repeats; turn++) expandTokens(10, source, 0, tokens, 2, target, 1);
    }));
  kernels.free(source, tokens * 10 / 8);
  kernels.free(target, tokens * 2);
  return row("tokens of 10 bits → uint16 in memory, output", {
    value: tokens * 2 * repeats / median(times) / 1e9,
    limit: 2,
    unit: "GB/s",
    bar: 1,
    wanted: "at least",
  });
}

/** Packs noise: `count` records of 750 frames. */
export function packTokens(
  path: string,
  { codebooks, create, count }: {
    codebooks: number;
    create: (path: string) => TokensWriter | PackedTokensWriter;
    count: number;
  },
): void {
  const noise = noiseOf(codebooks * frames + 997);
  const values = Uint16Array.from(noise, (value) => value & 1023);
  const writer = create(path);
  for (let index = 0; index < count; index++) {
    const start = (index * 31) % 997;
    const data = values.subarray(start, start + codebooks * frames);
    writer.append({ codes: { data, shape: [codebooks, frames] } });
  }
  writer.finish();
}
