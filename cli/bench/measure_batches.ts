import process from "node:process";
import type { DatasetReader } from "../../runtime/mod.ts";
import { fieldKind } from "../../schema/mod.ts";
import { commandsOf } from "../roles/mod.ts";

/** How to read batches. */
export interface Way {
  readonly batchSize: number;
  readonly workers: number;
  /** `undefined`: all. */
  readonly fields: readonly string[] | undefined;
  /** The records to read; `undefined`: all. */
  readonly filter?: Uint32Array | undefined;
}

/** The results of reading batches in one way. */
export interface Measured {
  readonly recordsPerSecond: number;
  /** Bytes of batches, padding included. */
  readonly bytesPerSecond: number;
  /** Bytes of a record in its batch, on average. */
  readonly recordBytes: number;
  /** The share of their time that the decoding threads spent computing: 0 to 1. */
  readonly busy: number;
  /** The time from asking for batches to the first batch, including the start of workers. */
  readonly firstBatchMs: number;
  /**
   * The share of the time that lies between an epoch's last batch and the next epoch's first: 0 to
   * 1.
   */
  readonly starting: number;
}

/**
 * Reads shuffled batches, epoch after epoch, for `seconds` to warm up and `seconds` more that
 * count. Workers are started for each epoch, as in training; waiting for the first batch counts.
 */
export async function measureBatches(
  reader: DatasetReader,
  { batchSize, workers, fields, filter }: Way,
  seconds: number,
): Promise<Measured> {
  const bytesOf = Object.fromEntries(
    [...reader.fields.values()].map(({ name, kind }) => {
      const [commands, declared] = [commandsOf(kind), fieldKind(kind)!];
      return [name, (part: object) => commands.batchBytes(part, declared)];
    }),
  );
  let records = 0;
  let bytes = 0;
  let counted = 0;
  let firstBatchMs = Infinity;
  let startingMs = 0;
  let last = performance.now();
  let from = performance.now();
  let until = from + seconds * 1000;
  let cpu = process.cpuUsage();
  let isWarm = false;
  for (let epoch = 0; counted === 0; epoch++) {
    const asked = performance.now();
    let isFirst = true;
    const chosen = {
      ...fields === undefined ? {} : { fields },
      ...filter === undefined ? {} : { filter },
    };
    const options = { batchSize, workers, shuffle: { seed: 1, epoch }, ...chosen };
    for await (using batch of reader.batches(options)) {
      const now = performance.now();
      if (isFirst) {
        firstBatchMs = Math.min(firstBatchMs, now - asked);
        startingMs += now - last;
      }
      isFirst = false;
      last = now;
      records += batch.indices.length;
      for (const name in batch.fields) bytes += bytesOf[name]!(batch.fields[name]!);
      if (now < until) continue;
      if (isWarm) {
        counted = (now - from) / 1000;
        break;
      }
      [isWarm, records, bytes, startingMs] = [true, 0, 0, 0];
      [from, until] = [now, now + seconds * 1000];
      cpu = process.cpuUsage();
    }
  }
  const { user, system } = process.cpuUsage(cpu);
  const threads = Math.min(Math.max(1, workers), navigator.hardwareConcurrency);
  return {
    recordsPerSecond: records / counted,
    bytesPerSecond: bytes / counted,
    recordBytes: bytes / Math.max(1, records),
    busy: Math.min(1, (user + system) / 1e6 / counted / threads),
    firstBatchMs,
    starting: startingMs / 1000 / counted,
  };
}
