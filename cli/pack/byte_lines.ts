import { fileError } from "../../errors/mod.ts";

/** One line of a file, without its line break. */
export interface ByteLine {
  readonly bytes: Uint8Array;
  /** Counted from 1. */
  readonly number: number;
  /** Where the line ends in the file. */
  readonly end: number;
}

/**
 * The lines of a file, read piece by piece: memory is bounded by the longest line. A line's bytes
 * are valid until the next one.
 *
 * @throws {FileError} when the file can't be read.
 */
export function* byteLines(path: string): Iterable<ByteLine> {
  using file = call(path, () => Deno.openSync(path));
  const piece = new Uint8Array(2 ** 16);
  let rest = new Uint8Array(0);
  let number = 1;
  let end = 0;
  for (;;) {
    const count = call(path, () => file.readSync(piece));
    if (count === null) break;
    let start = 0;
    for (;;) {
      const at = piece.subarray(0, count).indexOf(0x0a, start);
      if (at < 0) break;
      const bytes = rest.length === 0
        ? piece.subarray(start, at)
        : joined(rest, piece.subarray(start, at));
      end += bytes.length + 1;
      yield { bytes, number: number++, end };
      rest = new Uint8Array(0);
      start = at + 1;
    }
    rest = joined(rest, piece.subarray(start, count));
  }
  if (rest.length > 0) yield { bytes: rest, number, end: end + rest.length };
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

function call<Result>(path: string, step: () => Result): Result {
  try {
    return step();
  } catch (cause) {
    throw fileError("read", path, cause);
  }
}
