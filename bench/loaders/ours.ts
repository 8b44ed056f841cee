import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { AudioFiles } from "../../audio/mod.ts";
import { moduleTexts, specifiers } from "../../codegen/mod.ts";
import { type ChecksumMode, createDatasetWriter } from "../../runtime/mod.ts";
import { shuffled } from "../clips.ts";
import { median } from "../side_by_side.ts";
import type { LoaderCase } from "./cases.ts";
import { checksumStride, LoaderSource } from "./source.ts";

/** Records per batch. */
export const batchSize = 64;

/** A batch of any of the measured kinds. */
interface AnyBatch extends Disposable {
  readonly data: Int16Array | Uint16Array | Float32Array;
  readonly shape: readonly number[];
}

/** A loader for batches of any of the measured kinds. */
interface AnyLoader extends AsyncDisposable {
  epoch(epoch: number): AsyncIterable<{
    readonly indices: Uint32Array;
    readonly fields: { readonly data: Omit<AnyBatch, typeof Symbol.dispose> };
    release(): void;
  }>;
}

/** A generated field of any of the measured kinds. */
interface AnyField {
  allocateBatch(batchSize: number, options: { padTo: "batch" | "dataset" }): AnyBatch;
  decodeBatch(indices: Uint32Array, batch: AnyBatch): void;
}

/** An open dataset of the module generated for a case. */
interface OpenCase extends Disposable {
  readonly data: AnyField;
  batches(options: {
    batchSize: number;
    fields: { data: { padTo: "batch" | "dataset" } };
    shuffle: { seed: number };
    workers: number;
  }): AnyLoader;
}

/** What was generated for a case. */
type OpenFunction = (path: string, options: { checksums: ChecksumMode }) => OpenCase;

/** This library on one data set, with a module generated for it: `decodeBatch` and `batches`. */
export class Ours implements Disposable {
  readonly path: string;
  readonly #source: LoaderSource;
  readonly #case: LoaderCase;
  readonly #open: OpenFunction;
  #dataset: OpenCase;
  #batch: AnyBatch;
  #seed = 1;

  private constructor(
    source: LoaderSource,
    { loaderCase, open, path }: { loaderCase: LoaderCase; open: OpenFunction; path: string },
  ) {
    this.path = path;
    this.#source = source;
    this.#case = loaderCase;
    this.#open = open;
    this.#dataset = open(path, { checksums: "first-touch" });
    this.#batch = this.#dataset.data.allocateBatch(batchSize, { padTo: loaderCase.padTo });
  }

  /** Packs the source, generates the module and opens the file. */
  static async pack(directory: string, loaderCase: LoaderCase): Promise<Ours> {
    const source = new LoaderSource(directory, loaderCase);
    const { dataset, name } = loaderCase;
    const path = join(directory, `${name}.afd`);
    using files = new AudioFiles();
    const writer = createDatasetWriter(path, {
      ir: dataset.ir,
      overwrite: true,
      openAudio: (input) => files.open(input),
    });
    for (const data of source.records()) writer.append({ data });
    writer.finish();
    const library = new URL("../..", import.meta.url).href.replace(/\/$/, "");
    const { reader } = await moduleTexts([dataset], {
      name,
      schemaName: "loaders.schema.ts",
      docs: new Map(),
      specifierOf: specifiers(library),
    });
    const module = join(directory, `${name}.ts`);
    Deno.writeTextFileSync(module, reader);
    const generated = await import(pathToFileURL(module).href);
    return new Ours(source, { loaderCase, open: generated[`open${dataset.ir.name}`], path });
  }

  /** Opens the file again, with other checks. */
  reopen(checksums: ChecksumMode): void {
    this[Symbol.dispose]();
    this.#dataset = this.#open(this.path, { checksums });
    this.#batch = this.#dataset.data.allocateBatch(batchSize, { padTo: this.#case.padTo });
  }

  /**
   * Iterates over an epoch, and compares its checksum with the source's.
   *
   * @throws {Error} when they differ.
   */
  check(): void {
    const { sum, records } = this.#go(epochOf(this.#source.count, this.#seed++));
    this.#compare(sum, records);
  }

