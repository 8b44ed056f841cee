import { message } from "@optique/core/message";
import { multiple, optional, withDefault } from "@optique/core/modifiers";
import { option } from "@optique/core/primitives";
import { choice, float, string } from "@optique/core/valueparser";
import { path } from "@optique/run";
import type { OnnxRuntimeName } from "../../models/mod.ts";
import { trackOption } from "../shared/track_option.ts";
import type { CodecModelFlags } from "./codec_models.ts";

/** The flags that say how inputs become records, whatever they are written to. */
export const packingOptions = {
  dataset: optional(option("--dataset", string({ metavar: "NAME" }), {
    description: message`Which dataset to pack, if the schema defines several.`,
  })),
  onError: withDefault(
    option("--on-error", choice(["fail", "skip"], { metavar: "fail|skip" }), {
      description:
        message`What to do with an input that can't be packed: stop, or list it and continue.`,
    }),
    "fail" as const,
  ),
  scale: optional(option("--scale", string({ metavar: "FACTOR" }), {
    description:
      message`Multiply audio by this factor, such as 1/32768 for floats in the range of 16-bit integers. A manifest can give a factor per file, {"path": …, "scale": …}, which takes precedence.`,
  })),
  onClipping: withDefault(
    option("--on-clipping", choice(["error", "warn"], { metavar: "error|warn" }), {
      description:
        message`What to do with a clip if more than 1 % of it is beyond full scale, or if it peaks above 8 times full scale: refuse it, or pack it clipped and warn.`,
    }),
    "error" as const,
  ),
  acceptTruncated: option("--accept-truncated", {
    description:
      message`Pack files that are cut off as far as they go, and note them; otherwise they are errors.`,
  }),
  track: optional(trackOption),
  decodeWith: optional(option("--decode-with", choice(["ffmpeg"], { metavar: "ffmpeg" }), {
    description:
      message`Let the system's ffmpeg decode audio of kinds that audiofield refuses, and note it; never what it reads itself.`,
  })),
  textEncoding: optional(option("--text-encoding", string({ metavar: "NAME" }), {
    description:
      message`The encoding of side texts and manifests without a byte order mark, such as latin-1 or shift_jis; UTF-8 by default.`,
  })),
  codecModel: multiple(option("--codec-model", string({ metavar: "[FIELD=]FILE.onnx" }), {
    description:
      message`The codec's encoder, which computes a field of codec tokens from audio; may be repeated, once for each such field.`,
  })),
  codecRate: multiple(option("--codec-rate", string({ metavar: "[FIELD=]HZ" }), {
    description:
      message`The model's sample rate, if it doesn't follow from the field's frame rate.`,
  })),
  codecInput: withDefault(
    option("--codec-input", string({ metavar: "NAME" }), {
      description: message`The name of the models' input.`,
    }),
    "audio",
  ),
  codecOutput: withDefault(
    option("--codec-output", string({ metavar: "NAME" }), {
      description: message`The name of the models' output.`,
    }),
    "codes",
  ),
  codecRuntime: withDefault(
    option("--codec-runtime", choice(["web", "node"], { metavar: "web|node" }), {
      description:
        message`What runs the models: onnxruntime-web, or onnxruntime-node, which is faster.`,
    }),
    "web" as const,
  ),
  minSeconds: withDefault(
    option("--min-seconds", float({ metavar: "SECONDS", min: 0 }), {
      description: message`Leave out records with less audio, and count them.`,
    }),
    0,
  ),
  requireText: option("--require-text", {
    description: message`Refuse records without text, even if the field has a default.`,
  }),
  root: optional(option("--root", path({ metavar: "DIR" }), {
    description:
      message`Refuse files outside this folder, after resolving links: paths in a manifest, and links in a folder.`,
  })),
};

/** Those flags, as given on the command line. */
export interface PackingArguments {
  readonly dataset?: string | undefined;
  readonly onError: "fail" | "skip";
  readonly scale?: string | undefined;
  readonly onClipping: "error" | "warn";
  readonly acceptTruncated: boolean;
  readonly track?: number | undefined;
  readonly decodeWith?: "ffmpeg" | undefined;
  readonly textEncoding?: string | undefined;
  readonly codecModel: readonly string[];
  readonly codecRate: readonly string[];
  readonly codecInput: string;
  readonly codecOutput: string;
  readonly codecRuntime: OnnxRuntimeName;
  readonly minSeconds: number;
  readonly requireText: boolean;
  readonly root?: string | undefined;
}

/** The flags about codec models. */
export type CodecArguments = Pick<
  PackingArguments,
  "codecModel" | "codecRate" | "codecInput" | "codecOutput" | "codecRuntime"
>;

/** What the flags say about codec models. */
export function codecFlags(args: CodecArguments): CodecModelFlags {
  return {
    models: args.codecModel,
    rates: args.codecRate,
    inputName: args.codecInput,
    outputName: args.codecOutput,
    runtime: args.codecRuntime,
  };
}
