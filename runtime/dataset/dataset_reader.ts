import { UsageError } from "../../errors/mod.ts";
import type { DatasetIr } from "../../schema/mod.ts";
import { AfdFile, type OpenOptions } from "../container/afd_file.ts";
import type { FieldReader } from "../fields/kind/kind.ts";
import { allLeases } from "../fields/kind/leases.ts";
import { runtimeKind } from "../fields/mod.ts";
import type { Loader } from "../loader/epochs/loader.ts";
import type { LoaderOptions } from "../loader/epochs/loader_options.ts";
import type { LoadableFields } from "../loader/readable_dataset.ts";
import type { StorageSource } from "../storage/open_storage.ts";
import { loadBatches } from "./load_batches.ts";

/**
 * Reads any `.afd` file from the schema it carries, without a generated module. It makes batches as
 * fast as one, but is typed as `unknown`; the commands are built on it.
 */
export class DatasetReader implements Disposable {
  /** The file underneath; disposing of the reader closes it. */
  readonly file: AfdFile;
  /** The fields by name, in schema order. */
  readonly fields: ReadonlyMap<string, FieldReader>;

  /** Made by {@link openDataset}; a file that is open already can be given too. */
  constructor(file: AfdFile) {
    this.file = file;
    this.fields = new Map(
      file.ir.fields.map((field, index) => [field.name, runtimeKind(field.kind).open(file, index)]),
    );
  }

  /** The schema that the file carries. */
  get ir(): DatasetIr {
    return this.file.ir;
  }

  /** Records in the file, numbered from 0. */
  get recordCount(): number {
    return this.file.recordCount;
  }

  /**
   * The reader of the field called `name`.
   *
   * @throws {UsageError} naming the fields there are.
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
   * The batches of an epoch: shuffled, bucketed, filtered, cropped, resumed, decoded by workers, as
   * asked for. To be gone through by `for await`; each batch is valid until it is released.
   *
   * @throws {UsageError} when an option is wrong, or asks for what there isn't.
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

  /** {@link toRecord} for storages that must wait. */
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
 * Opens any `.afd` file, by the schema it carries.
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
  return new DatasetReader(new AfdFile(source, options));
}

/**
 * {@link openDataset} for a `Blob` or `File`, whose bytes have to be waited for: batches are read by
 * `batches`, `toRecordAsync`, and the fields' methods whose names end in `Async`.
 *
 * @throws {FormatError} when it isn't an audiofield file, or was cut short.
 * @throws {IntegrityError} when its tail fails its checksum.
 */
export async function openDatasetBlob(
  blob: Blob,
  options: OpenOptions = {},
): Promise<DatasetReader> {
  return new DatasetReader(await AfdFile.openBlob(blob, options));
}
