import type { AfdFile } from "../../runtime/container/afd_file.ts";
import { ExtendingWriter, type ExtendOptions } from "./extending_writer.ts";

/** How to extend a dataset, step by step. */
export interface ExtendDatasetOptions extends ExtendOptions {
  /** Called when the output has been opened: to give it up if the user interrupts. */
  readonly onWriter?: (writer: { abort(): void }) => void;
  /** Called with the records done so far. */
  readonly onRecord?: (done: number) => void;
  /** Awaited between records. */
  readonly checkpoint?: () => Promise<void>;
}

/**
 * Writes a new file with the records of an open file or folder and the new fields of a wider schema.
 *
 * @throws {FormatError} `"other-schema"` when the schema lacks a field of the source, or has another
 *   one of its name.
 * @throws {UsageError} `"not-computable"` when a new field is neither computed nor has a default.
 * @throws {FileError} when the output exists and may not be overwritten, or can't be written.
 * @throws {IntegrityError} when a record of the source is damaged.
 * @throws {ModelError} when a codec model fails.
 */
export async function extendDataset(
  path: string,
  source: AfdFile,
  { onWriter, onRecord, checkpoint, ...options }: ExtendDatasetOptions,
): Promise<void> {
  const writer = new ExtendingWriter(path, source, options);
  onWriter?.(writer);
  try {
    for (let record = 0; record < source.recordCount; record++) {
      await writer.extend(record);
      onRecord?.(record + 1);
      await checkpoint?.();
    }
    writer.finish();
  } catch (cause) {
    writer.abort();
    throw cause;
  }
}
