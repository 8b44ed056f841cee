import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { moduleTexts, specifiers } from "../../codegen/mod.ts";
import type { FigureRow } from "../../plan/mod.ts";
import { createDatasetWriter, openDataset } from "../../runtime/mod.ts";
import { type Dataset, defineDataset } from "../../schema/mod.ts";
import { shuffledBatches, speechOfTenSeconds } from "../clips.ts";
import { seconds } from "../side_by_side.ts";
import type { StorageForm } from "./storage_form.ts";

/** 128 clips of PCM are more than a core's caches can hold. */
const clips = 128;
const batchSize = 64;

/** A field of a generated module, whatever its kind. */
interface ClipField {
  allocateBatch(batchSize: number): object;
  decodeBatch(indices: Uint32Array, batch: object): void;
}

/** What a generated module's `openForm` returns. */
interface FormReader extends Disposable {
  readonly clip: ClipField;
}

/** A packed file of one form, read through the module that is generated for it. */
export class FormRun implements Disposable {
  readonly #name: FigureRow["name"];
  readonly #reader: FormReader;
  readonly #bytes: number;
  readonly #one: object;
  readonly #many: object;
  readonly #alone = new Uint32Array(1);
  readonly #batches = shuffledBatches(clips, batchSize, 1);
  #single = Infinity;
  #batched = Infinity;

  private constructor(name: FigureRow["name"], reader: FormReader, bytes: number) {
    this.#name = name;
    this.#reader = reader;
    this.#bytes = bytes;
    this.#one = reader.clip.allocateBatch(1);
    this.#many = reader.clip.allocateBatch(batchSize);
  }

  /** Packs the file and generates the module, both in `folder`. */
  static async start(form: StorageForm, folder: string): Promise<FormRun> {
    const dataset = defineDataset("Form", { clip: form.field });
    const path = join(folder, `${form.name}.afd`);
    const bytes = pack(form, dataset, path);
    const module = join(folder, `${form.name}.ts`);
    const library = new URL("../..", import.meta.url).href.replace(/\/$/, "");
    const { reader } = await moduleTexts([dataset], {
      name: form.name,
      schemaName: `${form.name}.schema.ts`,
      docs: new Map(),
      specifierOf: specifiers(library),
    });
    Deno.writeTextFileSync(module, reader);
    const { openForm } = await import(pathToFileURL(module).href);
    return new FormRun(form.name, openForm(path), bytes);
  }

  /** Reads all clips one by one, then in batches, and keeps the best times. */
  measure(): void {
    const { clip } = this.#reader;
    const single = seconds(() => {
      for (let index = 0; index < clips; index++) {
        this.#alone[0] = index;
        clip.decodeBatch(this.#alone, this.#one);
      }
    });
    const batched = seconds(() => {
      for (const batch of this.#batches) clip.decodeBatch(batch, this.#many);
    });
    this.#single = Math.min(this.#single, single / clips);
    this.#batched = Math.min(this.#batched, batched / (this.#batches.length * batchSize));
  }

  /** What was measured so far. */
  row(): FigureRow {
    return {
      name: this.#name,
      bytes: this.#bytes,
      decodeMs: Number((this.#single * 1000).toPrecision(3)),
      recordsPerSecond: Number((1 / this.#batched).toPrecision(3)),
    };
  }

  [Symbol.dispose](): void {
    this.#reader[Symbol.dispose]();
  }
}

/** Packs the clips, and returns the average bytes of a payload. */
function pack({ value }: StorageForm, { ir }: Dataset, path: string): number {
  const speech = speechOfTenSeconds();
  const samples = new Int16Array(speech.length);
  const writer = createDatasetWriter(path, { ir });
  for (let clip = 0; clip < clips; clip++) {
    // The same speech from a different starting point, so that no two clips are alike.
    const from = (clip * 7919) % speech.length;
    samples.set(speech.subarray(from));
    samples.set(speech.subarray(0, from), speech.length - from);
    writer.append({ clip: value(samples) });
  }
  writer.finish();
  using dataset = openDataset(path);
  return Math.round(dataset.file.entry(0).totals.totalBytes / clips);
}
