import { AudiofieldError, FileError, FormatError, IntegrityError } from "../../errors/mod.ts";
import { AfdFile } from "../../runtime/container/afd_file.ts";
import { PositionedStorage } from "../../runtime/storage/positioned.ts";
import { type Hints, knownFile } from "./known_file.ts";
import { rebuildTail } from "./rebuilt_tail.ts";
import { SalvageStorage } from "./salvage_storage.ts";

/** A file that may be damaged, opened without comparing checksums. */
export interface DamagedFile {
  readonly file: AfdFile;
  /** Why its end had to be made anew; `undefined` if it opens as any other file. */
  readonly tail?: { readonly code: string; readonly message: string } | undefined;
}

/**
 * Opens a file even if its beginning or its end is damaged or cut off, as long as it is known where its
 * tables lie.
 *
 * @throws {FileError} when there is no such file.
 * @throws {FormatError} `"tables-unknown"` when the end is gone, and nothing says where its tables lie.
 */
export function openDamaged(path: string, hints: Hints): DamagedFile {
  const fault = faultOf(path);
  if (!(fault instanceof AudiofieldError)) return { file: fault };
  if (fault instanceof FileError) throw fault;
  const storage = new SalvageStorage(new PositionedStorage(path));
  const known = knownFile(storage, hints);
  const rebuilt = known && rebuildTail(storage, known);
  if (rebuilt === undefined) {
    storage[Symbol.dispose]();
    throw unknownTables(fault, path, hints.ir !== undefined || known !== undefined);
  }
  storage[Symbol.dispose]();
  const patched = new SalvageStorage(new PositionedStorage(path), rebuilt);
  const tail = { code: fault.code, message: fault.message };
  return { file: new AfdFile(patched, { checksums: "never" }), tail };
}

/** The open file, or why it doesn't open. */
function faultOf(path: string): AfdFile | AudiofieldError {
  try {
    const storage = new SalvageStorage(new PositionedStorage(path));
    return new AfdFile(storage, { checksums: "never" });
  } catch (cause) {
    const isDamage = cause instanceof FormatError || cause instanceof IntegrityError;
    if (isDamage || cause instanceof FileError) return cause;
    throw cause;
  }
}

function unknownTables(cause: AudiofieldError, file: string, isHelped: boolean): FormatError {
  const why = isHelped
    ? "the tables that say where its records lie, or the checksums of its blocks, are gone too"
    : "nothing says where its tables lie";
  return new FormatError(
    `Cannot salvage "${file}": its end is damaged or cut off (${cause.code}), and ${why}`,
    {
      code: "tables-unknown",
      file,
      hint: isHelped
        ? "--streams DIR saves the FLAC and Ogg streams that are complete"
        : "pass --schema with the schema that it was packed with, or salvage the folder that it " +
          "belongs to; --streams DIR saves the FLAC and Ogg streams that are complete",
      cause,
    },
  );
}
