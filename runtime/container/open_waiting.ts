import { AfdFile } from "./afd_file.ts";
import type { Storage } from "../storage/storage.ts";
import type { ArrivingBytes } from "../storage/arriving_bytes.ts";
import type { WaitingStorage } from "../storage/waiting.ts";
import { blockBytes } from "./constants.ts";
import type { OpenOptions } from "./open_options.ts";
import { readTrailer } from "./read_tail.ts";

/**
 * How many bytes of a file's end are fetched first. Directory and schema of an ordinary file fit, and
 * mostly the block checksums of a file of half a gigabyte.
 */
export const firstEndBytes = 61_440;

/**
 * If the tables lie within so many bytes before what was fetched to open a file, they are fetched too:
 * they are asked for next.
 */
const mostTableBytes = 2 * blockBytes;

/** Gives a file a storage that does more, and reads from the given one. */
export type Wrap = (storage: Storage & ArrivingBytes) => Storage;

/**
 * Opens a file whose bytes must be waited for; its end was fetched, {@link firstEndBytes} of it. The
 * storage belongs to the file from then on, and is closed if opening fails.
 *
 * @param wrap what the file reads from, if not from the storage itself.
 * @throws what the constructor of {@link AfdFile} throws.
 */
export async function openWaiting(
  storage: WaitingStorage,
  options: OpenOptions = {},
  wrap: Wrap = (inner) => inner,
): Promise<AfdFile> {
  try {
    await fetchTail(storage);
    const file = new AfdFile(wrap(storage), options);
    await fetchTables(file, storage);
    storage.divideAt(file.directory.checksumOffset);
    storage.seal();
    return file;
  } catch (cause) {
    storage[Symbol.dispose]();
    throw cause;
  }
}

/** Fetches the tail of a file, as far as its end doesn't hold it. */
export async function fetchTail(storage: WaitingStorage): Promise<void> {
  const { tailOffset } = readTrailer(storage);
  if (tailOffset < storage.endStart) await storage.fetchEnd(storage.size - tailOffset);
}

/** Fetches the blocks of small tables, and what lies between them and the file's end. */
async function fetchTables({ directory }: AfdFile, storage: WaitingStorage): Promise<void> {
  const first = directory.fields[0]?.tableOffset ?? storage.size;
  const start = Math.floor(first / blockBytes) * blockBytes;
  const missing = storage.endStart - start;
  if (missing > 0 && missing <= mostTableBytes) await storage.fetchEnd(storage.size - start);
}
