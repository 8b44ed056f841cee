import { closeSync, openSync, readSync, statSync } from "node:fs";
import { FileError, fileError } from "../../errors/mod.ts";
import { isSameFile, resolve } from "../../shards/shared/paths.ts";
import { failedWith } from "../shared/files.ts";
import { writeAll } from "../shared/standard_output.ts";
import { openOutput, type Output } from "../shared/output_stream.ts";
import { isStandardStream, isStream } from "../../shards/shared/standard_stream.ts";
import type { ReportLine } from "../../shards/pack/report_line.ts";

/** How many bytes of lines are buffered at most, and for how many milliseconds. */
const waitingBytes = 1 << 16;
const waitingTime = 1000;

/** Enough of a file to see whether its first line is a report's. */
const headBytes = 1 << 16;

const encoder = new TextEncoder();

/**
 * A report being written line by line under its final name: when `pack` is killed, only the lines
 * of its last second are missing. It replaces an earlier report, but no other file.
 */
export class ReportFile implements Disposable {
  readonly #output: Pick<Output, "write"> & Disposable;
  readonly #buffer = new Uint8Array(waitingBytes);
  #used = 0;
  #flushed = performance.now();

  /**
   * @param path its name, or `-` for standard output.
   * @param options.others files that it must not be: inputs and the output.
   * @param options.json whether standard output is taken.
   * @throws {FileError} when it can't be written, or something else has that name.
   * @throws {UsageError} when standard output is taken.
   */
  constructor(path: string, { others, json }: { others: readonly string[]; json: boolean }) {
    if (isStandardStream(path) || isStream(path)) {
      this.#output = openOutput(path, { replace: false, json });
    } else {
      refuseOther(path, others);
      this.#output = new GrowingFile(path);
    }
  }

  /** @throws {FileError} when there is no space. */
  add(line: ReportLine): void {
    const bytes = encoder.encode(`${JSON.stringify(line)}\n`);
    if (this.#used + bytes.length > waitingBytes) this.flush();
    if (bytes.length > waitingBytes) return this.#output.write(bytes);
    this.#buffer.set(bytes, this.#used);
    this.#used += bytes.length;
    if (performance.now() - this.#flushed > waitingTime) this.flush();
  }

  /** Writes what is buffered. */
  flush(): void {
    this.#output.write(this.#buffer.subarray(0, this.#used));
    this.#used = 0;
    this.#flushed = performance.now();
  }

  /** Writes what is buffered, and closes the file. */
  [Symbol.dispose](): void {
    try {
      this.flush();
    } finally {
      this.#output[Symbol.dispose]();
    }
  }
}

/** A file that exists from the start. */
class GrowingFile implements Disposable {
  readonly #path: string;
  readonly #descriptor: number;

  constructor(path: string) {
    this.#path = path;
    this.#descriptor = call(path, () => openSync(path, "w"));
  }

  write(bytes: Uint8Array): void {
    call(this.#path, () => writeAll(this.#descriptor, bytes));
  }

  [Symbol.dispose](): void {
    closeSync(this.#descriptor);
  }
}

function refuseOther(path: string, others: readonly string[]): void {
  const isOther = others.some((other) =>
    isSameFile(path, other) || resolve(path) === resolve(other)
  );
  if (!isOther && isReplaceable(path)) return;
  throw new FileError(
    `Cannot write the report "${path}": something other than a report has that name`,
    {
      code: "exists",
      file: path,
      wanted: "a new name, or an earlier report's",
      hint: "choose another name for --report",
    },
  );
}

/** Whether the path holds nothing, an empty file, or a report. */
function isReplaceable(path: string): boolean {
  let head: Uint8Array;
  try {
    if (!statSync(path).isFile()) return false;
    head = headOf(path);
  } catch (cause) {
    if (failedWith(cause, "ENOENT")) return true;
    throw fileError("write", path, cause);
  }
  return head.length === 0 || isReport(new TextDecoder().decode(head));
}

/** The first bytes of a file. */
function headOf(path: string): Uint8Array {
  const descriptor = openSync(path, "r");
  try {
    const head = new Uint8Array(headBytes);
    return head.subarray(0, readSync(descriptor, head));
  } finally {
    closeSync(descriptor);
  }
}

function isReport(text: string): boolean {
  const [line = ""] = text.split("\n", 1);
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null &&
      ["source", "status", "code", "record", "notes"].every((name) => name in value);
  } catch {
    return false;
  }
}

function call<Result>(path: string, step: () => Result): Result {
  try {
    return step();
  } catch (cause) {
    throw fileError("write", path, cause);
  }
}
