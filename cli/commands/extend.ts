import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import type { InferValue } from "@optique/core/parser";
import { argument, command, constant, option } from "@optique/core/primitives";
import { string } from "@optique/core/valueparser";
import { path } from "@optique/run";
import { refuseDatasetOutput, refuseDatasetStream } from "../../shards/shared/standard_stream.ts";
import { packingOptions } from "../pack/packing_options.ts";
import { quietOption } from "../shared/quiet_option.ts";
import { shardSizeFor, shardSizeOptions } from "../shared/shard_size.ts";

const { codecModel, codecRate, codecInput, codecOutput, codecRuntime } = packingOptions;

/** `extend IN OUT`: adds computed fields to a dataset. */
export const extendCommand = command(
  "extend",
  object({
    command: constant("extend" as const),
    input: argument(path({ metavar: "INPUT" }), {
      description: message`The dataset: an .afd file, or a folder.`,
    }),
    output: argument(path({ metavar: "OUTPUT" }), {
      description:
        message`The dataset to write; it appears once it is complete. It is a folder if it ends with a slash, is one, or a shard size is given.`,
    }),
    schema: option("--schema", path({ metavar: "SCHEMA" }), {
      description:
        message`The wider schema: all fields of the dataset, unchanged, and others, each of which is computed from a field of audio or has a default.`,
    }),
    dataset: optional(option("--dataset", string({ metavar: "NAME" }), {
      description: message`Which dataset of the schema it is, if it defines several.`,
    })),
    codecModel,
    codecRate,
    codecInput,
    codecOutput,
    codecRuntime,
    ...shardSizeOptions,
    overwrite: option("--overwrite", {
      description: message`Replace OUTPUT if it is a file, once the new one is complete.`,
    }),
    json: option("--json", {
      description:
        message`Print one JSON document: {dataset, input, fields, output, records, bytes, elapsedSeconds}.`,
    }),
    quiet: quietOption,
  }),
  { brief: message`Adds fields to a dataset, and computes them alone.` },
);

/** Runs `extend` and returns the exit code. */
export async function runExtend(args: InferValue<typeof extendCommand>): Promise<number> {
  refuseDatasetStream(args.input);
  refuseDatasetOutput(args.output);
  const shardSize = shardSizeFor(args.output, args);
  const { extendFile } = await import("../extend/extend_file.ts");
  return await extendFile(args.input, args.output, { ...args, shardSize });
}
