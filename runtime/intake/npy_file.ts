import { counted } from "../../errors/counted.ts";
import { FileError, fileError, type FileStamp, refuseChanged } from "../../errors/mod.ts";
import { type Files, system } from "../../hosts/mod.ts";
import { float16Value } from "../batch/float16.ts";
import {
  npyDictionary,
  type NpyHeader,
  npyPrefixBytes,
  parseNpyHeader,
  unreadable,
} from "./npy_header.ts";

interface NpyType {
  /** Bytes of an element. */
  readonly bytes: 1 | 2 | 4 | 8;
  get(view: DataView, at: number, little: boolean): number;
}

/** The floating point types. */
const floats: Readonly<Record<string, NpyType>> = {
  f2: { bytes: 2, get: (view, at, little) => float16Value(view.getUint16(at, little)) },
  f4: { bytes: 4, get: (view, at, little) => view.getFloat32(at, little) },
  f8: { bytes: 8, get: (view, at, little) => view.getFloat64(at, little) },
};

/** The integer types; those of 64 bits are rounded beyond 2^53. */
const integers: Readonly<Record<string, NpyType>> = {
  u1: { bytes: 1, get: (view, at) => view.getUint8(at) },
  i1: { bytes: 1, get: (view, at) => view.getInt8(at) },
  u2: { bytes: 2, get: (view, at, little) => view.getUint16(at, little) },
  i2: { bytes: 2, get: (view, at, little) => view.getInt16(at, little) },
  u4: { bytes: 4, get: (view, at, little) => view.getUint32(at, little) },
  i4: { bytes: 4, get: (view, at, little) => view.getInt32(at, little) },
  u8: { bytes: 8, get: (view, at, little) => Number(view.getBigUint64(at, little)) },
  i8: { bytes: 8, get: (view, at, little) => Number(view.getBigInt64(at, little)) },
};

/** The families of types that fields take, and what to say about a type outside them. */
const families = {
  float: { types: floats, wanted: "float16, float32 or float64", hint: "save it as float32" },
  integer: { types: integers, wanted: "an integer of 8 to 64 bits", hint: "save it as uint16" },
};

/** A `.npy` file of numbers, read a piece at a time. */
export class NpyFile implements Disposable {
  readonly header: NpyHeader;
  readonly #path: string;
  readonly #family: (typeof families)[keyof typeof families];
  readonly #fs: Files;
  readonly #descriptor: number;
  readonly #stamp: FileStamp;

  /**
   * Opens a file and checks that it holds what its header says.
   *
   * @param family the numbers that it may hold, of any width and byte order.
   * @throws {FileError} when it can't be read.
   * @throws {ManifestError} `"not-npy"`, `"npy-version"`, `"npy-header"`, `"npy-dtype"` or
   *   `"npy-truncated"`.
   */
  constructor(path: string, family: keyof typeof families = "float") {
    this.#family = families[family];
    const fs = system(`read "${path}"`).files;
    this.#path = path;
    this.#fs = fs;
    this.#descriptor = this.#call(() => openFile(fs, path));
    try {
      this.#stamp = this.#call(() => fs.fstatSync(this.#descriptor));
      const { start, length } = npyDictionary(this.#bytes(0, npyPrefixBytes), path);
      const dictionary = this.#bytes(start, length);
      if (dictionary.length < length) throw this.#truncated(start + length);
      this.header = parseNpyHeader(dictionary, start + length, path);
      this.#check();
    } catch (cause) {
      this[Symbol.dispose]();
      throw cause;
    }
  }

  /** Elements `from` to `from + count`, in file order, as numbers. */
  read(from: number, count: number): Float64Array {
    const { type, isLittleEndian, dataOffset } = this.header;
    const { bytes, get } = this.#family.types[type]!;
    const raw = this.#bytes(dataOffset + from * bytes, count * bytes);
    if (raw.length < count * bytes) throw this.#truncated(dataOffset + (from + count) * bytes);
    const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
    const values = new Float64Array(count);
    for (let index = 0; index < count; index++) {
      values[index] = get(view, index * bytes, isLittleEndian);
    }
    return values;
  }

  /**
   * Call this after reading everything.
   *
   * @throws {FileError} `"changed"` when the file has changed since it was opened.
   */
  refuseChanged(): void {
    const now = this.#call(() => this.#fs.statSync(this.#path, { throwIfNoEntry: false }));
    refuseChanged(this.#path, { before: this.#stamp, now });
  }

  [Symbol.dispose](): void {
    this.#fs.closeSync(this.#descriptor);
  }

  #check(): void {
    const { type, shape, dataOffset } = this.header;
    const { types, wanted: expected, hint } = this.#family;
    if (!Object.hasOwn(types, type)) {
      const reason = `its elements are of type ${type}, not ${expected}`;
      throw unreadable(this.#path, "npy-dtype", reason, hint);
    }
    const wanted = shape.reduce((product, size) => product * size, types[type]!.bytes);
    const { size } = this.#call(() => this.#fs.fstatSync(this.#descriptor));
    if (size < dataOffset + wanted) throw this.#truncated(dataOffset + wanted);
  }

  /** Reads `length` bytes, or fewer at the end of the file. */
  #bytes(position: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    let done = 0;
    while (done < length) {
      const count = this.#call(() =>
        this.#fs.readSync(this.#descriptor, bytes, done, length - done, position + done)
      );
      if (count === 0) break;
      done += count;
    }
    return bytes.subarray(0, done);
  }

  #truncated(wanted: number): Error {
    const { size } = this.#call(() => this.#fs.fstatSync(this.#descriptor));
    const reason = `its array ends at byte ${wanted}, but the file has ${counted(size, "byte")}`;
    return unreadable(this.#path, "npy-truncated", reason);
  }

  #call<Result>(step: () => Result): Result {
    try {
      return step();
    } catch (cause) {
      throw fileError("read", this.#path, cause);
    }
  }
}

/** Opens an ordinary file: a pipe would block, and a device never ends. */
function openFile(fs: Files, path: string): number {
  const stat = fs.statSync(path);
  if (!stat.isFile() && !stat.isDirectory()) {
    throw new FileError(`Cannot read "${path}": it is a pipe, a socket or a device`, {
      code: "not-a-file",
      file: path,
      hint: "name an ordinary file",
    });
  }
  return fs.openSync(path, "r");
}
