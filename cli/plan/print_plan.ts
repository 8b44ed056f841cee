import type { Corpus, StoragePlan, StoredForm } from "../../plan/mod.ts";
import { formatDurations } from "../shared/duration_histogram.ts";
import { reasonOf } from "../../shards/shared/failure.ts";
import { formatTable } from "../shared/table.ts";
import { print, printError, warn } from "../shared/terminal.ts";
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatNumber,
} from "../../shards/shared/units.ts";
import { byCount, type Measured } from "./measure_folder.ts";

/** What a plan was made for, and from which figures. */
export interface PlanSetting {
  readonly corpus: Corpus;
  readonly args: {
    readonly model: string;
    readonly useCase: string;
    readonly budgetGb: number | undefined;
  };
  readonly machine: string;
  readonly origin: string;
}

/**
 * The document of `--json`: a plan without the parts for people. Costs have three digits, which is
 * more than figures for another clip justify.
 */
export function planJson(
  { strategy, reason, fitsBudget, strategies }: StoragePlan,
): Record<string, unknown> {
  return {
    strategy,
    reason,
    fitsBudget,
    strategies: strategies.map(({ name, bytes, decodeMs, recordsPerSecond }) => ({
      name,
      bytes,
      decodeMs: threeDigits(decodeMs),
      recordsPerSecond: threeDigits(recordsPerSecond),
    })),
  };
}

function threeDigits(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(3));
}

/** Prints every strategy with its size and costs, the chosen one marked, and why it was chosen. */
export function printPlan(plan: StoragePlan, { corpus, args, machine, origin }: PlanSetting): void {
  const { clips, seconds } = corpus;
  const { model, useCase, budgetGb } = args;
  const budget = budgetGb === undefined ? "no budget" : `a budget of ${formatNumber(budgetGb)} GB`;
  const average = formatDuration(seconds / clips);
  print(
    `${formatCount(clips, "clip")} of ${average}, ${formatDuration(seconds)} in all, for ` +
      `${JSON.stringify(model)}, ${JSON.stringify(useCase)}, with ${budget}`,
  );
  print("");
  const head = ["", "strategy", "stored as", "size", "of the budget", "decode a clip", "read"];
  const rows = plan.strategies.map(({ name, form, bytes, decodeMs, recordsPerSecond }) => [
    name === plan.strategy ? "→" : "",
    name,
    formText(form),
    formatBytes(bytes),
    budgetGb === undefined ? "–" : shareText(bytes, budgetGb * 1e9),
    decodeMs === null ? "not measured" : milliseconds(decodeMs),
    recordsPerSecond === null ? "not measured" : `${rate(recordsPerSecond)} clips/s`,
  ]);
  print(formatTable([head, ...rows], { right: [3, 4, 5, 6] }));
  print("");
  print(`${plan.strategy}: ${plan.reason}.`);
  print(
    `Decoding and reading, on one thread from the page cache: scaled from figures for ${machine}`,
  );
  print(`(${origin}).`);
}

/** Prints what the headers of a folder's audio say. */
export function printMeasured(measured: Measured): void {
  const { folder, clips, seconds, bytes, rates, channels, formats, texts, others } = measured;
  print(`${folder}: ${formatCount(clips, "clip")}, ${formatBytes(bytes)}`);
  print(formatTable([
    ["  sample rates", counted(rates, (rate) => `${formatNumber(rate)} Hz`)],
    ["  channels", counted(channels, (count) => count === 1 ? "mono" : `${count} channels`)],
    ["  formats", counted(formats, (format) => format)],
    ["  texts", texts === 0 ? "none" : `${formatCount(texts, "clip")} with a .txt beside them`],
    ["  not clips", others === 0 ? "none" : `${formatCount(others, "file")}, texts included`],
  ]));
  print("  durations:");
  print(formatDurations(seconds));
  print("");
}

/** Says which files can't be read, and how many lengths aren't known. */
export function warnOfFolder({ clips, seconds, failures }: Measured): void {
  for (const failure of failures.slice(0, shownFailures)) {
    printError(`unreadable: ${reasonOf(failure)}`);
  }
  if (failures.length > 0) {
    const more = failures.length > shownFailures ? ", the first of them above" : "";
    warn(
      `${
        formatCount(failures.length, "file")
      } can't be read${more}; pack stops at such files, or ` +
        "skips them with --on-error skip",
    );
  }
  const unknown = clips - seconds.length;
  if (unknown === 0) return;
  warn(
    `the length of ${formatCount(unknown, "clip")} isn't in the header; it is assumed to be the ` +
      "average of the others",
  );
}

/** Warns when the chosen strategy takes more than the budget, and says what would fit. */
export function warnOfBudget(
  { strategy, fitsBudget, strategies }: StoragePlan,
  budgetGb: number,
): void {
  if (fitsBudget) return;
  const bytes = strategies.find(({ name }) => name === strategy)?.bytes ?? 0;
  const fitting = strategies.filter((one) => one.bytes <= budgetGb * 1e9).map(({ name }) => name);
  const advice = fitting.length === 0 ? "nothing fits" : `what fits: ${fitting.join(", ")}`;
  warn(
    `${strategy} takes ${formatBytes(bytes)} and doesn't fit the budget of ` +
      `${formatNumber(budgetGb)} GB; ${advice}`,
  );
}

/** How many unreadable files are named. */
const shownFailures = 10;

function formText(form: StoredForm): string {
  if (form.kind === "melSpectrogram") return `${form.kind}, ${form.features.preset}`;
  if (form.kind === "codecTokens") {
    return `${form.kind}, ${form.tokens.nCodebooks} × ${form.tokens.frameRate} Hz`;
  }
  const layout = form.channels === 1 ? "mono" : `${form.channels} channels`;
  return `${form.kind}, ${formatNumber(form.sampleRate)} Hz ${layout}`;
}

function shareText(bytes: number, budget: number): string {
  if (bytes > budget) return "too large";
  return `${(bytes / budget * 100).toLocaleString("en-US", { maximumSignificantDigits: 2 })} %`;
}

function milliseconds(value: number): string {
  return `${value.toLocaleString("en-US", { maximumSignificantDigits: 2 })} ms`;
}

function rate(value: number): string {
  return value.toLocaleString("en-US", { maximumSignificantDigits: 2 });
}

function counted<Key>(counts: ReadonlyMap<Key, number>, name: (key: Key) => string): string {
  return byCount(counts).map(([key, count]) => `${name(key)} (${formatNumber(count)})`).join(", ");
}
