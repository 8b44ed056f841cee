import { folderOf } from "../shards/open_source.ts";
import type { StorageSource } from "../storage/open_storage.ts";
import type { VerifyReport } from "./findings.ts";
import { verifyAlone, type VerifyOptions } from "./verify_alone.ts";
import { verifyFolder } from "./verify_folder.ts";

/**
 * Checks every checksum and every structural rule of a file, padding included, or of all files of a
 * dataset of many. Damage is reported, not thrown, and the other records are checked even if one is
 * damaged.
 *
 * @throws {FileError} when the file can't be read.
 *
 * @example
 * ```ts ignore
 * import { verifyFile } from "audiofield";
 *
 * for (const { record, field, code } of verifyFile("speech.afd").damaged) {
 *   console.log(record, field, code);
 * }
 * ```
 */
export function verifyFile(source: StorageSource, options: VerifyOptions = {}): VerifyReport {
  const folder = folderOf(source);
  return folder === undefined ? verifyAlone(source, options) : verifyFolder(folder, options);
}
