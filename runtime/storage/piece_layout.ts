/** Bytes of a piece: those of the file's checksum blocks, so that each can be checked by itself. */
export const pieceBytes = 65_536;

/**
 * How a file is divided into pieces that are fetched and kept as a whole: its blocks, and from their
 * end on the parts of the block checksums, each of which is checked by itself too.
 */
export class PieceLayout {
  readonly #size: number;
  readonly #division: number;
  /** Number of blocks. */
  readonly #blocks: number;

  /**
   * @param size bytes of the file.
   * @param division where blocks end and their checksums begin; the file's end if that isn't known.
   */
  constructor(size: number, division: number = size) {
    this.#size = size;
    this.#division = division;
    this.#blocks = Math.ceil(division / pieceBytes);
  }

  /** The number of the piece that holds the byte at a position. */
  pieceAt(position: number): number {
    return position < this.#division
      ? Math.floor(position / pieceBytes)
      : this.#blocks + Math.floor((position - this.#division) / pieceBytes);
  }

  /** Where a piece begins. */
  startOf(piece: number): number {
    return piece < this.#blocks
      ? piece * pieceBytes
      : this.#division + (piece - this.#blocks) * pieceBytes;
  }

  /** Where a piece ends. */
  endOf(piece: number): number {
    const end = this.startOf(piece) + pieceBytes;
    return Math.min(end, piece < this.#blocks ? this.#division : this.#size);
  }
}
