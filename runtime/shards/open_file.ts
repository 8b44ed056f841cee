import type { DatasetIr } from "../../schema/reading.ts";
import { AfdFile, checkOpenOptions, type OpenOptions } from "../container/afd_file.ts";
import type { StorageSource } from "../storage/open_storage.ts";
import { openSource } from "./open_source.ts";

/**
 * Opens an `.afd` file, or a dataset of many, by whatever schema it has: a path, a folder, its
 * `dataset.json`, or bytes.
 *
 * @throws what {@link AfdFile} throws.
 */
export function openAfd(source: StorageSource, options: OpenOptions = {}): AfdFile {
  checkOpenOptions(options);
  const { storage, mappedShards } = options;
  return new AfdFile(openSource(source, storage, { mappedShards }), options);
}

/**
 * Opens a file that must have the schema `ir`. Generated modules open their files through this.
 *
 * @throws {FormatError} when it has a different schema, naming the first difference.
 */
export function openFile(
  source: StorageSource,
  options: OpenOptions & { ir: DatasetIr },
): AfdFile {
  return openAfd(source, options);
}
