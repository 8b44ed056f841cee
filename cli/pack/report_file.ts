import { FileError, fileError } from "../../errors/mod.ts";
import { isSameFile, resolve } from "../shared/paths.ts";
import type { ReportLine } from "./report_line.ts";

/** How many bytes of lines wait at most, and for how many milliseconds. */
const waitingBytes = 1 << 16;
const waitingTime = 1000;

/** Enough of a file to see whether its first line is a report's. */
const headBytes = 1 << 16;

const encoder = new TextEncoder();

/**
 * A report being written, line by line under its own name: when `pack` is killed, what became of the
 * inputs up to a second before is there. It replaces an earlier report, and no other file.
 */
export class ReportFile implements Disposable {
  readonly #path: string;
  readonly #file: Deno.FsFile;
  readonly #buffer = new Uint8Array(waitingBytes);
  #used = 0;
  #flushed = performance.now();

  /**
   * @param others files that it must not be: inputs and the output.
   * @throws {FileError} when it can't be written, or something else has that name.
   */
  constructor(path: string, others: readonly string[]) {
    this.#path = path;
    refuseOther(path, others);
    this.#file = call(
      path,
      () => Deno.openSync(path, { write: true, create: true, truncate: true }),
    );
  }

  /** @throws {FileError} when there is no space. */
  add(line: ReportLine): void {
    const bytes = encoder.encode(`${JSON.stringify(line)}\n`);
    if (this.#used + bytes.length > waitingBytes) this.flush();
    if (bytes.length > waitingBytes) return this.#write(bytes);
    this.#buffer.set(bytes, this.#used);
    this.#used += bytes.length;
    if (performance.now() - this.#flushed > waitingTime) this.flush();
  }

  /** Writes what waits. */
  flush(): void {
    this.#write(this.#buffer.subarray(0, this.#used));
    this.#used = 0;
    this.#flushed = performance.now();
  }

  /** Writes what waits, and closes the file. */
  [Symbol.dispose](): void {
    try {
      this.flush();
    } finally {
      this.#file.close();
    }
  }

  #write(bytes: Uint8Array): void {
    call(this.#path, () => {
      for (let done = 0; done < bytes.length;) done += this.#file.writeSync(bytes.subarray(done));
    });
  }
}

function refuseOther(path: string, others: readonly string[]): void {
  const isOther = others.some((other) =>
    isSameFile(path, other) || resolve(path) === resolve(other)
  );
  if (!isOther && isReplaceable(path)) return;
  throw new FileError(`Cannot write the report "${path}": something else has that name`, {
    code: "exists",
    file: path,
    wanted: "a new name, or an earlier report's",
    hint: "choose another name for --report",
  });
}

/** Whether there is nothing, an empty file, or a report. */
function isReplaceable(path: string): boolean {
  let head: Uint8Array;
  try {
    if (!Deno.statSync(path).isFile) return false;
    using file = Deno.openSync(path);
    head = new Uint8Array(headBytes);
    head = head.subarray(0, file.readSync(head) ?? 0);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return true;
    throw fileError("write", path, cause);
  }
  return head.length === 0 || isReport(new TextDecoder().decode(head));
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
