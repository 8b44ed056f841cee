import { pieceBytes } from "./piece_layout.ts";

/** Memory of pieces that is kept for the next ones: making and clearing it takes as long as copying. */
const mostKept = 256;

/** Gives memory for pieces, and takes it back. */
export class PieceMemory {
  readonly #free: Uint8Array<ArrayBuffer>[] = [];

  /** Memory for a piece of so many bytes; what is in it is undefined. */
  take(byteLength: number): Uint8Array<ArrayBuffer> {
    if (byteLength !== pieceBytes) return new Uint8Array(byteLength);
    return this.#free.pop() ?? new Uint8Array(pieceBytes);
  }

  /** Takes memory back that nobody looks at any more. */
  giveBack(bytes: Uint8Array<ArrayBuffer>): void {
    if (bytes.length === pieceBytes && this.#free.length < mostKept) this.#free.push(bytes);
  }

  /** Lets go of all memory. */
  clear(): void {
    this.#free.length = 0;
  }
}
