import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { multiple, optional, withDefault } from "@optique/core/modifiers";
import type { InferValue } from "@optique/core/parser";
import { argument, command, constant, option } from "@optique/core/primitives";
import { string } from "@optique/core/valueparser";
import { path } from "@optique/run";
import { quietOption } from "../shared/quiet_option.ts";

/** `gen SCHEMA…`: generates a typed module from each schema file. */
export const genCommand = command(
  "gen",
  object({
    command: constant("gen" as const),
    schemas: multiple(
      argument(path({ metavar: "SCHEMA" }), {
        description: message`Schema files (*.schema.ts); x.schema.ts becomes DIR/x.ts.`,
      }),
      { min: 1, errors: { tooFew: message`Expected a ${"SCHEMA"}, but got none.` } },
    ),
    out: withDefault(
      option("--out", path({ metavar: "DIR" }), {
        description: message`The folder for the modules.`,
      }),
      "generated",
    ),
    check: option("--check", {
      description: message`Write nothing; exit with 3 when a module is stale or missing.`,
    }),
    runtime: optional(option("--runtime", string({ metavar: "SPECIFIER" }), {
      description:
        message`The specifier by which the modules import the library, such as "audiofield", which is the default where a package.json or deno.json names it; otherwise a relative path.`,
    })),
    noBatches: option("--no-batches", {
      description:
        message`Leaves out the method batches: a web page that never loads epochs is half as large.`,
    }),
    quiet: quietOption,
  }),
  {
    brief: message`Generates a typed reader and writer from each schema file.`,
  },
);

/** Runs `gen` and returns the exit code. */
export async function runGen(args: InferValue<typeof genCommand>): Promise<number> {
  const { generateAll } = await generator();
  const { printModules } = await import("../gen/print_modules.ts");
  const modules = await generateAll(args.schemas, {
    out: args.out,
    runtime: args.runtime,
    batches: !args.noBatches,
  });
  return printModules(modules, { check: args.check });
}

/**
 * The module that imports the generator. Its name isn't a literal, because Deno would otherwise
 * fetch the TypeScript compiler for every command.
 */
function generator(): Promise<typeof import("../gen/generate_all.ts")> {
  return import(new URL("../gen/generate_all.ts", import.meta.url).href);
}
