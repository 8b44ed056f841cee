import { UsageError } from "../../errors/mod.ts";
import { readAnySchema } from "../../schema/parse_ir.ts";
import { type DatasetIr, fieldThatMeans } from "../../schema/reading.ts";
import type { AfdFile, OpenOptions } from "../container/afd_file.ts";
import type { FieldReader } from "../fields/kind/kind.ts";
import { allLeases } from "../fields/kind/leases.ts";
import type { KeyField } from "../fields/text/key_index.ts";
import { KeyedDataset } from "../fields/text/keyed_dataset.ts";
import { runtimeKind } from "../fields/mod.ts";
import type { Loader } from "../loader/epochs/loader.ts";
import type { LoaderOptions } from "../loader/epochs/loader_options.ts";
import type { LoadableFields } from "../loader/readable_dataset.ts";
import type { AsyncSource } from "../shards/async_source.ts";
import { type AsyncOpenOptions, openAfdAsync } from "../shards/open_async.ts";
import { openAfd } from "../shards/open_file.ts";
import type { StorageSource } from "../storage/open_storage.ts";
import { loadBatches } from "./load_batches.ts";

/**
 * Reads any `.afd` file by the schema it carries, without a generated module. It decodes batches just
 * as fast, but its values have the type `unknown`. The commands are built on it.
 */
export class DatasetReader extends KeyedDataset implements Disposable {
  /** The file underneath; disposing of the reader closes it. */
  readonly file: AfdFile;
  /** The fields by name, in schema order. */
  readonly fields: ReadonlyMap<string, FieldReader>;

  /** Use {@link openDataset}, or pass a file that is already open. */
  constructor(file: AfdFile) {
    const fields = new Map(
      file.ir.fields.map((field, index) => [field.name, runtimeKind(field.kind).open(file, index)]),
    );
    const key = fieldThatMeans(file.ir, "key");
    // Only texts are keys, and their readers have all that it takes.
    super(file, key && fields.get(key.name) as unknown as KeyField);
    this.file = file;
    this.fields = fields;
  }

  /** The schema that the file carries. */
  get ir(): DatasetIr {
    return this.file.ir;
  }

  /** Number of records in the file; they are numbered from 0. */
  get recordCount(): number {
    return this.file.recordCount;
  }

  /**
   * The reader of the field called `name`.
   *
   * @throws {UsageError} when there is no such field, naming the ones there are.
   */
  field(name: string): FieldReader {
    const reader = this.fields.get(name);
    if (reader !== undefined) return reader;
    const names = [...this.fields.keys()].join(", ");
    throw new UsageError(`"${this.file.name}" has no field "${name}"`, {
      code: "no-such-field",
      file: this.file.name,
      field: name,
      wanted: names,
      hint: `its fields are ${names}`,
    });
  }

  /**
   * The batches of an epoch: shuffled, bucketed, filtered, cropped, resumed, and decoded by workers, as
   * the options say. Iterate with `for await`; each batch is valid until it is released.
   *
   * @throws {UsageError} when an option is invalid, or names something that doesn't exist.
   */
  batches(options: LoaderOptions): Loader {
    const fields = Object.fromEntries(this.fields) as unknown as LoadableFields;
    return loadBatches({ file: this.file, fields }, options);
  }

  /** A record's decoded values, in memory of their own. */
  toRecord(index: number): Record<string, unknown> {
    return Object.fromEntries(
      [...this.fields].map(([name, reader]) => [name, reader.decode(index)]),
    );
  }

  /** {@link toRecord} for asynchronous storages. */
  async toRecordAsync(index: number): Promise<Record<string, unknown>> {
    using _leases = await allLeases(
      [...this.fields.values()].map((reader) => reader.prefetch([index])),
    );
    return this.toRecord(index);
  }

  /** Closes the file; batches made from it stay valid. */
  close(): void {
    this.file.close();
  }

  /** The same as {@link close}. */
  [Symbol.dispose](): void {
    this.close();
  }
}

/**
 * Opens any `.afd` file by the schema it carries.
 *
 * @throws {FileError} when the file can't be read.
 * @throws {FormatError} when it isn't an audiofield file, or was cut short.
 * @throws {IntegrityError} when its tail fails its checksum.
 *
 * @example
 * ```ts ignore
 * import { openDataset } from "audiofield";
 *
 * using dataset = openDataset("speech.afd");
 * console.log(dataset.recordCount, dataset.field("transcript").decode(0));
 * ```
 */
export function openDataset(source: StorageSource, options?: OpenOptions): DatasetReader {
  readAnySchema();
  return new DatasetReader(openAfd(source, options));
}

/**
 * {@link openDataset} for what can only be read asynchronously: a URL, a `Blob` or a `File`. Read it with
 * `batches`, `toRecordAsync`, and the fields' methods whose names end in `Async`. It opens everything
 * else, too.
 *
 * @throws {FileError} when it can't be read or reached.
 * @throws {FormatError} when it isn't an audiofield file, or was cut short.
 * @throws {IntegrityError} when its tail fails its checksum.
 *
 * @example
 * ```ts ignore
 * import { openDatasetAsync } from "audiofield";
 *
 * using dataset = await openDatasetAsync("https://host/speech.afd");
 * console.log(await dataset.toRecordAsync(7));
 * ```
 */
export async function openDatasetAsync(
  source: AsyncSource,
  options: AsyncOpenOptions = {},
): Promise<DatasetReader> {
  readAnySchema();
  return new DatasetReader(await openAfdAsync(source, options));
}
