import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import { argument, command, constant, option } from "@optique/core/primitives";
import type { InferValue } from "@optique/core/parser";
import { path } from "@optique/run";
import { codecFlags, packingOptions } from "../pack/packing_options.ts";
import type { PackResult } from "../pack/pack_dataset.ts";
import { isInputFolder } from "../pack/input_kind.ts";
import { checkFolderFlags, folderOptions, refuseFolderFlags } from "../shards/folder_options.ts";
import { exitCodes } from "../shared/exit_codes.ts";
import { shardSizeFor, shardSizeOptions } from "../shared/shard_size.ts";
import { quietOption } from "../shared/quiet_option.ts";
import { UsageError } from "../../errors/mod.ts";
import { isSameFile } from "../../shards/shared/paths.ts";
import { refuseDatasetOutput } from "../../shards/shared/standard_stream.ts";

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
      description:
        message`The .afd file to write, which appears once it is complete; or a folder of shards, if it ends with a slash, is a folder, or a shard size is given.`,
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
    brief:
      message`Packs a folder or a manifest of audio files into an .afd file, or a folder of them.`,
  },
);

/** Runs `pack` and returns the exit code. */
export async function runPack(args: InferValue<typeof packCommand>): Promise<number> {
  const { schema, input, output, overwrite, requireText } = args;
  refuseDatasetOutput(output);
  const isFolder = isInputFolder(input);
  const size = shardSizeFor(output, args);
  if (size === undefined) refuseFolderFlags(output, args);
  else checkFolderFlags(args, overwrite);
  if (isSameFile(schema, output)) {
    throw new UsageError(`Cannot write "${output}": it is the schema`, {
      code: "output-is-input",
      file: output,
      hint: "name another output",
    });
  }
  const { chooseDataset } = await import("../pack/choose_dataset.ts");
  const { packingRules } = await import("../pack/packing_rules.ts");
  const rules = packingRules(args);
  const { ir } = await chooseDataset(schema, args.dataset);
  const codecs = codecFlags(args);
  const { openInput } = await import("../pack/open_input.ts");
  const { textEncoding } = rules;
  const about = { ir, input, isFolder, root: args.root, codecs, requireText, textEncoding };
  const openSource = openInput(about);
  const { printJsonSummary, printSummary, warnOfNotes } = await import("../pack/print_summary.ts");
  let result: PackResult;
  if (size !== undefined) {
    const { packFolder } = await import("../shards/pack_folder.ts");
    const { plannedModels } = await import("../shards/planned_models.ts");
    result = await packFolder({
      ...args,
      ir,
      isFolder,
      rules,
      size,
      models: plannedModels(ir, codecs, output),
      openSource,
    });
  } else {
    const { packFile } = await import("../shards/pack_file.ts");
    result = await packFile({ ...args, ir, isFolder, rules, codecs, openSource });
  }
  warnOfNotes(result.account);
  if (args.json) printJsonSummary(output, result);
  else printSummary(output, result);
  return exitCodes.done;
}
