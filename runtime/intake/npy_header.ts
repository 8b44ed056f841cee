import { counted } from "../../errors/counted.ts";
import { ManifestError } from "../../errors/mod.ts";

/** What a `.npy` file says about its array. */
export interface NpyHeader {
  /** The element type in NumPy's letters and bytes, such as `"f4"`. */
  readonly type: string;
  /** Whether elements are little-endian. */
  readonly isLittleEndian: boolean;
  /** Whether the first axis varies fastest. */
  readonly isFortran: boolean;
  readonly shape: readonly number[];
  /** Where the elements begin. */
  readonly dataOffset: number;
}

/** The most bytes before the dictionary of a `.npy` file. */
export const npyPrefixBytes = 12;

/** No array in practice needs a longer dictionary. */
const maxDictionaryBytes = 65_536;

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** Where a `.npy` file's dictionary lies, from its first {@link npyPrefixBytes} bytes. */
export function npyDictionary(prefix: Uint8Array, file: string): { start: number; length: number } {
  if (prefix.length < 10 || magic.some((byte, index) => prefix[index] !== byte)) {
    throw unreadable(file, "not-npy", "it isn't a .npy file");
  }
  const view = new DataView(prefix.buffer, prefix.byteOffset, prefix.byteLength);
  const version = prefix[6]!;
  if (version < 1 || version > 3 || (version > 1 && prefix.length < npyPrefixBytes)) {
    throw unreadable(file, "npy-version", `its version is ${version}, but only 1 to 3 can be read`);
  }
  const start = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > maxDictionaryBytes) {
    throw unreadable(file, "npy-header", `its header claims to have ${counted(length, "byte")}`);
  }
  return { start, length };
}

/** Reads a `.npy` file's dictionary, which ends at `dataOffset`. */
export function parseNpyHeader(
  dictionary: Uint8Array,
  dataOffset: number,
  file: string,
): NpyHeader {
  const text = new TextDecoder().decode(dictionary);
  const descr = /'descr'\s*:\s*'([<>=|])([a-z]\d+)'/.exec(text);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text);
  const shape = /'shape'\s*:\s*\(([\d,\s]*)\)/.exec(text);
  if (order === null || shape === null || (descr === null && !text.includes("'descr'"))) {
    throw unreadable(file, "npy-header", "its header isn't one that NumPy writes");
  }
  if (descr === null) {
    throw unreadable(file, "npy-dtype", "its elements aren't plain numbers");
  }
  const sizes = shape[1]!.split(",").map((size) => size.trim()).filter((size) => size !== "");
  return {
    type: descr[2]!,
    // Without a byte order, the file has that of the machine that wrote it, and every machine that
    // matters is little-endian.
    isLittleEndian: descr[1] !== ">",
    isFortran: order[1] === "True",
    shape: sizes.map(Number),
    dataOffset,
  };
}

/** The error for a `.npy` file that can't be read. */
export function unreadable(
  file: string,
  code: string,
  reason: string,
  hint?: string,
): ManifestError {
  return new ManifestError(`Cannot read "${file}": ${reason}`, { code, file, hint });
}
