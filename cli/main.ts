/**
 * The command line: `deno task audiofield COMMAND`, or `deno run -A cli/main.ts COMMAND`.
 *
 * @module
 */
import { UsageError } from "../errors/mod.ts";
import { runProgram } from "./program.ts";
import { ignoreFileSizeSignal } from "../runtime/output/file_size_signal.ts";
import { onLeftPartial } from "../runtime/output/sweep_partials.ts";
import { describeError } from "./shared/describe_error.ts";
import { isLoadingSchema } from "./shared/load_user_schema.ts";
import { goToStandingFolder } from "./shared/standing_folder.ts";
import { printError } from "./shared/terminal.ts";

// Not awaited here: Deno would report a schema that never settles as an error in this line.
if (import.meta.main) main(Deno.args).then(Deno.exit);

/** Runs a command line; returns 0 when done, 2 when it was wrong, 1 when something else was. */
async function main(args: readonly string[]): Promise<number> {
  // A schema may leave a promise behind that fails; its stack would be no help to anyone.
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    if (!isLoadingSchema()) Deno.exit(fail(event.reason));
  });
  ignoreFileSizeSignal();
  onLeftPartial(({ path, host }) => {
    const whose = host === ""
      ? "which may be in use"
      : `of the host "${host}", which may be in use`;
    printError(`note: left ${path} there, ${whose}; remove it if it isn't`);
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
  return error instanceof UsageError ? 2 : 1;
}
