import { fileError } from "../../errors/mod.ts";
import { system } from "../../hosts/mod.ts";

/** Bytes read at a time. */
const pieceBytes = 2 ** 18;

const newline = 10;

/**
 * The lines of an ordinary UTF-8 file, without their ends, read piece by piece.
 *
 * @throws {FileError} when it can't be read.
 */
export function* fileLines(path: string): Generator<string> {
  const fs = system().files;
  const decoder = new TextDecoder();
  let buffer = new Uint8Array(pieceBytes);
  let used = 0;
  const descriptor = call(path, () => fs.openSync(path, "r"));
  try {
    for (;;) {
      if (used === buffer.length) buffer = grown(buffer);
      const count = call(
        path,
        () => fs.readSync(descriptor, buffer, used, buffer.length - used, null),
      );
      const end = used + count;
      let start = 0;
      for (let at = used; at < end;) {
        const found = buffer.subarray(0, end).indexOf(newline, at);
        if (found < 0) break;
        yield decoder.decode(buffer.subarray(start, found));
        start = at = found + 1;
      }
      buffer.copyWithin(0, start, end);
      used = end - start;
      if (count > 0) continue;
      if (used > 0) yield decoder.decode(buffer.subarray(0, used));
      return;
    }
  } finally {
    fs.closeSync(descriptor);
  }
}

function grown(buffer: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(2 * buffer.length);
  larger.set(buffer);
  return larger;
}

function call<Result>(path: string, step: () => Result): Result {
  try {
    return step();
  } catch (cause) {
    throw fileError("read", path, cause);
  }
}
