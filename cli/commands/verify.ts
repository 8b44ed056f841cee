import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import type { InferValue } from "@optique/core/parser";
import { command, constant, option } from "@optique/core/primitives";
import { integer } from "@optique/core/valueparser";
import { lookAtFiles } from "../shared/each_file.ts";
import { filesArgument } from "../shared/files_argument.ts";
import { refuseDatasetStream } from "../../shards/shared/standard_stream.ts";
import { quietOption } from "../shared/quiet_option.ts";

/** `verify FILE…`: checks everything in a file. */
export const verifyCommand = command(
  "verify",
  object({
    command: constant("verify" as const),
    files: filesArgument,
    json: option("--json", {
      description:
        message`Print one JSON document: {ok, records, checked, damaged}; for several files {files: [{file, …}]}.`,
    }),
    workers: optional(option("--workers", integer({ metavar: "N", min: 1 }), {
      description: message`How many shards of a folder to check at once. All cores by default.`,
    })),
    quiet: quietOption,
  }),
  {
    brief: message`Checks every checksum and rule of a file; exits with 3 if anything is damaged.`,
  },
);

/** Runs `verify` and returns the exit code. */
export async function runVerify(args: InferValue<typeof verifyCommand>): Promise<number> {
  args.files.forEach(refuseDatasetStream);
  const { verifyOne } = await import("../verify/print_verification.ts");
  const { json, workers = navigator.hardwareConcurrency } = args;
  return await lookAtFiles(args.files, {
    json,
    look: (file) => verifyOne(file, { json, workers }),
  });
}
