import { FormatError, IntegrityError } from "../../errors/mod.ts";
import { readAnySchema } from "../../schema/parse_ir.ts";
import { AfdFile } from "../container/afd_file.ts";
import { openStorage, type StorageSource } from "../storage/open_storage.ts";
import { ReadAheadStorage } from "../storage/read_ahead.ts";
import type { BlockSet } from "./block_set.ts";
import { checkKeys } from "./check_keys.ts";
import { checkLayout } from "./check_layout.ts";
import { checkRecords } from "./check_records.ts";
import { Findings, type VerifyReport } from "./findings.ts";
import { Padding } from "./padding.ts";
import { scanBlocks } from "./scan_blocks.ts";

/** How to verify a file. */
export interface VerifyOptions {
  /** Called with the progress so far; in the last call both numbers are equal. */
  onProgress?(doneBytes: number, totalBytes: number): void;
}

/**
 * Checks every checksum and every structural rule of one file, padding included. Damage is reported, not
 * thrown, and the other records are checked even if one is damaged.
 *
 * @throws {FileError} when the file can't be read.
 */
export function verifyAlone(source: StorageSource, options: VerifyOptions = {}): VerifyReport {
  readAnySchema();
  let file: AfdFile;
  try {
    // Not mapped: a bad sector under a mapping would end the process.
    const storage = openStorage(source, "positioned");
    file = new AfdFile(source instanceof Uint8Array ? storage : new ReadAheadStorage(storage), {
      checksums: "never",
    });
  } catch (cause) {
    if (!(cause instanceof FormatError || cause instanceof IntegrityError)) throw cause;
    const damage = { record: null, field: cause.field ?? null, code: cause.code };
    return { ok: false, records: 0, checked: 0, damaged: [damage] };
  }
  using _file = file;
  return examine(file, options).report;
}

/** What checking an open file found, and the blocks that fail their checksum. */
export interface Examination {
  readonly report: VerifyReport;
  readonly damaged: BlockSet;
}

/**
 * {@link verifyAlone} of a file that is open: it must have been opened with `checksums: "never"`.
 *
 * @throws {FileError} when the file can't be read.
 */
export function examine(file: AfdFile, { onProgress }: VerifyOptions = {}): Examination {
  const { size } = file.storage;
  const findings = new Findings(file.ir.fields.map(({ name }) => name));
  const damaged = scanBlocks(file, { findings, onBytes: (done) => onProgress?.(done, size) });
  const padding = new Padding(file.storage, { damaged, findings });
  checkLayout(file, { findings, padding });
  checkRecords(file, { damaged, findings, padding });
  checkKeys(file, { damaged, findings });
  for (let count = damaged.unclaimed(); count > 0; count--) findings.ofFile("checksum");
  onProgress?.(size, size);
  const damages = findings.sorted();
  const report: VerifyReport = {
    ok: damages.length === 0,
    records: file.recordCount,
    checked: file.recordCount,
    damaged: damages,
  };
  return { report, damaged };
}
