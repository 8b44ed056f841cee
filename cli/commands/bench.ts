import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { optional, withDefault } from "@optique/core/modifiers";
import type { InferValue } from "@optique/core/parser";
import { command, constant, option } from "@optique/core/primitives";
import { float, string } from "@optique/core/valueparser";
import { lookAtFiles } from "../shared/each_file.ts";
import { filesArgument } from "../shared/files_argument.ts";
import { refuseDatasetStream } from "../../shards/shared/standard_stream.ts";
import { choiceOptions } from "../shared/choice_options.ts";

/** `bench FILE…`: measures how fast a file's batches are read, and what limits the speed. */
export const benchCommand = command(
  "bench",
  object({
    command: constant("bench" as const),
    files: filesArgument,
    batch: withDefault(
      option("--batch", string({ metavar: "N,…" }), {
        description: message`Batch sizes to measure.`,
      }),
      "64",
    ),
    workers: withDefault(
      option("--workers", string({ metavar: "N,…" }), {
        description: message`Numbers of workers to measure; 0 decodes on the calling thread.`,
      }),
      "0,2",
    ),
    fields: optional(option("--fields", string({ metavar: "NAME,…" }), {
      description: message`The fields in the batches; all by default.`,
    })),
    ...choiceOptions,
    measureSeconds: withDefault(
      option("--measure-seconds", float({ metavar: "S", min: 0.05, max: 3600 }), {
        description:
          message`How long to measure each combination, after a warm-up of the same length.`,
      }),
      1,
    ),
    json: option("--json", {
      description:
        message`Print one JSON document: {file, records, fields, copyBytesPerSecond, rows: [{storage, batchSize, workers, recordsPerSecond, bytesPerSecond, ofCopy, busy, firstBatchMs, starting, limit}]}; for several files {files: [{file, …}]}.`,
    }),
  }),
  {
    brief:
      message`Measures how fast shuffled batches are read on this machine, and what limits the speed.`,
  },
);

/** Runs `bench` and returns the exit code. */
export async function runBench(args: InferValue<typeof benchCommand>): Promise<number> {
  args.files.forEach(refuseDatasetStream);
  const { benchFile, benchOptions } = await import("../bench/bench_file.ts");
  const { readQuestion } = await import("../shared/record_choice.ts");
  const options = benchOptions(args, await readQuestion(args));
  return await lookAtFiles(args.files, {
    json: args.json,
    look: (file) => benchFile(file, options),
  });
}
