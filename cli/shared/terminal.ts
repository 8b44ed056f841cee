import { FileError, fileError } from "../../errors/mod.ts";
import { failedWith } from "./files.ts";
import {
  isColourless,
  isTerminal,
  standardError,
  standardOutput,
  writeAll,
} from "./standard_output.ts";

const encoder = new TextEncoder();
let stdoutClosed = false;
let stdoutTaken = false;
let quiet = false;

/** Suppresses what {@link note} prints from now on, and progress bars. */
export function beQuiet(): void {
  quiet = true;
}

/** Whether notes and progress bars are suppressed. */
export function isQuiet(): boolean {
  return quiet;
}

/**
 * Reserves stdout for data, so that lines go to stderr from now on.
 *
 * @returns whether it was free.
 */
export function takeStdout(): boolean {
  const wasFree = !stdoutTaken;
  stdoutTaken = true;
  return wasFree;
}

/**
 * Writes bytes to stdout, and returns whether it still has a reader; `head` may be gone.
 *
 * @throws {FileError} when it goes to a file, and there is no space.
 */
export function writeStdout(bytes: Uint8Array): boolean {
  if (stdoutClosed) return false;
  try {
    writeAll(standardOutput, bytes);
  } catch (cause) {
    stdoutClosed = true;
    if (!(failedWith(cause, "EPIPE"))) throw outputError(cause);
  }
  return !stdoutClosed;
}

/**
 * Prints a line of a command's result to stdout, or to stderr where stdout holds data. Nothing
 * happens when its reader, such as `head`, is gone.
 *
 * @throws {FileError} when it goes to a file, and there is no space.
 */
export function print(line: string): void {
  if (stdoutTaken) printError(line);
  else writeStdout(encoder.encode(`${line}\n`));
}

/** Prints a line on what was done, as {@link print} does; nothing with `--quiet`. */
export function note(line: string): void {
  if (!quiet) print(line);
}

/** Prints a line to stderr on what is going on; nothing with `--quiet`. */
export function noteError(line: string): void {
  if (!quiet) printError(line);
}

/** Prints a line to stderr; if nobody is left to read it, nothing happens. */
export function printError(line: string): void {
  try {
    writeAll(standardError, encoder.encode(`${line}\n`));
  } catch {
    // Nowhere left to complain.
  }
}

/** Prints something that the user should know although the command continues. */
export function warn(message: string): void {
  printError(`${emphasis("warning", 33)}: ${message}`);
}

/** Prints one JSON document; 64-bit integers become decimal strings. */
export function printJson(document: unknown): void {
  const text = JSON.stringify(
    document,
    (_, value) => typeof value === "bigint" ? String(value) : value,
    2,
  );
  print(text);
}

/** Colours a word on a terminal that wants colours. */
export function emphasis(word: string, colour: number): string {
  return isTerminal(standardError) && !isColourless() ? `\x1b[1;${colour}m${word}\x1b[0m` : word;
}

/** Standard output isn't a path, so it has no quotation marks. */
function outputError(cause: unknown): FileError {
  const { code, message } = fileError("write to", "standard output", cause);
  return new FileError(message.replace('"standard output"', "standard output"), { code, cause });
}
