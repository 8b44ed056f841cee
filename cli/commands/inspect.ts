import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import type { InferValue } from "@optique/core/parser";
import { command, constant, option } from "@optique/core/primitives";
import { string } from "@optique/core/valueparser";
import { lookAtFiles } from "../shared/each_file.ts";
import { filesArgument } from "../shared/files_argument.ts";
import { refuseDatasetStream } from "../../shards/shared/standard_stream.ts";
import { namedRecord } from "../shared/record_number.ts";
import { choiceOptions } from "../shared/choice_options.ts";

/** `inspect FILE…`: shows what a file contains. */
export const inspectCommand = command(
  "inspect",
  object({
    command: constant("inspect" as const),
    files: filesArgument,
    record: optional(option("--record", string({ metavar: "N" }), {
      description:
        message`Show this record, counted from 0: its metadata and the beginning of its values.`,
    })),
    key: optional(option("--key", string({ metavar: "KEY" }), {
      description: message`Show the record with this key instead.`,
    })),
    ...choiceOptions,
    buckets: option("--buckets", {
      description: message`Also show what padding costs in batches, with and without buckets.`,
    }),
    json: option("--json", {
      description:
        message`Print one JSON document: {dataset, fingerprint, identity, records, bytes, fields}; for several files {files: [{file, …}]}.`,
    }),
  }),
  {
    brief: message`Shows a file's schema, shapes, totals and durations, or one record.`,
  },
);

/** Runs `inspect` and returns the exit code. */
export async function runInspect(args: InferValue<typeof inspectCommand>): Promise<number> {
  args.files.forEach(refuseDatasetStream);
  const record = namedRecord(args, { doing: "show", help: "inspect" });
  const { inspectFile } = await import("../inspect/inspect_file.ts");
  const { readQuestion } = await import("../shared/record_choice.ts");
  const question = await readQuestion(args);
  return await lookAtFiles(args.files, {
    json: args.json,
    look: (file) => inspectFile(file, { ...args, record, question }),
  });
}
