import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import type { InferValue } from "@optique/core/parser";
import { argument, command, constant, option } from "@optique/core/primitives";
import { string } from "@optique/core/valueparser";
import { path } from "@optique/run";
import { refuseDatasetStream } from "../../shards/shared/standard_stream.ts";
import { quietOption } from "../shared/quiet_option.ts";

/** `redact IN`: removes records from a folder for good. */
export const redactCommand = command(
  "redact",
  object({
    command: constant("redact" as const),
    input: argument(path({ metavar: "INPUT" }), {
      description: message`The dataset's folder, which is changed.`,
    }),
    drop: option("--drop", path({ metavar: "LIST" }), {
      description:
        message`The records to remove: JSON lines {"key": …} or {"record": N}, and a first line {"dataset": IDENTITY} if it has numbers alone. - is standard input.`,
    }),
    reason: option("--reason", string({ metavar: "TEXT" }), {
      description: message`Why; it is kept in dataset.json, with the time and hashes of the keys.`,
    }),
    json: option("--json", {
      description:
        message`Print one JSON document: {input, records, shards, remaining, notSearched}.`,
    }),
    quiet: quietOption,
  }),
  {
    brief:
      message`Removes records from a folder for good, and looks for what is left of them; exits with 3 if anything is.`,
  },
);

/** Runs `redact` and returns the exit code. */
export async function runRedact(args: InferValue<typeof redactCommand>): Promise<number> {
  refuseDatasetStream(args.input);
  const { redactFolder } = await import("../redact/redact_folder.ts");
  return await redactFolder(args.input, args);
}
