import { AudiofieldError, UsageError } from "../../errors/mod.ts";
import { describeError } from "./describe_error.ts";
import { exitCodes } from "./exit_codes.ts";
import { print, printError, printJson } from "./terminal.ts";

/** What came of looking at a file. */
export interface Look {
  /** What `--json` prints of it. */
  readonly document: object;
  /** {@link exitCodes}`.found` if what the command looks for was found. */
  readonly exitCode?: number;
}

/** The exit codes that files can lead to, those that matter more first. */
const byWeight = [exitCodes.failed, exitCodes.usage, exitCodes.found, exitCodes.done];

/**
 * Looks at one file after another, and returns the exit code. What is said of one file goes to stdout
 * as it is; with `--json` and several files it is `{"files": [{"file": …, …}]}`. Among several files,
 * one that can't be looked at is reported on stderr, and the rest are still looked at.
 *
 * @param look prints what it found, unless `json` is set.
 */
export async function lookAtFiles(
  files: readonly string[],
  { json, look }: { json: boolean; look: (file: string) => Look | Promise<Look> },
): Promise<number> {
  const [first = "", ...others] = files;
  if (others.length === 0) {
    const { document, exitCode = exitCodes.done } = await look(first);
    if (json) printJson(document);
    return exitCode;
  }
  const documents: object[] = [];
  const codes = new Set<number>();
  for (const [position, file] of files.entries()) {
    if (position > 0 && !json) print("");
    try {
      const { document, exitCode = exitCodes.done } = await look(file);
      documents.push({ file, ...document });
      codes.add(exitCode);
    } catch (error) {
      if (!(error instanceof AudiofieldError)) throw error;
      printError(describeError(error));
      documents.push({ file, error: errorDocument(error) });
      codes.add(error instanceof UsageError ? exitCodes.usage : exitCodes.failed);
    }
  }
  if (json) printJson({ files: documents });
  return byWeight.find((code) => codes.has(code)) ?? exitCodes.done;
}

/** An error as `--json` shows it. */
export function errorDocument({ name, code, message }: AudiofieldError): object {
  return { class: name, code, message };
}
