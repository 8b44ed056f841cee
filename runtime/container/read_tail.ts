import { AudiofieldError, FormatError, IntegrityError } from "../../errors/mod.ts";
import { type DatasetIr, parseIr } from "../../schema/mod.ts";
import type { Storage } from "../storage/storage.ts";
import { preambleBytes, trailerBytes } from "./constants.ts";
import { crc32 } from "./crc32.ts";
import { checkJson } from "./check_json.ts";
import { maxTailBytes } from "./limits.ts";
import { decodeTrailer, type Trailer } from "./trailer.ts";

/** Reads the trailer, and checks that its offsets lie inside the file. */
export function readTrailer(storage: Storage): Trailer {
  const { name, size } = storage;
  const end = size - trailerBytes;
  const last = storage.view(Math.max(0, end), Math.min(size, trailerBytes));
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

/** Reads the trailer and the tail (the schema section and the directory), and checks their checksum. */
export function readTail(storage: Storage): { trailer: Trailer; tail: Uint8Array } {
  const { name, size } = storage;
  const trailer = readTrailer(storage);
  const { tailOffset } = trailer;
  const tail = storage.view(tailOffset, size - trailerBytes - tailOffset);
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
  return { trailer, tail };
}

/** Strict, so that no two sequences of bytes are read as the same schema. */
const irDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Reads the schema from the first bytes of the tail. */
export function readIr(bytes: Uint8Array, name: string): DatasetIr {
  checkJson(bytes, { what: "schema", file: name, code: "schema" });
  try {
    return parseIr(irDecoder.decode(bytes));
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
}
