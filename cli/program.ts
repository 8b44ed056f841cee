import { bash, fish, zsh } from "@optique/core/completion";
import { or } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { run } from "@optique/run";
import { UsageError } from "../errors/mod.ts";
import { benchCommand, runBench } from "./commands/bench.ts";
import { concatCommand, runConcat } from "./commands/concat.ts";
import { exportCommand, runExport } from "./commands/export.ts";
import { extendCommand, runExtend } from "./commands/extend.ts";
import { featuresCommand, runFeatures } from "./commands/features.ts";
import { genCommand, runGen } from "./commands/gen.ts";
import { inspectCommand, runInspect } from "./commands/inspect.ts";
import { packCommand, runPack } from "./commands/pack.ts";
import { planCommand, runPlan } from "./commands/plan.ts";
import { probeCommand, runProbe } from "./commands/probe.ts";
import { plotCommand, runPlot } from "./commands/plot.ts";
import { redactCommand, runRedact } from "./commands/redact.ts";
import { runSalvage, salvageCommand } from "./commands/salvage.ts";
import { runShard, shardCommand } from "./commands/shard.ts";
import { runSplit, splitCommand } from "./commands/split.ts";
import { runSubset, subsetCommand } from "./commands/subset.ts";
import { runVerify, verifyCommand } from "./commands/verify.ts";
import {
  isColourless,
  isTerminal,
  standardOutput,
  terminalColumns,
} from "./shared/standard_output.ts";
import { beQuiet, print, writeStdout } from "./shared/terminal.ts";
import { version } from "../codegen/version.ts";

/** Commands that make datasets of datasets. The parser takes at most 15 at once. */
const copying = or(
  concatCommand,
  subsetCommand,
  salvageCommand,
  splitCommand,
  redactCommand,
  extendCommand,
);

const commands = or(
  genCommand,
  packCommand,
  inspectCommand,
  verifyCommand,
  exportCommand,
  probeCommand,
  featuresCommand,
  plotCommand,
  planCommand,
  benchCommand,
  shardCommand,
  copying,
);

/** The commands, to point at the help of the one whose arguments are wrong. */
const commandNames = [
  "gen",
  "pack",
  "inspect",
  "verify",
  "export",
  "probe",
  "features",
  "plot",
  "plan",
  "bench",
  "concat",
  "subset",
  "shard",
  "salvage",
  "split",
  "redact",
  "extend",
  "completions",
] as const;

/**
 * Does what a command line asks for, and returns the exit code.
 *
 * @throws {UsageError} when the command line is wrong.
 */
export async function runProgram(args: readonly string[]): Promise<number> {
  const parsed = parse(args.length === 0 ? ["--help"] : args);
  if (parsed === undefined) return 0;
  if ("quiet" in parsed && parsed.quiet) beQuiet();
  switch (parsed.command) {
    case "gen":
      return await runGen(parsed);
    case "pack":
      return await runPack(parsed);
    case "inspect":
      return await runInspect(parsed);
    case "verify":
      return await runVerify(parsed);
    case "export":
      return await runExport(parsed);
    case "probe":
      return await runProbe(parsed);
    case "features":
      return await runFeatures(parsed);
    case "plot":
      return await runPlot(parsed);
    case "bench":
      return await runBench(parsed);
    case "plan":
      return await runPlan(parsed);
    case "concat":
      return await runConcat(parsed);
    case "extend":
      return await runExtend(parsed);
    case "redact":
      return await runRedact(parsed);
    case "split":
      return await runSplit(parsed);
    case "salvage":
      return await runSalvage(parsed);
    case "subset":
      return await runSubset(parsed);
    case "shard":
      return await runShard(parsed);
  }
}

/** Thrown where the parser would end the process, so that exits are all in one place. */
class Ending extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super();
    this.exitCode = exitCode;
  }
}

/** The command and its arguments, or `undefined` when help was requested and has been printed. */
function parse(args: readonly string[]) {
  if (args.length === 1 && args[0] === "completions") {
    // The parser would print all of its help.
    throw new UsageError("Cannot complete command lines without knowing the shell", {
      code: "arguments",
      hint: 'name bash, zsh or fish, as in eval "$(audiofield completions bash)"; ' +
        "see audiofield completions --help",
    });
  }
  let complaint = "";
  try {
    return run(commands, {
      programName: "audiofield",
      args,
      help: { option: { names: ["--help", "-h"] } },
      version: { value: version, option: { names: ["--version", "-V"] } },
      completion: { command: { names: ["completions"] }, shells: { bash, zsh, fish } },
      brief: message`Packs audio for machine learning into one file that is fast to read.`,
      footer:
        message`Relative paths are resolved against the current directory. Exit codes: 0 done, 1 failed, 2 wrong flags or arguments, 3 verify, probe, redact or gen --check found something, 130 after Ctrl-C.`,
      showDefault: true,
      aboveError: "none",
      colors: isTerminal(standardOutput) && !isColourless(),
      ...width(),
      // Shells take suggestions as is, without a line break after each.
      stdout: args[0] === "completions" ? writeRaw : print,
      stderr: (text) => complaint += text,
      onExit: (exitCode) => {
        throw new Ending(exitCode);
      },
    });
  } catch (cause) {
    if (!(cause instanceof Ending)) throw cause;
    if (cause.exitCode === 0) return undefined;
    throw wrongCommandLine(complaint, args);
  }
}

function writeRaw(text: string): void {
  writeStdout(new TextEncoder().encode(text));
}

function wrongCommandLine(complaint: string, args: readonly string[]): UsageError {
  const reason = complaint.replace(/^Error: /, "").replace(/\s*\n\s*/g, " ").trim();
  const known = commandNames.find((name) => name === args[0]);
  return new UsageError(reason.replace(/\.$/, ""), {
    code: "arguments",
    hint: `see audiofield ${known === undefined ? "" : `${known} `}--help`,
  });
}

/** Help as wide as the terminal, within reason. */
function width(): { maxWidth?: number } {
  if (!isTerminal(standardOutput)) return { maxWidth: 100 };
  return { maxWidth: Math.min(100, Math.max(60, terminalColumns())) };
}
