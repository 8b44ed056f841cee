import { counted } from "../../errors/counted.ts";
import { FormatError, IntegrityError } from "../../errors/mod.ts";
import { crc32 } from "./crc32.ts";
import { endMagic, trailerBytes } from "./constants.ts";
import { getUint53, setUint53 } from "./uint53.ts";

/** The last 64 bytes: what a reader reads first. */
export interface Trailer {
  /** Length of the whole file in bytes. */
  readonly fileLength: number;
  /** Where the schema section begins; the tail runs from here to the trailer. */
  readonly tailOffset: number;
  /** Where the directory begins. */
  readonly directoryOffset: number;
  /** Bytes of the directory, a multiple of 8. */
  readonly directoryLength: number;
  /** CRC-32 of the tail. */
  readonly tailChecksum: number;
}

/** Bytes of the trailer that its own checksum covers. */
const coveredBytes = 52;

/** The trailer's 64 bytes. */
export function encodeTrailer(trailer: Trailer): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(trailerBytes);
  const view = new DataView(bytes.buffer);
  setUint53(view, 0, trailer.fileLength);
  setUint53(view, 8, trailer.tailOffset);
  setUint53(view, 16, trailer.directoryOffset);
  view.setUint32(24, trailer.directoryLength, true);
  view.setUint32(28, trailer.tailChecksum, true);
  view.setUint32(coveredBytes, crc32(bytes.subarray(0, coveredBytes)), true);
  bytes.set(endMagic, 56);
  return bytes;
}

/**
 * Reads the last 64 bytes of a file of `size` bytes.
 *
 * @throws {FormatError} when they aren't the end of an audiofield file: it was cut short.
 * @throws {IntegrityError} when they were changed.
 */
export function decodeTrailer(
  bytes: Uint8Array,
  { file, size }: { file: string; size: number },
): Trailer {
  if (endMagic.some((byte, index) => bytes[56 + index] !== byte)) {
    throw new FormatError(
      `Cannot open "${file}": it has ${
        counted(size, "byte")
      } and doesn't end as an audiofield file does`,
      { code: "truncated", file, found: size, hint: "it was cut short; copy or pack it again" },
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = crc32(bytes.subarray(0, coveredBytes));
  const wanted = view.getUint32(coveredBytes, true);
  if (found !== wanted) {
    throw new IntegrityError(`Cannot open "${file}": its trailer fails its checksum`, {
      code: "trailer",
      file,
      found,
      wanted,
      hint: "the file was changed; copy or pack it again",
    });
  }
  const trailer: Trailer = {
    fileLength: getUint53(view, 0),
    tailOffset: getUint53(view, 8),
    directoryOffset: getUint53(view, 16),
    directoryLength: view.getUint32(24, true),
    tailChecksum: view.getUint32(28, true),
  };
  if (trailer.fileLength !== size) {
    throw new FormatError(
      `Cannot open "${file}": it has ${
        counted(size, "byte")
      }, but had ${trailer.fileLength} when it was written`,
      { code: "truncated", file, found: size, wanted: trailer.fileLength },
    );
  }
  return trailer;
}
