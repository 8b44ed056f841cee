import { UsageError } from "../../errors/mod.ts";
import { isSameFile } from "../shared/paths.ts";
import type { RecordSource } from "../sources/record_source.ts";

/** @throws {UsageError} when the output is one of the source's own files. */
export function refuseOwnInput(output: string, { files }: RecordSource): void {
  const same = files.find((file) => isSameFile(file, output));
  if (same === undefined) return;
  throw new UsageError(`Cannot write "${output}": it is an input`, {
    code: "output-is-input",
    file: output,
    hint: "name another output",
  });
}
