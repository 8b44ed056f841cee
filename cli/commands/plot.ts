import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import type { InferValue } from "@optique/core/parser";
import { argument, command, constant, option } from "@optique/core/primitives";
import { string } from "@optique/core/valueparser";
import { path } from "@optique/run";
import { UsageError } from "../../errors/mod.ts";
import { refuseDatasetStream } from "../../shards/shared/standard_stream.ts";
import { quietOption } from "../shared/quiet_option.ts";
import { namedRecord } from "../shared/record_number.ts";

/** `plot FILE`: draws a record's audio, features or tokens. */
export const plotCommand = command(
  "plot",
  object({
    command: constant("plot" as const),
    file: argument(path({ metavar: "FILE" }), {
      description: message`The .afd file, or a folder.`,
    }),
    field: option("--field", string({ metavar: "NAME" }), {
      description: message`The field to draw: audio, stems, features or tokens.`,
    }),
    record: optional(option("--record", string({ metavar: "N" }), {
      description: message`The record, counted from 0.`,
    })),
    key: optional(option("--key", string({ metavar: "KEY" }), {
      description: message`The record, by its key.`,
    })),
    split: optional(option("--split", string({ metavar: "NAME" }), {
      description:
        message`The record must be one of this part; without --record and --key, it is the first of them.`,
    })),
    out: option("--out", path({ metavar: "X.png" }), {
      description: message`The picture to write; - is standard output.`,
    }),
    overwrite: option("--overwrite", {
      description: message`Replace X.png if it exists.`,
    }),
    quiet: quietOption,
  }),
  {
    brief: message`Draws a record's audio, stems, features or tokens, with labelled axes.`,
  },
);

/** Runs `plot` and returns the exit code. */
export async function runPlot(args: InferValue<typeof plotCommand>): Promise<number> {
  refuseDatasetStream(args.file);
  const record = namedRecord(args, { doing: "plot", help: "plot" });
  if (record === undefined && args.split === undefined) {
    throw new UsageError("Cannot plot a record: neither --record nor --key names one", {
      code: "arguments",
      hint: "pass --record N, or --key KEY, or --split NAME for the first record of a part",
    });
  }
  const { plotRecord } = await import("../plot/plot_record.ts");
  await plotRecord({ ...args, record });
  return 0;
}
