/**
 * The errors that audiofield throws; `docs/errors.md` lists their codes. Every room may import this
 * one; it imports nothing.
 *
 * @example Acting on an error's code
 * ```ts
 * import { AudiofieldError, IntegrityError } from "./mod.ts";
 *
 * const error = new IntegrityError('Cannot read "a.afd": block 3 fails its checksum', {
 *   code: "checksum",
 *   file: "a.afd",
 * });
 * if (!(error instanceof AudiofieldError) || error.code !== "checksum") throw new Error();
 * ```
 *
 * @module
 */
export { AudiofieldError, type ErrorDetails } from "./audiofield_error.ts";
export {
  AudioInputError,
  FileError,
  FormatError,
  IntegrityError,
  ListError,
  ManifestError,
  ModelError,
  PackageError,
  SchemaError,
  UsageError,
  WorkerError,
} from "./errors.ts";
export { type ErrorParts, errorParts, rebuiltError } from "./error_parts.ts";
export { type FileStamp, refuseChanged } from "./changed_file.ts";
export { fileError, systemCode } from "./file_error.ts";
