import { AudioFiles } from "../../audio/mod.ts";
import { AudioInputError, FileError, ManifestError, UsageError } from "../../errors/mod.ts";
import { type CodecModels, createDatasetWriter, type ReflectiveWriter } from "../../runtime/mod.ts";
import type { DatasetIr } from "../../schema/mod.ts";
import { InputFailure } from "../shared/describe_error.ts";
import { InterruptGuard } from "../shared/interrupt_guard.ts";
import { isSameFile } from "../shared/paths.ts";
import { Progress } from "../shared/progress.ts";
import { formatBytes, formatCount } from "../shared/units.ts";
import { AudioCensus } from "./audio_census.ts";
import { RecodingCensus } from "./recoding_census.ts";
import type { RecordSource } from "./record_source.ts";
import { SkippedInputs } from "./skipped_inputs.ts";

/** What to pack, and how. */
export interface PackOptions {
  readonly ir: DatasetIr;
  readonly output: string;
  readonly onError: "fail" | "skip";
  readonly overwrite: boolean;
  /** What encodes audio for fields of codec tokens, by their names. */
  readonly codecModels: CodecModels;
  /** Begins to read the input; called once the output is known to be writable. */
  openSource(): RecordSource;
}

/** What {@link packDataset} has done. */
export interface PackResult {
  readonly records: number;
  readonly seconds: number;
  readonly skipped: SkippedInputs;
  /** What the audio was. */
  readonly census: AudioCensus;
  /** What became of audio that was coded already. */
  readonly recodings: RecodingCensus;
}

/**
 * Packs all records of a source. The output is complete or isn't there, however this ends.
 *
 * @throws what an input failed with, unless inputs that fail are skipped.
 */
export async function packDataset(options: PackOptions): Promise<PackResult> {
  const { ir, output, overwrite, codecModels } = options;
  const start = performance.now();
  let writer: ReflectiveWriter | undefined;
  // Before there is a file: a signal that comes right after must not leave it behind.
  using guard = new InterruptGuard(() => writer?.abort());
  using files = new AudioFiles();
  const census = new AudioCensus();
  const recodings = new RecodingCensus();
  try {
    writer = createDatasetWriter(output, {
      ir,
      overwrite,
      codecModels,
      onCoded: (intake) => recodings.note(intake),
      openAudio: (input) => census.open(files.open(input), input),
    });
    const source = options.openSource();
    refuseOwnInput(output, source);
    const skipped = await appendAll(writer, {
      ...options,
      source,
      guard,
      censuses: [census, recodings],
    });
    refuseEmpty(writer, { source, skipped, output });
    writer.finish();
    const seconds = (performance.now() - start) / 1000;
    return { records: writer.recordCount, seconds, skipped, census, recodings };
  } catch (cause) {
    writer?.abort();
    throw cause;
  }
}

async function appendAll(
  writer: ReflectiveWriter,
  { source, guard, output, onError, censuses }: PackOptions & {
    source: RecordSource;
    guard: InterruptGuard;
    censuses: readonly { keep(): void; drop(): void }[];
  },
): Promise<SkippedInputs> {
  using progress = new Progress(source.total);
  const skipped = new SkippedInputs((line) => progress.note(line));
  for (const { where, position, load } of source.records()) {
    try {
      await writer.appendAsync(load());
      censuses.forEach((census) => census.keep());
    } catch (cause) {
      censuses.forEach((census) => census.drop());
      if (cause instanceof FileError && cause.file === output) throw cause;
      const failure = new InputFailure(where, cause);
      if (onError === "fail" || !isInputsFault(cause)) throw failure;
      skipped.add(failure, cause);
    }
    progress.update(position, (seconds) => {
      const rate = formatBytes(writer.byteLength / seconds);
      return `${formatCount(writer.recordCount, "record")} | ${rate}/s`;
    });
    await guard.checkpoint();
  }
  return skipped;
}

/** Whether going on with the next input makes sense. */
function isInputsFault(error: unknown): error is AudioInputError | ManifestError | FileError {
  return error instanceof AudioInputError || error instanceof ManifestError ||
    (error instanceof FileError && !exhausted.has(error.code));
}

/** Troubles that the next input would have as well. */
const exhausted: ReadonlySet<string> = new Set(["no-space", "too-many-open-files"]);

function refuseOwnInput(output: string, { files }: RecordSource): void {
  const same = files.find((file) => isSameFile(file, output));
  if (same === undefined) return;
  throw new UsageError(`Cannot write "${output}": it is an input`, {
    code: "output-is-input",
    file: output,
    hint: "name another output",
  });
}

function refuseEmpty(
  { recordCount }: ReflectiveWriter,
  { source, skipped, output }: { source: RecordSource; skipped: SkippedInputs; output: string },
): void {
  if (recordCount > 0) return;
  if (skipped.count === 0) throw source.noInput();
  throw new AudioInputError(
    `Cannot pack "${output}": all of ${formatCount(skipped.count, "input")} were skipped`,
    { code: "all-skipped", file: output, found: 0 },
  );
}
