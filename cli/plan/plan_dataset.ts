import { planStorage } from "../../plan/mod.ts";
import { UsageError } from "../../errors/mod.ts";
import { readFigures } from "./figures.ts";
import { checkModel } from "./known_models.ts";
import { mainForm, type Measured, measureFolder } from "./measure_folder.ts";
import { planJson, printMeasured, printPlan, warnOfBudget, warnOfFolder } from "./print_plan.ts";
import { printJson } from "../shared/terminal.ts";
import { isStandardStream } from "../../shards/shared/standard_stream.ts";
import { openOutput } from "../shared/output_stream.ts";
import { checkSchemaPath, writeSchema } from "./write_schema.ts";

/** The arguments of `plan`. */
export interface PlanArguments {
  readonly model: string;
  readonly useCase: string;
  readonly budgetGb: number | undefined;
  readonly clips: number | undefined;
  readonly seconds: number | undefined;
  readonly input: string | undefined;
  readonly acceptTruncated: boolean;
  readonly figures: string | undefined;
  readonly writeSchema: string | undefined;
  readonly overwrite: boolean;
  readonly json: boolean;
}

/**
 * Prints what to store, and writes a schema for it on request.
 *
 * @throws {UsageError} for an unknown model, missing numbers, or no clips.
 * @throws {FileError} when the folder can't be read, or the schema can't be written.
 */
export function planDataset(args: PlanArguments): void {
  const { model, useCase, budgetGb = Infinity, writeSchema: path, overwrite, json } = args;
  checkModel(model);
  if (path !== undefined) checkSchemaPath(path);
  const measured = args.input === undefined ? undefined : measureGiven(args.input, args);
  const corpus = measured === undefined ? statedCorpus(args) : mainForm(measured);
  const { figures, origin } = readFigures(args.figures);
  const plan = planStorage(corpus, { model, useCase, budgetGb, figures });
  // Standard output is for the schema, then, and what is printed goes to stderr.
  using output = path !== undefined && isStandardStream(path)
    ? openOutput(path, { replace: overwrite, json })
    : undefined;
  if (json) printJson(planJson(plan));
  else {
    if (measured !== undefined) printMeasured(measured);
    printPlan(plan, { corpus, args, machine: figures.machine, origin });
  }
  if (measured !== undefined) warnOfFolder(measured);
  warnOfBudget(plan, budgetGb);
  if (path === undefined) return;
  writeSchema(path, { plan, measured, overwrite, quiet: json || output !== undefined, output });
}

function measureGiven(
  input: string,
  { clips, seconds, acceptTruncated }: PlanArguments,
): Measured {
  if (clips !== undefined || seconds !== undefined) {
    throw new UsageError("Cannot plan with both --input and --clips or --seconds", {
      code: "arguments",
      hint: "leave out --clips and --seconds; --input counts and measures the clips itself",
    });
  }
  return measureFolder(input, { acceptTruncated });
}

/** A corpus known only by its numbers, taken to be 16 kHz mono, as models of speech want it. */
function statedCorpus({ clips, seconds }: PlanArguments) {
  if (clips === undefined || seconds === undefined) {
    throw new UsageError("Cannot plan without knowing how much audio there is", {
      code: "arguments",
      wanted: "--clips and --seconds, or --input",
      hint: "give --clips N and --seconds S, or --input FOLDER",
    });
  }
  return { clips, seconds: clips * seconds, sampleRate: 16_000, channels: 1 };
}
