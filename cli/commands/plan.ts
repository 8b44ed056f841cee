import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { optional, withDefault } from "@optique/core/modifiers";
import type { InferValue } from "@optique/core/parser";
import { command, constant, option } from "@optique/core/primitives";
import { float, integer, string } from "@optique/core/valueparser";
import { path } from "@optique/run";

/** `plan`: says how to store a dataset's audio, and how much space that takes. */
export const planCommand = command(
  "plan",
  object({
    command: constant("plan" as const),
    model: option("--model", string({ metavar: "NAME" }), {
      description:
        message`The model to train: wavenet, hifi-gan, voicebox, whisper, tacotron, vits, conformer, audioflamingo, musiclm or audiolm.`,
    }),
    useCase: withDefault(
      option("--use-case", string({ metavar: "TEXT" }), {
        description:
          message`What the dataset is for, in your own words; "research" rules out lossy compression.`,
      }),
      "training",
    ),
    budgetGb: optional(option("--budget-gb", float({ metavar: "GB", min: 0 }), {
      description: message`The space available, in units of 10⁹ bytes; without it, anything fits.`,
    })),
    clips: optional(option("--clips", integer({ metavar: "N", min: 0 }), {
      description: message`How many clips there are.`,
    })),
    seconds: optional(option("--seconds", float({ metavar: "S", min: 0 }), {
      description: message`How long a clip is on average.`,
    })),
    input: optional(option("--input", path({ metavar: "FOLDER" }), {
      description:
        message`Measure the audio below this folder instead, from its headers: the files that pack would take.`,
    })),
    acceptTruncated: option("--accept-truncated", {
      description: message`Count files that are cut off as well, as pack does with this flag.`,
    }),
    figures: optional(option("--figures", path({ metavar: "X.json" }), {
      description:
        message`What reading costs on your machine, as saved by deno task bench:table --save X.json; without it, the figures that come with audiofield.`,
    })),
    writeSchema: optional(option("--write-schema", path({ metavar: "X.schema.ts" }), {
      description: message`Write a schema that stores the choice; - is standard output.`,
    })),
    overwrite: option("--overwrite", { description: message`Replace X.schema.ts if it exists.` }),
    json: option("--json", {
      description:
        message`Print one JSON document: {strategy, reason, fitsBudget, strategies: [{name, bytes, decodeMs, recordsPerSecond}]}.`,
    }),
  }),
  {
    brief: message`Says how to store a dataset's audio: sizes, costs, and whether it fits.`,
  },
);

/** Runs `plan` and returns the exit code. */
export async function runPlan(args: InferValue<typeof planCommand>): Promise<number> {
  const { planDataset } = await import("../plan/plan_dataset.ts");
  planDataset(args);
  return 0;
}
