import { UsageError } from "../../errors/mod.ts";
import { openAfd } from "../../runtime/shards/open_file.ts";
import type { AfdFile } from "../../runtime/mod.ts";
import { type CopyOutput, type CopyTarget, openOutput } from "../../shards/copy/copy_output.ts";
import type { CopyRange } from "../../shards/copy/record_ranges.ts";
import type { JsonObject } from "../../schema/mod.ts";
import { InterruptGuard } from "../shared/interrupt_guard.ts";
import { isSameFile } from "../../shards/shared/paths.ts";
import { Progress } from "../shared/progress.ts";
import { note, printJson } from "../shared/terminal.ts";
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatNumber,
} from "../../shards/shared/units.ts";

/** Records of one dataset that are copied. */
export interface CopySource {
  readonly file: AfdFile;
  /** Which ones; all if absent. */
  readonly ranges?: Iterable<CopyRange> | undefined;
  /** How many they are. */
  readonly count: number;
}

/** What was copied. */
export interface CopyResult {
  readonly records: number;
  readonly bytes: number;
  readonly seconds: number;
}

/** The sources of a copy, and what `dataset.json` of a folder says about it. */
export interface CopyWork {
  readonly sources: readonly CopySource[];
  readonly about?: JsonObject | undefined;
}

/**
 * Copies records of datasets to a new file or folder, in order. However this ends, the output is either
 * complete or unchanged.
 */
export async function copyRecords(
  target: CopyTarget,
  { sources, about }: CopyWork,
): Promise<CopyResult> {
  const begun = performance.now();
  // The guard comes first: a signal right after the output is created must not leave it behind.
  const outputs: CopyOutput[] = [];
  using guard = new InterruptGuard(() => outputs.forEach((output) => output.abort()));
  using output = openOutput(target, { like: sources[0]!.file, about });
  outputs.push(output);
  const total = sources.reduce((sum, { count }) => sum + count, 0);
  using progress = new Progress(total);
  for (const { file, ranges } of sources) {
    for (const _ of output.copy(file, ranges)) {
      progress.update(output.recordCount, (seconds) => {
        const rate = formatBytes(output.byteLength / seconds);
        return `${formatCount(output.recordCount, "record")} | ${rate}/s`;
      });
      await guard.checkpoint();
    }
  }
  output.finish();
  const seconds = (performance.now() - begun) / 1000;
  using written = openAfd(target.path);
  return { records: written.recordCount, bytes: written.byteLength, seconds };
}

/** @throws {UsageError} when the output is one of the inputs. */
export function refuseInputs(output: string, inputs: readonly string[]): void {
  if (!inputs.some((input) => isSameFile(input, output))) return;
  throw new UsageError(`Cannot write "${output}": it is an input`, {
    code: "output-is-input",
    file: output,
    hint: "name another output",
  });
}

/** Says what was copied: `Copied 8 records …`, with size and rate. */
export function printCopy(
  sentence: string,
  { result: { bytes, seconds }, target }: { result: CopyResult; target: CopyTarget },
): void {
  note(`${sentence} into "${target.path}"`);
  const rate = formatBytes(bytes / seconds);
  note(`  size: ${formatNumber(bytes)} bytes in ${formatDuration(seconds)}, ${rate}/s`);
}

/** The same as one JSON document. */
export function printCopyJson(
  document: object,
  { result: { records, bytes, seconds }, target }: { result: CopyResult; target: CopyTarget },
): void {
  printJson({ ...document, output: target.path, records, bytes, elapsedSeconds: seconds });
}
