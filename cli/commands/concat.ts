import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { multiple } from "@optique/core/modifiers";
import type { InferValue } from "@optique/core/parser";
import { argument, command, constant, option } from "@optique/core/primitives";
import { path } from "@optique/run";
import { quietOption } from "../shared/quiet_option.ts";
import { shardSizeFor, shardSizeOptions } from "../shared/shard_size.ts";
import { refuseDatasetOutput, refuseDatasetStream } from "../../shards/shared/standard_stream.ts";

/** `concat A B … OUT`: puts the records of datasets into one. */
export const concatCommand = command(
  "concat",
  object({
    command: constant("concat" as const),
    files: multiple(
      argument(path({ metavar: "FILE" }), {
        description:
          message`The datasets, .afd files or folders, in the order of their records; the last one is the output. It is a folder if it ends with a slash, is one, or a shard size is given.`,
      }),
      { min: 2, errors: { tooFew: message`Expected at least one dataset and the output.` } },
    ),
    ...shardSizeOptions,
    json: option("--json", {
      description:
        message`Print one JSON document: {dataset, inputs, output, records, bytes, elapsedSeconds}.`,
    }),
    overwrite: option("--overwrite", {
      description: message`Replace the output if it is a file, once the new one is complete.`,
    }),
    quiet: quietOption,
  }),
  {
    brief: message`Copies the records of several datasets into one, without decoding them.`,
  },
);

/** Runs `concat` and returns the exit code. */
export async function runConcat(args: InferValue<typeof concatCommand>): Promise<number> {
  const { files, overwrite, json } = args;
  files.forEach(refuseDatasetStream);
  const output = files.at(-1)!;
  refuseDatasetOutput(output);
  const shardSize = shardSizeFor(output, args);
  const { concatFiles } = await import("../copy/concat_files.ts");
  return await concatFiles(files.slice(0, -1), { path: output, shardSize, overwrite }, { json });
}
