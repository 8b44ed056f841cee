import { fileError } from "../../errors/mod.ts";
import { type Files, system } from "../../hosts/mod.ts";
import { PartialFile } from "./partial_file.ts";

/** Bytes kept in memory before a spool goes to disk. */
const memoryBytes = 4 * 2 ** 20;

/**
 * Holds bytes back until it is their turn to be written: in memory while there are few, then in an
 * unnamed file in the output's folder.
 */
export class Spool implements Disposable {
  readonly #outputPath: string;
  #buffer = new Uint8Array(4096);
  #used = 0;
  #spilled = 0;
  #file: PartialFile | undefined;

  /** @param outputPath the file that the bytes will end up in. */
  constructor(outputPath: string) {
    this.#outputPath = outputPath;
  }

  get length(): number {
    return this.#spilled + this.#used;
  }

  write(bytes: Uint8Array): void {
    if (this.#used + bytes.length > memoryBytes) this.#spill();
    if (bytes.length > memoryBytes) {
      this.#writeOut(bytes);
      return;
    }
    this.#reserve(this.#used + bytes.length);
    this.#buffer.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  /**
   * Calls `take` with all bytes in order; each piece is valid during its call. If every write was a
   * multiple of 4 bytes, so is every piece.
   */
  drain(take: (piece: Uint8Array) => void): void {
    if (this.#file !== undefined) {
      const fs = this.#fs();
      const piece = new Uint8Array(2 ** 20);
      for (let at = 0; at < this.#spilled; at += piece.length) {
        // No further than the bytes that count: truncated ones may still follow them.
        const length = Math.min(piece.length, this.#spilled - at);
        for (let done = 0; done < length;) {
          const rest = length - done;
          const count = fs.readSync(this.#file.descriptor, piece, done, rest, at + done);
          if (count === 0) throw new Error(`The spool of "${this.#outputPath}" was cut short`);
          done += count;
        }
        take(piece.subarray(0, length));
      }
    }
    if (this.#used > 0) take(this.#buffer.subarray(0, this.#used));
  }

  /** Fills `target` with the bytes from `position` on, which must have been written. */
  read(position: number, target: Uint8Array): void {
    let done = 0;
    while (done < target.length && position + done < this.#spilled) {
      const at = position + done;
      const wanted = Math.min(target.length - done, this.#spilled - at);
      const count = this.#fs().readSync(this.#file!.descriptor, target, done, wanted, at);
      if (count === 0) throw new Error(`The spool of "${this.#outputPath}" was cut short`);
      done += count;
    }
    const start = position + done - this.#spilled;
    target.set(this.#buffer.subarray(start, start + target.length - done), done);
  }

  /** Discards everything after the first `length` bytes. */
  truncate(length: number): void {
    if (length >= this.#spilled) {
      this.#used = length - this.#spilled;
      return;
    }
    this.#spilled = length;
    this.#used = 0;
    this.#cutOff();
  }

  [Symbol.dispose](): void {
    this.#file?.discard();
    this.#file = undefined;
    this.#spilled = 0;
    this.#used = 0;
  }

  #reserve(length: number): void {
    if (length <= this.#buffer.length) return;
    const larger = new Uint8Array(Math.max(length, this.#buffer.length * 2));
    larger.set(this.#buffer.subarray(0, this.#used));
    this.#buffer = larger;
  }

  #spill(): void {
    this.#writeOut(this.#buffer.subarray(0, this.#used));
    this.#used = 0;
  }

  #writeOut(bytes: Uint8Array): void {
    const fs = this.#fs();
    try {
      this.#file ??= this.#create(fs);
      let done = 0;
      while (done < bytes.length) {
        const length = bytes.length - done;
        const at = this.#spilled + done;
        done += fs.writeSync(this.#file.descriptor, bytes, done, length, at);
      }
    } catch (cause) {
      this.#cutOff();
      throw fileError("write", this.#outputPath, cause);
    }
    this.#spilled += bytes.length;
  }

  /** Frees the disk space of bytes that no longer count: a full disk may have no other. */
  #cutOff(): void {
    if (this.#file !== undefined) {
      this.#fs().ftruncateSync(this.#file.descriptor, this.#spilled);
    }
  }

  #create(fs: Files): PartialFile {
    const file = new PartialFile(system().paths.dirname(this.#outputPath));
    try {
      // Nameless from here on, so that a killed process leaves nothing behind.
      fs.unlinkSync(file.path);
    } catch {
      // Windows can't remove open files; this one goes when the spool is disposed of.
    }
    return file;
  }

  #fs(): Files {
    return system(`write "${this.#outputPath}"`).files;
  }
}
