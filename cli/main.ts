/**
 * The command line: `deno task audiofield COMMAND`, or `deno run -A cli/main.ts COMMAND`.
 *
 * @module
 */
import process from "node:process";
import { UsageError } from "../errors/mod.ts";
import { runProgram } from "./program.ts";
import { ignoreFileSizeSignal } from "../runtime/output/file_size_signal.ts";
import { onLeftPartial } from "../runtime/output/sweep_partials.ts";
import { describeError } from "./shared/describe_error.ts";
import { exitCodes } from "./shared/exit_codes.ts";
import { isLoadingSchema } from "./shared/load_user_schema.ts";
import { goToStandingFolder } from "./shared/standing_folder.ts";
import { printError } from "./shared/terminal.ts";

// Not awaited here: Deno would report a schema that never settles as an error on this line.
if (import.meta.main) main(process.argv.slice(2)).then(process.exit);

/** Runs a command line, and returns what to exit with. */
export async function main(args: readonly string[]): Promise<number> {
  // A schema may leave behind a promise that rejects; its stack would help nobody.
  process.on("unhandledRejection", (reason) => {
    if (!isLoadingSchema()) process.exit(fail(reason));
  });
  ignoreFileSizeSignal();
  onLeftPartial(({ path, host }) => {
    const whose = host === "" ? "" : ` of the host "${host}"`;
    printError(`note: kept ${path}${whose}, which may be in use; remove it if it isn't`);
  });
  try {
    goToStandingFolder();
    return await runProgram(args);
  } catch (error) {
    return fail(error);
  }
}

function fail(error: unknown): number {
  printError(describeError(error));
  return error instanceof UsageError ? exitCodes.usage : exitCodes.failed;
}
