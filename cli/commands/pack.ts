import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { multiple, optional, withDefault } from "@optique/core/modifiers";
import { argument, command, constant, option } from "@optique/core/primitives";
import type { InferValue } from "@optique/core/parser";
import { choice, float, string } from "@optique/core/valueparser";
import { path } from "@optique/run";
import { quietOption } from "../shared/quiet_option.ts";
import { noteError } from "../shared/terminal.ts";
import type { PathRoot } from "../../shards/sources/values/path_root.ts";
import { UsageError } from "../../errors/mod.ts";
import { isSameFile, statOf } from "../../shards/shared/paths.ts";
import { isInputPipe, refuseDatasetOutput } from "../../shards/shared/standard_stream.ts";

/** `pack SCHEMA INPUT OUTPUT`: packs audio files into an `.afd` file. */
export const packCommand = command(
  "pack",
  object({
    command: constant("pack" as const),
    schema: argument(path({ metavar: "SCHEMA" }), {
      description: message`The schema file (*.schema.ts); no generated module is needed.`,
    }),
    input: argument(path({ metavar: "INPUT" }), {
      description:
        message`A folder: every audio file below it, in byte order of relative paths, with x.txt next to x.wav as its text. Or a .jsonl manifest: one JSON object per line, with the fields' names as keys and with paths relative to the manifest. A manifest may also be a pipe; - is standard input.`,
    }),
    output: argument(path({ metavar: "OUTPUT" }), {
      description: message`The .afd file to write; it appears once it is complete.`,
    }),
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
        message`Refuse paths in the manifest that lead out of this folder, after resolving links.`,
    })),
    report: optional(option("--report", path({ metavar: "FILE.jsonl" }), {
      description:
        message`Write what happened to each input, as one line of JSON each, even when the command fails. - is standard output.`,
    })),
    json: option("--json", {
      description:
        message`Print the summary as one JSON document: {dataset, records, skipped, leftOut, notes, …}.`,
    }),
    overwrite: option("--overwrite", {
      description: message`Replace OUTPUT if it exists, once the new file is complete.`,
    }),
    quiet: quietOption,
  }),
  {
    brief: message`Packs a folder or a manifest of audio files into an .afd file.`,
  },
);

/** Runs `pack` and returns the exit code. */
export async function runPack(args: InferValue<typeof packCommand>): Promise<number> {
  const { schema, input, output, onError, overwrite, report, requireText } = args;
  refuseDatasetOutput(output);
  const isStream = isInputPipe(input);
  const isFolder = !isStream && statOf(input).isDirectory;
  if (!isFolder && !isStream && !input.toLowerCase().endsWith(".jsonl")) {
    throw new UsageError(`Cannot pack "${input}": it is neither a folder nor a .jsonl manifest`, {
      code: "input-kind",
      file: input,
      hint:
        "pass the folder that holds the audio, a .jsonl manifest, or - for a manifest on standard input",
    });
  }
  if (isSameFile(schema, output)) {
    throw new UsageError(`Cannot write "${output}": it is the schema`, {
      code: "output-is-input",
      file: output,
      hint: "name another output",
    });
  }
  const { chooseDataset } = await import("../pack/choose_dataset.ts");
  const { packDataset } = await import("../pack/pack_dataset.ts");
  const { scaleOption } = await import("../../shards/pack/scale.ts");
  const scale = args.scale === undefined ? undefined : scaleOption(args.scale);
  const { ir } = await chooseDataset(schema, args.dataset);
  const { openCodecModels } = await import("../pack/codec_models.ts");
  await using codecs = await openCodecModels(ir, {
    models: args.codecModel,
    rates: args.codecRate,
    inputName: args.codecInput,
    outputName: args.codecOutput,
    runtime: args.codecRuntime,
  });
  const { folderSource } = await import("../../shards/sources/folder_source.ts");
  const { manifestSource } = await import("../../shards/sources/manifest_source.ts");
  const root = args.root === undefined ? undefined : await pathRoot(args.root, isFolder);
  const encoded = new Set(Object.keys(codecs.byField));
  const openSource = () =>
    isFolder
      ? folderSource(input, ir, { encoded, requireText })
      : manifestSource(input, { ir, root, onWait: noteError });
  const codecModels = codecs.byField;
  const result = await packDataset({
    ir,
    output,
    rules: {
      onError,
      onClipping: args.onClipping,
      acceptTruncated: args.acceptTruncated,
      scale,
      requireText,
      minSeconds: args.minSeconds,
    },
    overwrite,
    report,
    json: args.json,
    codecModels,
    openSource,
  });
  const { printJsonSummary, printSummary, warnOfNotes } = await import("../pack/print_summary.ts");
  warnOfNotes(result.account);
  if (args.json) printJsonSummary(output, result);
  else printSummary(output, result);
  return 0;
}

async function pathRoot(folder: string, isFolder: boolean): Promise<PathRoot> {
  if (isFolder) {
    throw new UsageError("Cannot use --root with a folder: it is for the paths of a manifest", {
      code: "arguments",
      hint: "leave --root out",
    });
  }
  const { PathRoot } = await import("../../shards/sources/values/path_root.ts");
  return new PathRoot(folder);
}
