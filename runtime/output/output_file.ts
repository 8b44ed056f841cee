import { FileError, fileError, UsageError } from "../../errors/mod.ts";
import { alignment, blockBytes } from "../container/constants.ts";
import { crc32 } from "../container/crc32.ts";
import { type Files, system } from "../../hosts/mod.ts";
import { behindLinks, refuseTaken, statusOf } from "./output_target.ts";
import { PartialFile } from "./partial_file.ts";

/** Bytes buffered before they are written: whole blocks, so that each is checksummed in one go. */
const bufferBytes = 16 * blockBytes;

/** Buffers of files that are closed, for those to come: a new one waits for the garbage collector. */
const idleBuffers: Uint8Array<ArrayBuffer>[] = [];
const mostIdle = 2;

/** The buffer of a file that is closed. */
const nothing = new Uint8Array(0);

/** What {@link OutputFile.pad} writes: as many zeros as the widest alignment needs. */
const zeros = new Uint8Array(alignment);

/** How a file is written. */
export interface OutputFileOptions {
  /** Whether a file of that name is replaced. Default `false`. */
  readonly overwrite?: boolean | undefined;
  /** Whether it waits until the disk has the file: needless if a power cut makes it worthless. */
  readonly sync?: boolean | undefined;
  /** Whether little will be written: then less memory is taken. Default `false`. */
  readonly isSmall?: boolean | undefined;
}

/**
 * A file that appears under its name only when it is complete: it is written to the same folder
 * under a temporary name, synced, and then renamed. It computes the checksums of its blocks on the
 * way, and can go back to an earlier position.
 */
export class OutputFile {
  readonly path: string;
  readonly #fs: Files;
  readonly #directory: string;
  readonly #partial: PartialFile;
  /** Where the file will be in the end: {@link path}, or what it links to. */
  #target: string;
  readonly #overwrite: boolean;
  readonly #isSynced: boolean;
  #buffer: Uint8Array<ArrayBuffer>;
  readonly #sums: number[] = [];
  #isOpen = true;
  /** Bytes already written to the file; a multiple of the block size. */
  #flushed = 0;
  /** Where the file may end on disk, which is further on after a write failed halfway. */
  #reached = 0;
  #used = 0;

  /** @throws {FileError} when the path exists and may not be overwritten, or can't be written. */
  constructor(
    path: string,
    { overwrite = false, sync = true, isSmall = false }: OutputFileOptions = {},
  ) {
    const { files: fs, paths } = system(`write "${path}"`);
    this.#fs = fs;
    this.path = path;
    this.#overwrite = overwrite;
    this.#isSynced = sync;
    if (typeof path !== "string" || path === "") {
      throw new UsageError(`Cannot write to ${JSON.stringify(path) ?? path}: expected a path`, {
        code: "invalid-path",
        found: String(path),
      });
    }
    refuseTaken(fs, path, overwrite);
    this.#target = behindLinks(fs, path);
    this.#directory = paths.dirname(this.#target);
    try {
      this.#partial = new PartialFile(this.#directory);
    } catch (cause) {
      throw fileError("write", path, cause);
    }
    this.#buffer = isSmall
      ? new Uint8Array(blockBytes)
      : idleBuffers.pop() ?? new Uint8Array(bufferBytes);
  }

