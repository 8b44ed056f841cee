import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { optional, withDefault } from "@optique/core/modifiers";
import type { InferValue } from "@optique/core/parser";
import { argument, command, constant, option } from "@optique/core/primitives";
import { integer, string } from "@optique/core/valueparser";
import { path } from "@optique/run";
import { refuseDatasetStream } from "../../shards/shared/standard_stream.ts";
import { quietOption } from "../shared/quiet_option.ts";

/** `split IN`: writes named parts of a dataset into its `dataset.json`. */
export const splitCommand = command(
  "split",
  object({
    command: constant("split" as const),
    input: argument(path({ metavar: "INPUT" }), {
      description: message`The dataset's folder. Only its dataset.json changes.`,
    }),
    by: optional(option("--by", string({ metavar: "FIELD" }), {
      description:
        message`Keep records together that have the same value of this field, such as speaker: its name, or what it means. By default each record is dealt out by itself.`,
    })),
    ratio: option("--ratio", string({ metavar: "A:B:…" }), {
      description: message`The shares of the parts, such as 90:5:5.`,
    }),
    names: optional(option("--names", string({ metavar: "NAME,…" }), {
      description:
        message`What the parts are called; by default train,test or train,validation,test.`,
    })),
    seed: withDefault(
      option("--seed", integer({ metavar: "N", min: 0 }), {
        description: message`Another number gives another split.`,
      }),
      0,
    ),
    overwrite: option("--overwrite", {
      description: message`Replace splits that the dataset has.`,
    }),
    json: option("--json", {
      description:
        message`Print one JSON document: {input, by, seed, splits: [{name, records, groups}]}.`,
    }),
    quiet: quietOption,
  }),
  {
    brief: message`Writes named parts of a dataset, such as train and test, into its dataset.json.`,
  },
);

/** Runs `split` and returns the exit code. */
export async function runSplit(args: InferValue<typeof splitCommand>): Promise<number> {
  refuseDatasetStream(args.input);
  const { splitFolder } = await import("../split/split_folder.ts");
  return splitFolder(args.input, args);
}
