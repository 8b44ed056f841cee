import { FormatError } from "../../errors/mod.ts";
import { type DatasetIr, fingerprintOf, firstDifference } from "../../schema/mod.ts";
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
  { ir, ...options }: OpenOptions & { ir: DatasetIr },
): AfdFile {
  return ofSchema(openAfd(source, options), ir);
}

/**
 * The file, if it has the schema `ir`; otherwise it is closed.
 *
 * @throws {FormatError} when it has a different schema, naming the first difference.
 */
export function ofSchema(file: AfdFile, ir: DatasetIr): AfdFile {
  if (file.fingerprint === fingerprintOf(ir)) return file;
  file.close();
  const difference = firstDifference(file.ir, ir) ?? "their fingerprints differ";
  throw new FormatError(`Cannot open "${file.name}" as ${ir.name}: ${difference}`, {
    code: "other-schema",
    file: file.name,
    found: file.ir.name,
    wanted: ir.name,
    hint: "use the module generated from the schema it was packed with, or pack it again",
  });
}
