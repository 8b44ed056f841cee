import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import type { InferValue } from "@optique/core/parser";
import { argument, command, constant, option } from "@optique/core/primitives";
import { path } from "@optique/run";
import { UsageError } from "../../errors/mod.ts";
import { choiceOptions } from "../shared/choice_options.ts";
import { quietOption } from "../shared/quiet_option.ts";
import { shardSizeFor, shardSizeOptions } from "../shared/shard_size.ts";
import { refuseDatasetOutput, refuseDatasetStream } from "../../shards/shared/standard_stream.ts";

/** `subset IN OUT`: copies some records of a dataset. */
export const subsetCommand = command(
  "subset",
  object({
    command: constant("subset" as const),
    input: argument(path({ metavar: "INPUT" }), {
      description: message`The dataset: an .afd file, or a folder.`,
    }),
    output: argument(path({ metavar: "OUTPUT" }), {
      description:
        message`The .afd file to write, or the folder: if it ends with a slash, is one, or a shard size is given. It appears once it is complete.`,
    }),
    ...choiceOptions,
    ...shardSizeOptions,
    json: option("--json", {
      description:
        message`Print one JSON document: {dataset, input, of, output, records, bytes, elapsedSeconds}.`,
    }),
    overwrite: option("--overwrite", {
      description: message`Replace OUTPUT if it is a file, once the new one is complete.`,
    }),
    quiet: quietOption,
  }),
  {
    brief: message`Copies the chosen records of a dataset into a new one, without decoding them.`,
  },
);

/** Runs `subset` and returns the exit code. */
export async function runSubset(args: InferValue<typeof subsetCommand>): Promise<number> {
  const { input, output, overwrite, json } = args;
  refuseDatasetStream(input);
  refuseDatasetOutput(output);
  const { choiceFlags, readQuestion } = await import("../shared/record_choice.ts");
  const question = await readQuestion(args);
  if (choiceFlags(question).length === 0) {
    throw new UsageError(`Cannot copy a subset of "${input}": nothing says which records`, {
      code: "arguments",
      hint:
        "pass --keep, --drop, --where, --split or --records; `audiofield concat` copies all records",
    });
  }
  const shardSize = shardSizeFor(output, args);
  const { subsetFile } = await import("../copy/subset_file.ts");
  return await subsetFile(input, { path: output, shardSize, overwrite }, { question, json });
}
