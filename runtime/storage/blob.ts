import { IntegrityError, UsageError } from "../../errors/mod.ts";
import type { Block } from "./block.ts";
import { CopyingStorage } from "./copying.ts";
import type { ByteRange } from "./storage.ts";

/** Bytes fetched at a time: the size of the file's checksum blocks, so that each can be checked. */
const pieceBytes = 65_536;

/** One piece: being fetched while `bytes` is missing, kept while it has leases. */
interface Piece {
  readonly arrival: Promise<void>;
  bytes: Uint8Array<ArrayBuffer> | undefined;
  leases: number;
}

/** Neighbouring pieces, fetched in one request. */
interface Run {
  readonly first: number;
  last: number;
}

/**
 * A `Blob` or `File`, which can only be read asynchronously. What {@link prefetch} has fetched can be
 * read synchronously until the lease that it returned is disposed of.
 */
export class BlobStorage extends CopyingStorage {
  override readonly kind = "blob";
  override readonly name: string;
  override readonly size: number;
  readonly #blob: Blob;
  readonly #pieces = new Map<number, Piece>();

  constructor(blob: Blob) {
    super();
    this.#blob = blob;
    this.name = blob instanceof File ? blob.name : "(blob)";
    this.size = blob.size;
  }

  async prefetch(ranges: readonly ByteRange[]): Promise<Disposable> {
    const wanted = [...new Set(ranges.flatMap((range) => piecesOf(range)))].sort((a, b) => a - b);
    const runs = missingRuns(wanted, this.#pieces);
    for (const run of runs) this.#begin(run);
    // Leased before waiting for anything: another lease may end in the meantime.
    const held = wanted.map((number) => [number, this.#pieces.get(number)!] as const);
    for (const [, piece] of held) piece.leases++;
    const giveBack = () => {
      for (const [number, piece] of held) {
        piece.leases--;
        if (piece.leases === 0 && this.#pieces.get(number) === piece) this.#pieces.delete(number);
      }
    };
    try {
      await Promise.all(held.map(([, piece]) => piece.arrival));
    } catch (cause) {
      giveBack();
      throw cause;
    }
    return { [Symbol.dispose]: giveBack };
  }

  override copy(position: number, length: number, block: Block, offset: number): void {
    for (let done = 0; done < length;) {
      const at = position + done;
      const piece = this.#pieces.get(Math.floor(at / pieceBytes));
      if (piece?.bytes === undefined) throw this.#mustWait();
      const start = at % pieceBytes;
      const part = piece.bytes.subarray(start, start + length - done);
      block.bytes.set(part, offset + done);
      done += part.length;
    }
  }

  override [Symbol.dispose](): void {
    this.#pieces.clear();
  }

  /** Starts to fetch a run of pieces. */
  #begin(run: Run): void {
    const arrival = this.#fetch(run);
    // Whoever waits for the pieces gets the failure, so it isn't unhandled.
    arrival.catch(() => {});
    for (let number = run.first; number <= run.last; number++) {
      this.#pieces.set(number, { arrival, bytes: undefined, leases: 0 });
    }
  }

  async #fetch({ first, last }: Run): Promise<void> {
    const start = first * pieceBytes;
    const end = Math.min(this.size, (last + 1) * pieceBytes);
    const bytes = new Uint8Array(await this.#blob.slice(start, end).arrayBuffer());
    if (bytes.length !== end - start) {
      throw new IntegrityError(`Cannot read "${this.name}": it became shorter while it was open`, {
        code: "truncated",
        file: this.name,
        found: start + bytes.length,
        wanted: end,
      });
    }
    this.counters.reads++;
    this.counters.bytes += bytes.length;
    for (let number = first; number <= last; number++) {
      const offset = (number - first) * pieceBytes;
      const piece = this.#pieces.get(number);
      if (piece !== undefined) piece.bytes = bytes.slice(offset, offset + pieceBytes);
    }
  }

  #mustWait(): UsageError {
    return new UsageError(`Cannot read "${this.name}" synchronously`, {
      code: "must-wait",
      file: this.name,
      hint: "use the …Async method",
    });
  }
}

function piecesOf({ position, length }: ByteRange): number[] {
  if (length === 0) return [];
  const first = Math.floor(position / pieceBytes);
  const last = Math.floor((position + length - 1) / pieceBytes);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** The wanted pieces that aren't held, neighbours joined so that each run is one request. */
function missingRuns(
  wanted: readonly number[],
  held: ReadonlyMap<number, unknown>,
): Run[] {
  const runs: Run[] = [];
  for (const piece of wanted) {
    if (held.has(piece)) continue;
    const run = runs.at(-1);
    if (run !== undefined && run.last === piece - 1) run.last = piece;
    else runs.push({ first: piece, last: piece });
  }
  return runs;
}
