import { FormatError } from "../../errors/mod.ts";
import { type DatasetIr, type FieldIr, fieldMeaning, knownKind } from "../../schema/reading.ts";
import { magic, majorVersion, payloadsElsewhere, preambleBytes } from "./constants.ts";

/**
 * The 64 bytes that begin every file.
 *
 * @param minor the lowest version that knows all the file holds.
 * @param features the bits of what a reader must know.
 */
export function encodePreamble(minor = 0, features = 0): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(preambleBytes);
  const view = new DataView(bytes.buffer);
  bytes.set(magic);
  view.setUint16(8, majorVersion, true);
  view.setUint16(10, minor, true);
  view.setUint32(12, features, true);
  return bytes;
}

/** The minor version that added the provenance text. */
const provenanceMinor = 1;

/** The minor version that added the option `means`. */
const meaningMinor = 3;

/**
 * The highest minor version that any part of a file needs: its kinds, what its fields mean, and its
 * provenance if any.
 */
export function neededMinor({ fields }: DatasetIr, provenance: object | undefined): number {
  return Math.max(
    provenance === undefined ? 0 : provenanceMinor,
    ...fields.map(minorOf),
  );
}

function minorOf(field: FieldIr): number {
  const ofKind = knownKind(field.kind)?.since ?? 0;
  return fieldMeaning(field) === undefined ? ofKind : Math.max(ofKind, meaningMinor);
}

/**
 * Checks the 64 bytes that begin a file.
 *
 * @param features the features that the file needs: none, or those of an index.
 * @throws {FormatError} when the bytes don't begin a file that this version can read.
 */
export function checkPreamble(bytes: Uint8Array, file: string, features = 0): void {
  if (bytes.length < preambleBytes || magic.some((byte, index) => bytes[index] !== byte)) {
    throw new FormatError(`Cannot open "${file}": it isn't an audiofield file`, {
      code: "not-an-afd-file",
      file,
      wanted: "the signature 89 41 46 44 0d 0a 1a 0a",
      hint: bytes[0] === 0x7b // The bracket that begins a dataset.json.
        ? "openDataset, and the open function of a generated module, take a dataset.json"
        : "make one with `audiofield pack`",
    });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const major = view.getUint16(8, true);
  if (major !== majorVersion) {
    throw new FormatError(
      `Cannot open "${file}": its format version is ${major}, but this library reads ${majorVersion}`,
      { code: "version", file, found: major, wanted: majorVersion, hint: "update audiofield" },
    );
  }
  const needed = view.getUint32(12, true);
  if (needed === features) return;
  const unknown = (needed & ~payloadsElsewhere) >>> 0;
  if (unknown !== 0) {
    throw new FormatError(
      `Cannot open "${file}": it needs features (0x${unknown.toString(16)}) that this version ` +
        "doesn't have",
      { code: "unknown-feature", file, found: unknown, hint: "update audiofield" },
    );
  }
  if (features === 0) throw indexFile(file);
  throw new FormatError(`Cannot open "${file}": its index is an ordinary \`.afd\` file`, {
    code: "dataset-index",
    file,
    hint: "a file of the dataset was replaced; copy it again",
  });
}

/** The error for an index that is opened as a file of its own. */
export function indexFile(file: string): FormatError {
  return new FormatError(
    `Cannot open "${file}": it is the index of a dataset, whose payloads lie in other files`,
    { code: "index-file", file, hint: "open the dataset's folder" },
  );
}
