import { AudiofieldError, FormatError, IntegrityError } from "../../errors/mod.ts";
import { decodable } from "../../hosts/mod.ts";
import {
  checkKind,
  type DatasetIr,
  firstDifference,
  irJson,
  readIr,
} from "../../schema/reading.ts";
import type { Storage } from "../storage/storage.ts";
import { preambleBytes, trailerBytes } from "./constants.ts";
import { crc32 } from "./crc32.ts";
import { checkJson } from "./check_json.ts";
import { maxTailBytes } from "./limits.ts";
import { decodeDirectory, type Directory } from "./directory.ts";
import { decodeTrailer, type Trailer } from "./trailer.ts";

/**
 * Reads the trailer, and checks that its offsets lie inside the file.
 *
 * @param start where the file begins in the storage; offsets in the result count from there.
 */
export function readTrailer(storage: Storage, start = 0): Trailer {
  const { name } = storage;
  const size = storage.size - start;
  const end = size - trailerBytes;
  const last = storage.view(start + Math.max(0, end), Math.min(size, trailerBytes));
  const trailer = decodeTrailer(last, { file: name, size });
  const { tailOffset, directoryOffset, directoryLength } = trailer;
  if (
    tailOffset < preambleBytes || directoryOffset < tailOffset ||
    directoryOffset + directoryLength > end || end - tailOffset > maxTailBytes
  ) {
    throw new IntegrityError(
      `Cannot open "${name}": its trailer points outside the file, or to a directory that is too large`,
      { code: "trailer", file: name },
    );
  }
  return trailer;
}

/** What the end of a file holds. */
export interface FileTail {
  readonly trailer: Trailer;
  readonly directory: Directory;
  /** The schema section and the directory, as bytes. */
  readonly tail: Uint8Array<ArrayBuffer>;
}

/**
 * Reads the trailer and the tail (the schema section and the directory), and checks their checksum.
 *
 * @param start where the file begins in the storage; offsets in the result count from the beginning of
 *   the storage, but for `payloadEnd`.
 */
export function readTail(storage: Storage, start = 0): FileTail {
  const { name, size } = storage;
  const trailer = readTrailer(storage, start);
  const tailStart = start + trailer.tailOffset;
  const tail = storage.view(tailStart, size - trailerBytes - tailStart);
  const found = crc32(tail);
  if (found !== trailer.tailChecksum) {
    throw new IntegrityError(`Cannot open "${name}": its schema or directory fails its checksum`, {
      code: "tail",
      file: name,
      found,
      wanted: trailer.tailChecksum,
      hint: "the file was changed; copy or pack it again",
    });
  }
  const { directoryOffset, directoryLength, tailOffset } = trailer;
  const bytes = tail.subarray(directoryOffset - tailOffset).subarray(0, directoryLength);
  const directory = decodeDirectory(bytes, name);
  if (start === 0) return { trailer, directory, tail };
  return { trailer: trailerFrom(trailer, start), directory: directoryFrom(directory, start), tail };
}

/** A trailer whose offsets count from `start` bytes earlier. */
function trailerFrom(trailer: Trailer, start: number): Trailer {
  return {
    ...trailer,
    fileLength: trailer.fileLength + start,
    tailOffset: trailer.tailOffset + start,
    directoryOffset: trailer.directoryOffset + start,
  };
}

/** A directory whose offsets count from `start` bytes earlier, but for those of payloads. */
function directoryFrom(directory: Directory, start: number): Directory {
  const { fields, lookups, provenanceLength, provenanceOffset } = directory;
  return {
    ...directory,
    checksumOffset: directory.checksumOffset + start,
    irOffset: directory.irOffset + start,
    provenanceOffset: provenanceLength === 0 ? 0 : provenanceOffset + start,
    fields: fields.map((field) => ({
      ...field,
      tableOffset: field.tableOffset + start,
      configOffset: field.configOffset + start,
    })),
    lookups: lookups.map((lookup) => ({ ...lookup, position: lookup.position + start })),
  };
}

/** Strict, so that no two sequences of bytes are read as the same schema. */
const irDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads the schema from the first bytes of the tail.
 *
 * @param wanted the schema that it must be, if it can't be any.
 * @throws {FormatError} `"other-schema"` when it isn't, naming the first difference.
 */
export function readSchema(bytes: Uint8Array, name: string, wanted?: DatasetIr): DatasetIr {
  checkJson(bytes, { what: "schema", file: name, code: "schema" });
  let ir: DatasetIr;
  try {
    ir = readIr(irDecoder.decode(decodable(bytes)));
    if (wanted === undefined) ir.fields.forEach(checkKind);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FormatError(`Cannot open "${name}": ${reason}`, {
      code: cause instanceof AudiofieldError ? cause.code : "schema",
      file: name,
      field: cause instanceof AudiofieldError ? cause.field : undefined,
      found: cause instanceof AudiofieldError ? cause.found : undefined,
      cause,
    });
  }
  if (wanted === undefined || ir === wanted || irJson(ir) === irJson(wanted)) return ir;
  const difference = firstDifference(ir, wanted) ?? "their fingerprints differ";
  throw new FormatError(`Cannot open "${name}" as ${wanted.name}: ${difference}`, {
    code: "other-schema",
    file: name,
    found: ir.name,
    wanted: wanted.name,
    hint: "use the module generated from the schema it was packed with, or pack it again",
  });
}
