import { UsageError } from "../../errors/mod.ts";
import { system } from "../../hosts/mod.ts";

/** What stands for standard input or output where a path is expected. */
export const standardStream = "-";

/** Whether a path stands for standard input or output. A file of that name is `./-`. */
export function isStandardStream(path: string): boolean {
  return path === standardStream;
}

/** An output as messages name it: `"mel.npy"`, or `standard output`. */
export function outputName(path: string): string {
  return isStandardStream(path) ? "standard output" : `"${path}"`;
}

/** An input as messages name it: `"train.jsonl"`, or `standard input`. */
export function inputName(path: string): string {
  return isStandardStream(path) ? "standard input" : `"${path}"`;
}

/** Whether a path names a pipe, a socket or a device, or is the system's name of an open file. */
export function isStream(path: string): boolean {
  // Replacing one of these would take it away from every program on the machine.
  if (/^\/dev\/(std(in|out|err)|fd\/\d+)$/.test(path)) return true;
  try {
    const status = system().files.statSync(path);
    return !status.isFile() && !status.isDirectory();
  } catch {
    return false;
  }
}

/**
 * Whether a path names something that can be read only once, and may keep its reader waiting:
 * standard input, or a pipe.
 */
export function isInputPipe(path: string): boolean {
  if (isStandardStream(path) || /^\/dev\/(stdin|fd\/\d+)$/.test(path)) return true;
  try {
    return system().files.statSync(path).isFIFO();
  } catch {
    return false;
  }
}

/** @throws {UsageError} when an `.afd` file would be read from standard input. */
export function refuseDatasetStream(path: string): void {
  if (!isStandardStream(path)) return;
  throw refusal(
    "Cannot read an .afd file from standard input: it is read from many places at once",
    {
      hint: "save it to a file, and pass that",
    },
  );
}

/** @throws {UsageError} when an audio file would be read from standard input. */
export function refuseAudioStream(path: string): void {
  if (!isStandardStream(path)) return;
  throw refusal(
    "Cannot read audio from standard input: its header may point anywhere in the file",
    {
      hint: "save it to a file, and pass that",
    },
  );
}

/** @throws {UsageError} when an `.afd` file would be written to a stream. */
export function refuseDatasetOutput(path: string): void {
  if (!isStandardStream(path) && !isStream(path)) return;
  throw refusal(
    `Cannot write an .afd file to ${outputName(path)}: its beginning is written last`,
    { hint: "write to an ordinary file, and copy that when it is complete" },
  );
}

function refusal(message: string, { hint }: { hint: string }): UsageError {
  return new UsageError(message, { code: "standard-stream", hint });
}
