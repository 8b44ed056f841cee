import { alignment } from "../../runtime/container/constants.ts";
import type { Storage } from "../../runtime/storage/storage.ts";

/** Bytes that are searched at once. */
const windowBytes = 2 ** 20;

/** `fLaC` and `OggS`, as little-endian words. */
const flacMark = 0x4361_4c66;
const oggMark = 0x5367_674f;

/** A stream of coded audio in a damaged file. */
export interface FoundStream {
  readonly codec: "flac" | "ogg";
  readonly position: number;
  readonly length: number;
}

/**
 * Finds the FLAC and Ogg streams of a file without its tables: payloads begin at multiples of 64, with
 * the signature of their format, and end with an index whose last row says where the stream ends.
 * Streams that are cut off aren't found, and neither are those of several stems in one record.
 */
export function findStreams(storage: Storage): FoundStream[] {
  const marks = [...marksIn(storage)];
  return marks.flatMap(({ codec, position }, at) => {
    const limit = marks[at + 1]?.position ?? storage.size;
    const length = streamLength(storage, position, limit);
    return length === undefined ? [] : [{ codec, position, length }];
  });
}

function* marksIn(storage: Storage): Generator<Omit<FoundStream, "length">> {
  for (let from = alignment; from + 8 <= storage.size; from += windowBytes) {
    const view = viewOf(storage.view(from, Math.min(windowBytes, storage.size - from)));
    for (let at = 0; at + 8 <= view.byteLength; at += alignment) {
      const word = view.getUint32(at, true);
      if (word === flacMark) yield { codec: "flac", position: from + at };
      // Only the first page of a stream has this bit.
      else if (word === oggMark && (view.getUint8(at + 5) & 2) !== 0) {
        yield { codec: "ogg", position: from + at };
      }
    }
  }
}

/** Bytes of the stream that begins at a position, if the index of its payload is found. */
function streamLength(storage: Storage, start: number, limit: number): number | undefined {
  for (let from = start; from + 16 <= limit; from += windowBytes) {
    // The last row may reach into the next window.
    const view = viewOf(storage.view(from, Math.min(windowBytes + 16, limit - from)));
    for (let at = 0; at + 16 <= view.byteLength && at < windowBytes; at += 8) {
      if (view.getUint32(at + 8, true) !== 0 || view.getUint32(at + 12, true) !== 0) continue;
      const length = view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
      const index = start + Math.ceil(length / 8) * 8;
      const rows = from + at - index;
      if (length === 0 || rows < 16 || rows % 16 !== 0) continue;
      const first = viewOf(storage.view(index, 16));
      if (first.getBigUint64(0, true) === 0n && first.getUint32(12, true) > 0) return length;
    }
  }
  return undefined;
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
