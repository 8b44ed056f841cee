import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { multiple, optional, withDefault } from "@optique/core/modifiers";
import type { InferValue } from "@optique/core/parser";
import { argument, command, constant, option } from "@optique/core/primitives";
import { choice, string } from "@optique/core/valueparser";
import { path } from "@optique/run";
import { quietOption } from "../shared/quiet_option.ts";
import { spectralPresetNames } from "../../schema/mod.ts";

/** `features AUDIO`: computes one file's spectral features. */
export const featuresCommand = command(
  "features",
  object({
    command: constant("features" as const),
    audio: argument(path({ metavar: "AUDIO" }), { description: message`The audio file.` }),
    preset: withDefault(
      option("--preset", choice(spectralPresetNames, { metavar: "NAME" }), {
        description:
          message`Whose features to compute: a library's, or the ones that a model was trained on.`,
      }),
      "original" as const,
    ),
    kind: optional(
      option("--kind", choice(["mel", "mfcc", "spectrogram"], { metavar: "KIND" }), {
        description: message`What to compute; the preset's own kind by default.`,
      }),
    ),
    set: multiple(option("--set", string({ metavar: "NAME=VALUE" }), {
      description:
        message`Replace one of the preset's parameters, as in nMels=128; may be repeated.`,
    })),
    dtype: withDefault(
      option("--dtype", choice(["float16", "float32"], { metavar: "DTYPE" }), {
        description: message`The type of the values.`,
      }),
      "float32" as const,
    ),
    out: option("--out", path({ metavar: "X.npy" }), {
      description:
        message`The file to write, an array of shape (bins, frames); - is standard output.`,
    }),
    overwrite: option("--overwrite", {
      description: message`Replace X.npy if it exists.`,
    }),
    quiet: quietOption,
  }),
  {
    brief: message`Computes the spectral features of one audio file, without a dataset.`,
  },
);

/** Runs `features` and returns the exit code. */
export async function runFeatures(args: InferValue<typeof featuresCommand>): Promise<number> {
  const { writeFeatureFile } = await import("../features/write_feature_file.ts");
  writeFeatureFile(args);
  return 0;
}
