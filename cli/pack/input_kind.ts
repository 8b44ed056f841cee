import { UsageError } from "../../errors/mod.ts";
import { statOf } from "../../shards/shared/paths.ts";
import { isInputPipe } from "../../shards/shared/standard_stream.ts";

/**
 * Whether an input is a folder; otherwise it is a manifest.
 *
 * @throws {UsageError} `"input-kind"` when it is neither.
 * @throws {FileError} when it doesn't exist.
 */
export function isInputFolder(input: string): boolean {
  const isStream = isInputPipe(input);
  if (!isStream && statOf(input).isDirectory()) return true;
  if (isStream || input.toLowerCase().endsWith(".jsonl")) return false;
  throw new UsageError(`Cannot pack "${input}": it is neither a folder nor a .jsonl manifest`, {
    code: "input-kind",
    file: input,
    hint:
      "pass the folder that holds the audio, a .jsonl manifest, or - for a manifest on standard input",
  });
}
