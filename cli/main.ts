/**
 * The command line: `deno task audiofield COMMAND`, or `deno run -A cli/main.ts COMMAND`.
 *
 * @module
 */
import { UsageError } from "../errors/mod.ts";
import { runProgram } from "./program.ts";
import { describeError } from "./shared/describe_error.ts";
import { goToStandingFolder } from "./shared/standing_folder.ts";
import { printError } from "./shared/terminal.ts";

if (import.meta.main) Deno.exit(await main(Deno.args));

/** Runs a command line; returns 0 when done, 2 when it was wrong, 1 when something else was. */
async function main(args: readonly string[]): Promise<number> {
  try {
    goToStandingFolder();
    return await runProgram(args);
  } catch (error) {
    printError(describeError(error));
    return error instanceof UsageError ? 2 : 1;
  }
}
