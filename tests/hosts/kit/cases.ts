/**
 * The tests that run on every host, through the installed package. They use nothing of any host but
 * what they are given.
 *
 * @module
 */
import {
  AudiofieldError,
  createDatasetWriter,
  type DatasetReader,
  openDataset,
  openDatasetAsync,
} from "audiofield";
import { digestOf } from "./digest.ts";
import type { Plan, PlannedFile } from "./plan.ts";
import { fromTagged } from "./tagged.ts";

/** What a host gives to the tests. */
export interface Host {
  /** A file of the data. */
  bytes(name: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Its address on a server. */
  url(name: string): string;
  /** A generated module. */
  module(name: string): Promise<Readonly<Record<string, unknown>>>;
  /** Prepares what needs no waiting, where that takes something. */
  prepare?(): Promise<void>;
  /** Whether there are threads. */
  readonly hasThreads: boolean;
  /** Its path, where there are files. */
  path?(name: string): string;
  /** A path for a file that doesn't exist yet. */
  scratch?(name: string): string;
  /** A file that was written to such a path. */
  written?(path: string): Promise<Uint8Array>;
}

/** A test. */
export interface Case {
  readonly name: string;
  run(): Promise<void>;
}

/** A reader, reflective or generated. */
interface Reader {
  readonly recordCount: number;
  toRecord(index: number): unknown;
  toRecordAsync(index: number): Promise<unknown>;
  close(): void;
}

/** All tests that this host can run. */
export function casesOf(plan: Plan, host: Host): Case[] {
  return [
    ...plan.files.flatMap((file) => readingCases(file, host)),
    ...plan.files.flatMap((file) => writingCases(file, host)),
    ...epochCases(plan, host),
    ...errorCases(host),
  ];
}

function readingCases(file: PlannedFile, host: Host): Case[] {
  const { name, dataset } = file;
  const ways: [string, () => Promise<Reader>][] = [
    ["a Blob", async () => await openDatasetAsync(new Blob([await host.bytes(name)]))],
    ["a URL", async () => await openDatasetAsync(host.url(name))],
    ["bytes", async () => openDataset(await host.bytes(name))],
  ];
  const { path } = host;
  if (path !== undefined) ways.push(["a path", () => Promise.resolve(openDataset(path(name)))]);
  if (file.module !== undefined) {
    const load = () => host.module(file.module!);
    ways.push(["bytes, by its module", async () => {
      const open = (await load())[`open${dataset}`] as (source: unknown) => Reader;
      return open(await host.bytes(name));
    }], ["a URL, by its module", async () => {
      const open = (await load())[`open${dataset}Async`] as (source: unknown) => Promise<Reader>;
      return await open(host.url(name));
    }]);
  }
  return ways.map(([way, open]) => ({
    name: `${name} is read from ${way}`,
    run: async () => {
      const reader = await open();
      try {
        equal(reader.recordCount, file.records.length);
        for (const [index, digest] of file.records.entries()) {
          const isWaiting = way.includes("URL") || way.includes("Blob");
          if (!isWaiting) await host.prepare?.();
          const record = isWaiting ? await reader.toRecordAsync(index) : reader.toRecord(index);
          equal(await digestOf(record), digest, `record ${index}`);
        }
      } finally {
        reader.close();
      }
    },
  }));
}

function writingCases({ name, ir, inputs }: PlannedFile, host: Host): Case[] {
  if (ir === undefined || inputs === undefined || host.scratch === undefined) return [];
  return [{
    name: `${name} is written to the same bytes`,
    run: async () => {
      const path = host.scratch!(name);
      const writer = createDatasetWriter(path, { ir });
      for (const record of fromTagged(inputs) as Record<string, unknown>[]) {
        await writer.append(record);
      }
      writer.finish();
      const [written, wanted] = [await host.written!(path), await host.bytes(name)];
      equal(written.findIndex((byte, at) => byte !== wanted[at]), -1, "the first other byte");
      equal(written.length, wanted.length);
    },
  }];
}

function epochCases({ epoch, batches }: Plan, host: Host): Case[] {
  const sources: [string, () => Promise<DatasetReader>][] = [
    ["a URL", () => openDatasetAsync(host.url("speech.afd"))],
    ["a Blob", async () => await openDatasetAsync(new Blob([await host.bytes("speech.afd")]))],
    ["bytes", async () => openDataset(await host.bytes("speech.afd"))],
  ];
  if (host.path !== undefined) {
    sources.push(["a path", () => Promise.resolve(openDataset(host.path!("speech.afd")))]);
  }
  const counts = host.hasThreads ? [0, 1, 2] : [0];
  return sources.flatMap(([source, open]) =>
    counts.map((workers) => ({
      name: `an epoch of ${source} with ${workers} workers`,
      run: async () => {
        const dataset = await open();
        try {
          const digests: string[] = [];
          for await (const batch of dataset.batches({ ...epoch, batchSize: 3, workers })) {
            digests.push(await digestOf(batchContents(batch)));
            batch.release();
          }
          equal(JSON.stringify(digests), JSON.stringify(batches));
        } finally {
          dataset.close();
        }
      },
    }))
  );
}

/** What is in a batch of speech. */
export function batchContents(batch: {
  readonly indices: Uint32Array;
  readonly fields: Readonly<Record<string, unknown>>;
}): unknown {
  const audio = batch.fields["audio"] as {
    readonly shape: readonly number[];
    readonly data: Int16Array;
    readonly lengths: Uint32Array;
  };
  return {
    indices: batch.indices,
    shape: audio.shape,
    data: audio.data.subarray(0, audio.shape.reduce((all, one) => all * one, 1)),
    lengths: audio.lengths,
  };
}

function errorCases(host: Host): Case[] {
  return [
    {
      name: "a file that was cut off is refused",
      run: async () => {
        const bytes = await host.bytes("speech.afd");
        await fails("FormatError", () => openDataset(bytes.subarray(0, bytes.length - 100)));
        await fails("FormatError", () => openDataset(new Uint8Array(0)));
      },
    },
    {
      name: "a changed byte is found",
      run: async () => {
        const bytes = (await host.bytes("speech.afd")).slice();
        bytes[4096] = bytes[4096]! ^ 1;
        const dataset = openDataset(bytes, { checksums: "always" });
        await fails("IntegrityError", () => {
          for (let index = 0; index < dataset.recordCount; index++) dataset.toRecord(index);
        });
      },
    },
    {
      name: "a URL without a file is an error",
      run: () => fails("FileError", () => openDatasetAsync(host.url("missing.afd"))),
    },
  ];
}

async function fails(name: string, step: () => unknown): Promise<void> {
  try {
    await step();
  } catch (cause) {
    if (!(cause instanceof AudiofieldError)) throw cause;
    return equal(cause.name, name, cause.message);
  }
  throw new Error(`Nothing was thrown, ${name} expected`);
}

function equal(found: unknown, wanted: unknown, what = "found"): void {
  if (!Object.is(found, wanted)) throw new Error(`${what}: ${found}, expected ${wanted}`);
}
