import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { multiple, optional } from "@optique/core/modifiers";
import type { InferValue } from "@optique/core/parser";
import { argument, command, constant, option } from "@optique/core/primitives";
import { path } from "@optique/run";
import { trackOption } from "../shared/track_option.ts";

/** `probe FILE…`: says what audio files are. */
export const probeCommand = command(
  "probe",
  object({
    command: constant("probe" as const),
    files: multiple(
      argument(path({ metavar: "FILE" }), { description: message`Audio files of any format.` }),
      { min: 1 },
    ),
    track: optional(trackOption),
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
  return probeFiles(args.files, { json: args.json, track: args.track });
}
