import { object, or } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import { argument, command, constant, option } from "@optique/core/primitives";
import type { InferValue } from "@optique/core/parser";
import { string } from "@optique/core/valueparser";
import { path } from "@optique/run";
import { isInputFolder } from "../pack/input_kind.ts";
import { codecFlags, packingOptions } from "../pack/packing_options.ts";
import { checkFolderFlags, folderOptions } from "../shards/folder_options.ts";
import { exitCodes } from "../shared/exit_codes.ts";
import { quietOption } from "../shared/quiet_option.ts";
import { beQuiet } from "../shared/terminal.ts";
import { shardSizeFor, shardSizeOptions } from "../shared/shard_size.ts";

const output = argument(path({ metavar: "OUTPUT" }), {
  description: message`The folder of the dataset.`,
});

const { workers: _workers, resume: _resume, ...planFlags } = folderOptions;

const planShardsCommand = command(
  "plan",
  object({
    step: constant("plan" as const),
    schema: argument(path({ metavar: "SCHEMA" }), {
      description: message`The schema file (*.schema.ts).`,
    }),
    input: argument(path({ metavar: "INPUT" }), {
      description: message`A folder of audio, or a .jsonl manifest, as for pack.`,
    }),
    output,
    ...packingOptions,
    ...shardSizeOptions,
    ...planFlags,
    overwrite: option("--overwrite", {
      description: message`Replace the dataset in OUTPUT, once the new one is complete.`,
    }),
    quiet: quietOption,
  }),
  { brief: message`Writes OUTPUT/plan/: the inputs of each shard, and how to pack them.` },
);

const packShardsCommand = command(
  "pack",
  object({
    step: constant("pack" as const),
    output,
    shards: optional(argument(string({ metavar: "K|A:B" }), {
      description: message`A shard's number, or those from A to before B; all without it.`,
    })),
    part: optional(option("--part", string({ metavar: "I/N" }), {
      description: message`Part I of N of all shards, counted from 1: every N-th shard.`,
    })),
    input: optional(option("--input", path({ metavar: "INPUT" }), {
      description: message`Where the inputs are on this machine, if not where the plan says.`,
    })),
    workers: folderOptions.workers,
    quiet: quietOption,
  }),
  { brief: message`Packs shards of a plan, each whole or not at all.` },
);

const finishShardsCommand = command(
  "finish",
  object({
    step: constant("finish" as const),
    output,
    quiet: quietOption,
  }),
  { brief: message`Checks that every shard is there, and makes the folder a dataset.` },
);

/** `shard plan|pack|finish`: the steps of packing a folder, for engines and several machines. */
export const shardCommand = command(
  "shard",
  object({
    command: constant("shard" as const),
    args: or(planShardsCommand, packShardsCommand, finishShardsCommand),
  }),
  { brief: message`Plans, packs and finishes a dataset of many files step by step.` },
);

/** Runs a step of `shard` and returns the exit code. */
export async function runShard({ args }: InferValue<typeof shardCommand>): Promise<number> {
  if (args.quiet) beQuiet();
  switch (args.step) {
    case "plan":
      await runPlanShards(args);
      break;
    case "pack": {
      const { packSomeShards } = await import("../shards/pack_some.ts");
      await packSomeShards(args);
      break;
    }
    case "finish": {
      const { finishFolder } = await import("../shards/finish_folder.ts");
      finishFolder(args.output);
    }
  }
  return exitCodes.done;
}

async function runPlanShards(args: InferValue<typeof planShardsCommand>): Promise<void> {
  const { schema, input, output, requireText } = args;
  checkFolderFlags({ ...args, resume: false }, args.overwrite);
  const isFolder = isInputFolder(input);
  const size = shardSizeFor(`${output}/`, args)!;
  const { chooseDataset } = await import("../pack/choose_dataset.ts");
  const { ir } = await chooseDataset(schema, args.dataset);
  const { openInput } = await import("../pack/open_input.ts");
  const { packingRules } = await import("../pack/packing_rules.ts");
  const { planOnly } = await import("../shards/plan_only.ts");
  const { plannedModels } = await import("../shards/planned_models.ts");
  const codecs = codecFlags(args);
  const rules = packingRules(args);
  const { textEncoding } = rules;
  const about = { ir, input, isFolder, root: args.root, codecs, requireText, textEncoding };
  await planOnly(output, {
    ...args,
    resume: false,
    ir,
    isFolder,
    rules,
    size,
    models: plannedModels(ir, codecs, output),
    source: await openInput(about)(),
  });
}