  /**
   * Records per second: the median over as many whole epochs as it takes to fill `seconds`, at
   * least one, after one that warms up and can be cut off.
   */
  run(seconds: number): number {
    const rates: number[] = [];
    this.#go(epochOf(this.#source.count, this.#seed++), seconds);
    let spent = 0;
    do {
      const epoch = epochOf(this.#source.count, this.#seed++);
      const start = performance.now();
      const { records } = this.#go(epoch);
      const taken = (performance.now() - start) / 1000;
      rates.push(records / taken);
      spent += taken;
    } while (spent < seconds);
    return median(rates);
  }

  /**
   * Records per second over epochs of `batches`, measured like {@link run}; workers start in the
   * epoch that warms up.
   *
   * @throws {Error} when the checksum of an epoch differs from the source's.
   */
  async load(seconds: number, workers: number): Promise<number> {
    await using loader = this.#dataset.batches({
      batchSize,
      fields: { data: { padTo: this.#case.padTo } },
      shuffle: { seed: 1 },
      workers,
    });
    const rates: number[] = [];
    await this.#load(loader);
    for (let spent = 0; spent < seconds;) {
      const start = performance.now();
      await this.#load(loader);
      const taken = (performance.now() - start) / 1000;
      rates.push(this.#source.count / taken);
      spent += taken;
    }
    return median(rates);
  }

  async #load(loader: AnyLoader): Promise<void> {
    let [sum, records] = [0, 0];
    for await (const batch of loader.epoch(this.#seed++)) {
      sum += this.#sum(batch.fields.data, batch.indices.length);
      records += batch.indices.length;
      batch.release();
    }
    this.#compare(sum, records);
  }

  /** Milliseconds that each of `count` single records took, in random order. */
  latencies(count: number): Float64Array {
    const order = shuffled(this.#source.count, this.#seed++);
    const one = new Uint32Array(1);
    const times = new Float64Array(count);
    for (let turn = 0; turn < times.length; turn++) {
      one[0] = order[turn % order.length]!;
      const start = performance.now();
      this.#dataset.data.decodeBatch(one, this.#batch);
      times[turn] = performance.now() - start;
    }
    return times;
  }

  [Symbol.dispose](): void {
    this.#batch[Symbol.dispose]();
    this.#dataset[Symbol.dispose]();
  }

  #go(epoch: readonly Uint32Array[], seconds = Infinity): { sum: number; records: number } {
    const batch = this.#batch;
    const end = performance.now() + seconds * 1000;
    let sum = 0;
    let records = 0;
    for (const indices of epoch) {
      this.#dataset.data.decodeBatch(indices, batch);
      sum += this.#sum(batch, indices.length);
      records += indices.length;
      if (performance.now() > end) break;
    }
    return { sum, records };
  }

  /** What a consumer takes from a batch, as with the peers. */
  #sum({ data, shape }: Omit<AnyBatch, typeof Symbol.dispose>, rows: number): number {
    const width = shape.reduce((a, b) => a * b, 1) / shape[0]!;
    const step = this.#case.name === "M" ? width / this.#source.bins : checksumStride;
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      const end = (row + 1) * width;
      // Float16 is exposed as its bits; the source sums them as int16.
      for (let at = row * width; at < end; at += step) sum += int16(data[at]!);
    }
    return sum;
  }

  #compare(sum: number, records: number): void {
    const wanted = this.#source.checksums.reduce((a, b) => a + b, 0);
    if (records === this.#source.count && (sum === wanted || this.#case.lossy)) return;
    throw new Error(
      `The epoch of ${this.#case.name} gave ${records} records with sum ${sum}, not ` +
        `${this.#source.count} with sum ${wanted}`,
    );
  }
}

function int16(value: number): number {
  return value > 32_767 ? value - 65_536 : value;
}

/** All records in random order; the last batch holds the remainder. */
function epochOf(count: number, seed: number): Uint32Array[] {
  const order = shuffled(count, seed);
  return Array.from(
    { length: Math.ceil(count / batchSize) },
    (_, batch) => order.subarray(batch * batchSize, (batch + 1) * batchSize),
  );
}
