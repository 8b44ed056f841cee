import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import type { InferValue } from "@optique/core/parser";
import { argument, command, constant, option } from "@optique/core/primitives";
import { string } from "@optique/core/valueparser";
import { path } from "@optique/run";
import { quietOption } from "../shared/quiet_option.ts";
import { refuseDatasetOutput, refuseDatasetStream } from "../../shards/shared/standard_stream.ts";
import { shardSizeFor, shardSizeOptions } from "../shared/shard_size.ts";

/** `salvage IN OUT`: copies the intact records of a damaged dataset. */
export const salvageCommand = command(
  "salvage",
  object({
    command: constant("salvage" as const),
    input: argument(path({ metavar: "INPUT" }), {
      description: message`The damaged dataset: an .afd file, or a folder.`,
    }),
    output: argument(path({ metavar: "OUTPUT" }), {
      description:
        message`The .afd file to write, or the folder: if it ends with a slash, is one, or a shard size is given. It appears once it is complete.`,
    }),
    schema: optional(option("--schema", path({ metavar: "SCHEMA" }), {
      description:
        message`The schema file that the dataset was packed with, for a file whose end is gone.`,
    })),
    dataset: optional(option("--dataset", string({ metavar: "NAME" }), {
      description: message`Which dataset it is, if the schema defines several.`,
    })),
    report: optional(option("--report", path({ metavar: "FILE.jsonl" }), {
      description:
        message`List the records that were lost, as a list of records: one line of JSON each, with what is wrong. - is standard output.`,
    })),
    streams: optional(option("--streams", path({ metavar: "DIR" }), {
      description:
        message`For files whose tables are gone: write the complete FLAC and Ogg streams in them to this folder, as 000000.flac, 000001.opus, …`,
    })),
    ...shardSizeOptions,
    json: option("--json", {
      description:
        message`Print one JSON document: {input, output, kept, lost, files, repaired, streams}.`,
    }),
    overwrite: option("--overwrite", {
      description: message`Replace OUTPUT if it is a file, once the new one is complete.`,
    }),
    quiet: quietOption,
  }),
  {
    brief: message`Copies every intact record of a damaged dataset, and lists what was lost.`,
  },
);

/** Runs `salvage` and returns the exit code. */
export async function runSalvage(args: InferValue<typeof salvageCommand>): Promise<number> {
  const { input, output, schema, dataset, report, streams, overwrite, json } = args;
  refuseDatasetStream(input);
  refuseDatasetOutput(output);
  const target = { path: output, overwrite, shardSize: shardSizeFor(output, args) };
  const { salvageFile } = await import("../salvage/salvage_file.ts");
  return await salvageFile(input, target, { schema, dataset, report, streams, json });
}