  /** Whether completing the file would replace one that isn't empty. */
  get replaces(): boolean {
    return (statusOf(this.#fs, this.path)?.size ?? 0) > 0;
  }

  /** Bytes written so far. */
  get position(): number {
    return this.#flushed + this.#used;
  }

  /** @throws {FileError} when there is no space. */
  write(bytes: Uint8Array): void {
    if (!this.#isOpen) throw new TypeError(`"${this.path}" isn't being written any more`);
    let done = 0;
    while (done < bytes.length) {
      const count = Math.min(bytes.length - done, this.#buffer.length - this.#used);
      this.#buffer.set(bytes.subarray(done, done + count), this.#used);
      this.#used += count;
      done += count;
      if (this.#used === this.#buffer.length) this.#flush();
    }
  }

  /** Writes zeros up to the next multiple of `multiple`. */
  pad(multiple: number): void {
    const rest = this.position % multiple;
    if (rest !== 0) this.write(zeros.subarray(0, multiple - rest));
  }

  /** Copies the bytes from `position` on into all of `target`; they must have been written. */
  read(position: number, target: Uint8Array): void {
    const fromFile = Math.min(target.length, Math.max(0, this.#flushed - position));
    this.#call(() => this.#readBack(position, target.subarray(0, fromFile)));
    const start = position + fromFile - this.#flushed;
    target.set(this.#buffer.subarray(start, start + target.length - fromFile), fromFile);
  }

  /** Discards everything written since `position`. */
  rollBack(position: number): void {
    if (position < this.#flushed) {
      const start = Math.floor(position / blockBytes) * blockBytes;
      this.#call(() => this.#readBack(start, this.#buffer.subarray(0, position - start)));
      this.#sums.length = start / blockBytes;
      this.#flushed = start;
    }
    this.#used = position - this.#flushed;
    this.#cutOff(this.#flushed);
  }

  /** The CRC-32s of all blocks so far; the last block may be incomplete. */
  blockChecksums(): Uint32Array<ArrayBuffer> {
    const sums = new Uint32Array(Math.ceil(this.position / blockBytes));
    sums.set(this.#sums);
    for (let block = this.#sums.length; block < sums.length; block++) {
      const start = (block - this.#sums.length) * blockBytes;
      sums[block] = crc32(
        this.#buffer.subarray(start, Math.min(start + blockBytes, this.#used)),
      );
    }
    return sums;
  }

  /**
   * Completes the file: syncs it to disk, then gives it its own name.
   *
   * @param name asked for its path when it is synced, if that is known only now; in the same folder.
   */
  commit(name?: () => string): void {
    this.#writeOut(this.#used);
    this.#cutOff(this.position);
    if (this.#isSynced) this.#call(() => this.#fs.fsyncSync(this.#partial.descriptor));
    if (name !== undefined) this.#target = name();
    this.#call(() => this.#rename());
    this.#isOpen = false;
    this.#giveBack();
    this.#partial.close();
    if (this.#isSynced) this.#syncDirectory();
  }

  /** Removes everything; does nothing after {@link commit}. */
  abort(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#giveBack();
    this.#partial.discard();
  }

  /** Nothing is written or read any more. */
  #giveBack(): void {
    const buffer = this.#buffer;
    this.#buffer = nothing;
    if (buffer.length === bufferBytes && idleBuffers.length < mostIdle) idleBuffers.push(buffer);
  }

  /** Writes before it counts: if a write fails, the buffer still holds everything. */
  #flush(): void {
    this.#writeOut(this.#used);
    for (let start = 0; start < this.#used; start += blockBytes) {
      this.#sums.push(crc32(this.#buffer.subarray(start, start + blockBytes)));
    }
    this.#flushed += this.#used;
    this.#used = 0;
  }

  #writeOut(length: number): void {
    // Before the attempt: a write that fails may still have written a part.
    this.#reached = Math.max(this.#reached, this.#flushed + length);
    this.#call(() => {
      let done = 0;
      while (done < length) {
        done += this.#fs.writeSync(
          this.#partial.descriptor,
          this.#buffer,
          done,
          length - done,
          this.#flushed + done,
        );
      }
    });
  }

  /** Frees the space on disk after `end`. */
  #cutOff(end: number): void {
    if (this.#reached <= end) return;
    this.#call(() => this.#fs.ftruncateSync(this.#partial.descriptor, end));
    this.#reached = end;
  }

  /** Fills `target` with what was written to the file already. */
  #readBack(position: number, target: Uint8Array): void {
    let done = 0;
    while (done < target.length) {
      const at = position + done;
      const rest = target.length - done;
      const count = this.#fs.readSync(this.#partial.descriptor, target, done, rest, at);
      if (count === 0) throw new Error("bytes that were written are gone");
      done += count;
    }
  }

  /** A link fails if the name was taken in the meantime; a rename would silently replace the file. */
  #rename(): void {
    if (!this.#overwrite) {
      try {
        this.#fs.linkSync(this.#partial.path, this.#target);
        this.#fs.rmSync(this.#partial.path, { force: true });
        return;
      } catch (cause) {
        if (cause instanceof Error && "code" in cause && cause.code === "EEXIST") throw cause;
        // The file system has no links.
        refuseTaken(this.#fs, this.#target, false);
      }
    }
    this.#fs.renameSync(this.#partial.path, this.#target);
  }

  /** So that the new name survives a power cut; not every system can open a folder. */
  #syncDirectory(): void {
    try {
      const descriptor = this.#fs.openSync(this.#directory, "r");
      this.#fs.fsyncSync(descriptor);
      this.#fs.closeSync(descriptor);
    } catch {
      // Windows.
    }
  }

  #call(step: () => void): void {
    try {
      step();
    } catch (cause) {
      throw cause instanceof FileError ? cause : fileError("write", this.path, cause);
    }
  }
}
