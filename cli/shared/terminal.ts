import { FileError, fileError } from "../../errors/mod.ts";

const encoder = new TextEncoder();
let stdoutClosed = false;

/**
 * Prints a line to stdout. Nothing happens when its reader, such as `head`, has gone.
 *
 * @throws {FileError} when it goes to a file, and there is no space.
 */
export function print(line: string): void {
  if (stdoutClosed) return;
  try {
    writeAll(Deno.stdout, `${line}\n`);
  } catch (cause) {
    stdoutClosed = true;
    if (!(cause instanceof Deno.errors.BrokenPipe)) throw outputError(cause);
  }
}

/** Prints a line to stderr; with nobody there to read it, nothing can be said. */
export function printError(line: string): void {
  try {
    writeAll(Deno.stderr, `${line}\n`);
  } catch {
    // Nowhere left to complain.
  }
}

/** Prints something the user should know although the command goes on. */
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
  return Deno.stderr.isTerminal() && !Deno.noColor ? `\x1b[1;${colour}m${word}\x1b[0m` : word;
}

/** Standard output isn't a path: it stands without quotation marks. */
function outputError(cause: unknown): FileError {
  const { code, message } = fileError("write to", "standard output", cause);
  return new FileError(message.replace('"standard output"', "standard output"), { code, cause });
}

function writeAll(stream: { writeSync(bytes: Uint8Array): number }, text: string): void {
  const bytes = encoder.encode(text);
  for (let done = 0; done < bytes.length;) done += stream.writeSync(bytes.subarray(done));
}
