import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import type { InferValue } from "@optique/core/parser";
import { argument, command, constant, option } from "@optique/core/primitives";
import { path } from "@optique/run";
import { refuseDatasetStream } from "../shared/standard_stream.ts";
import { quietOption } from "../shared/quiet_option.ts";

/** `verify FILE`: checks everything in a file. */
export const verifyCommand = command(
  "verify",
  object({
    command: constant("verify" as const),
    file: argument(path({ metavar: "FILE" }), { description: message`The .afd file.` }),
    json: option("--json", {
      description: message`Print one JSON document: {ok, records, checked, damaged}.`,
    }),
    quiet: quietOption,
  }),
  {
    brief: message`Checks every checksum and rule of a file; exits with 1 if anything is damaged.`,
  },
);

/** Runs `verify` and returns the exit code. */
export async function runVerify(args: InferValue<typeof verifyCommand>): Promise<number> {
  refuseDatasetStream(args.file);
  const { printVerification } = await import("../verify/print_verification.ts");
  return printVerification(args.file, { json: args.json });
}
