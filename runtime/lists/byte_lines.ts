/** The longest line allowed in a manifest, in bytes; describing a record takes a few hundred. */
export const maxLineBytes: number = 16 * 2 ** 20;

/** One line of a file, without its line break. */
export interface ByteLine {
  /** Valid until the next line; `undefined` for a line that is too long. */
  readonly bytes: Uint8Array | undefined;
  /** Counted from 1. */
  readonly number: number;
  /** Where the line ends in the file; for a line that is too long, how far it was read. */
  readonly end: number;
}

/**
 * Splits bytes that arrive in pieces into lines. Memory is bounded by the longest line allowed, and
 * time is linear: a line that is too long is reported as soon as that is known, and skipped.
 */
export class LineSplitter {
  /** The line so far, if it began in an earlier piece. */
  #rest = new Uint8Array(0);
  #used = 0;
  #number = 1;
  #end = 0;
  /** Whether the current line was found too long. */
  #passingOver = false;

  /** The lines that end in a piece, and any line that becomes too long in it. */
  *split(piece: Uint8Array): Iterable<ByteLine> {
    for (let start = 0; start < piece.length;) {
      const at = piece.indexOf(0x0a, start);
      const part = piece.subarray(start, at < 0 ? piece.length : at);
      start += part.length + 1;
      this.#end += part.length;
      if (!this.#passingOver && this.#used + part.length > maxLineBytes) {
        this.#passingOver = true;
        yield this.#line(undefined);
      }
      if (at < 0) {
        this.#keep(part);
        return;
      }
      this.#end++;
      if (!this.#passingOver) yield this.#line(this.#whole(part));
      this.#number++;
      this.#used = 0;
      this.#passingOver = false;
    }
  }

  /** The last line, if no line break ends it. */
  *finish(): Iterable<ByteLine> {
    if (this.#used > 0 && !this.#passingOver) yield this.#line(this.#whole(new Uint8Array(0)));
  }

  #line(bytes: Uint8Array | undefined): ByteLine {
    return { bytes, number: this.#number, end: this.#end };
  }

  #whole(part: Uint8Array): Uint8Array {
    if (this.#used === 0) return part;
    this.#keep(part);
    return this.#rest.subarray(0, this.#used);
  }

  #keep(part: Uint8Array): void {
    if (this.#passingOver) return;
    const used = this.#used + part.length;
    if (used > this.#rest.length) {
      const larger = new Uint8Array(Math.max(used, Math.min(2 * this.#rest.length, maxLineBytes)));
      larger.set(this.#rest.subarray(0, this.#used));
      this.#rest = larger;
    }
    this.#rest.set(part, this.#used);
    this.#used = used;
  }
}
