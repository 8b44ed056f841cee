import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import type { InferValue } from "@optique/core/parser";
import { command, constant, option } from "@optique/core/primitives";
import { filesArgument } from "../shared/files_argument.ts";

/** `probe FILE…`: says what audio files are. */
export const probeCommand = command(
  "probe",
  object({
    command: constant("probe" as const),
    files: filesArgument(message`Audio files of any format.`),
    json: option("--json", {
      description: message`Print one JSON document: {files: [{file, container, codec, …}]}.`,
    }),
  }),
  {
    brief: message`Says what audio files are, from their headers: codec, rate, channels, length.`,
  },
);

/** Runs `probe` and returns the exit code. */
export async function runProbe(args: InferValue<typeof probeCommand>): Promise<number> {
  const { probeFiles } = await import("../probe/probe_files.ts");
  return probeFiles(args.files, { json: args.json });
}
