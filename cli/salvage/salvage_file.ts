import { AudiofieldError } from "../../errors/mod.ts";
import type { DatasetIr } from "../../schema/mod.ts";
import type { CopyTarget } from "../../shards/copy/copy_output.ts";
import { type Salvaged, salvageDataset } from "../../shards/salvage/salvage_dataset.ts";
import { saveStreams } from "../../shards/salvage/save_streams.ts";
import { statOf } from "../../shards/shared/paths.ts";
import { formatBytes, formatCount, formatNumber } from "../../shards/shared/units.ts";
import { refuseInputs } from "../copy/copy_records.ts";
import { chooseDataset } from "../pack/choose_dataset.ts";
import { InterruptGuard } from "../shared/interrupt_guard.ts";
import { openOutput, type Output } from "../shared/output_stream.ts";
import { Progress } from "../shared/progress.ts";
import { note, printJson, warn } from "../shared/terminal.ts";

/** The options as given on the command line. */
export interface SalvageArguments {
  readonly schema: string | undefined;
  readonly dataset: string | undefined;
  readonly report: string | undefined;
  readonly streams: string | undefined;
  readonly json: boolean;
}

/** What is wrong with a file whose records can't be found. */
const tablesUnknown = "tables-unknown";

/** A file that isn't what it should be, and why. */
interface WrongFile {
  readonly file: string;
  readonly code: string;
  readonly message: string;
}

/** Copies the intact records of a dataset, says what was lost, and returns the exit code. */
export async function salvageFile(
  path: string,
  target: CopyTarget,
  { schema, dataset, report, streams: folder, json }: SalvageArguments,
): Promise<number> {
  refuseInputs(target.path, [path]);
  const { size } = statOf(path);
  const ir = schema === undefined ? undefined : (await chooseDataset(schema, dataset)).ir;
  using lines = report === undefined
    ? undefined
    : openOutput(report, { replace: target.overwrite === true, json });
  const files: WrongFile[] = [];
  const streams: string[] = [];
  const salvaged = await salvage(path, target, { ir, lines, files, size }).catch((cause) => {
    // Without any record, streams are what there is.
    if (folder === undefined || !(cause instanceof AudiofieldError)) throw cause;
    const { code, message } = cause;
    if (code === tablesUnknown) files.push({ file: path, code, message });
    else if (code !== "all-lost" || !files.some((file) => file.code === tablesUnknown)) throw cause;
    return undefined;
  });
  for (const { message } of files) warn(message);
  if (folder !== undefined) {
    for (const { file, code } of files) {
      if (code === tablesUnknown) streams.push(...saveStreams(file, folder, streams.length));
    }
    if (!json) {
      note(
        `Found ${formatCount(streams.length, "complete FLAC or Ogg stream")}, saved in "${folder}"`,
      );
    }
  }
  if (salvaged === undefined) {
    if (json) printJson({ input: path, output: null, kept: 0, files, streams });
    return 0;
  }
  if (json) {
    printJson({ input: path, output: target.path, ...salvaged, files, streams });
    return 0;
  }
  const { kept, lost, repaired } = salvaged;
  const all = formatCount(kept + lost, "record");
  note(`Salvaged ${formatNumber(kept)} of ${all} into "${target.path}"`);
  if (lost > 0) {
    warn(
      `${formatCount(lost, "record")} ${lost === 1 ? "was" : "were"} lost${
        report === undefined ? "; --report FILE.jsonl lists them" : ""
      }`,
    );
  }
  if (repaired.length > 0) {
    note(
      `  made anew: what was damaged in ${formatCount(repaired.length, "place")} outside records`,
    );
  }
  return 0;
}

async function salvage(
  path: string,
  target: CopyTarget,
  { ir, lines, files, size }: {
    ir: DatasetIr | undefined;
    lines: Output | undefined;
    files: WrongFile[];
    size: number;
  },
): Promise<Salvaged> {
  const outputs: { abort(): void }[] = [];
  const encoder = new TextEncoder();
  const write = (line: object) => lines?.write(encoder.encode(`${JSON.stringify(line)}\n`));
  using guard = new InterruptGuard(() => {
    lines?.[Symbol.dispose]();
    outputs.forEach((output) => output.abort());
  });
  using progress = new Progress(size);
  try {
    return await salvageDataset(path, target, {
      ir,
      onIdentity: (dataset) => write({ dataset, damaged: true }),
      onLost: write,
      onFile: (file, reason) => files.push({ file, ...reason }),
      onBytes: (done) => progress.update(done, (seconds) => `${formatBytes(done / seconds)}/s`),
      onOutput: (output) => outputs.push(output),
      checkpoint: () => guard.checkpoint(),
    });
  } finally {
    lines?.commit();
  }
}
