import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import type { InferValue } from "@optique/core/parser";
import { argument, command, constant, option } from "@optique/core/primitives";
import { choice, string } from "@optique/core/valueparser";
import { path } from "@optique/run";
import { refuseDatasetStream } from "../../shards/shared/standard_stream.ts";
import { quietOption } from "../shared/quiet_option.ts";
import { choiceOptions } from "../shared/choice_options.ts";

/** `export FILE`: writes a field's values as ordinary files. */
export const exportCommand = command(
  "export",
  object({
    command: constant("export" as const),
    file: argument(path({ metavar: "FILE" }), { description: message`The .afd file.` }),
    field: option("--field", string({ metavar: "NAME" }), {
      description: message`The field to export.`,
    }),
    out: option("--out", path({ metavar: "DIR" }), {
      description:
        message`The folder to write to; created if it is missing. No file in it is replaced. An export that makes a single file also takes a name with the format's ending, such as text.jsonl, or - for standard output.`,
    }),
    format: optional(
      option(
        "--format",
        choice(["wav", "multichannel", "flac", "opus", "npy", "txt", "jsonl"], {
          metavar: "FORMAT",
        }),
        {
          description:
            message`For audio: wav, flac, opus (Ogg Opus) or npy. For features and tokens: npy. For stems: wav (a folder per record, a file per stem) or multichannel (a file per record). For text: txt or jsonl. For scalars: jsonl (one file, NAME.jsonl). The first one listed is the default. Bytes become .bin files.`,
        },
      ),
    ),
    ...choiceOptions,
    quiet: quietOption,
  }),
  {
    brief: message`Writes a field's values as ordinary files: 000000.wav, 000001.wav, …`,
  },
);

/** Runs `export` and returns the exit code. */
export async function runExport(args: InferValue<typeof exportCommand>): Promise<number> {
  refuseDatasetStream(args.file);
  const { exportField } = await import("../export/export_field.ts");
  const { readQuestion } = await import("../shared/record_choice.ts");
  return await exportField(args.file, { ...args, question: await readQuestion(args) });
}
