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
    ...packingOptions,
    ...shardSizeOptions,
    ...folderOptions,
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
