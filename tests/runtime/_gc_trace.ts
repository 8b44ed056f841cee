/** The collections that V8 reports between two that a program forces around its work. */
import assert from "node:assert/strict";
import { denoCommand, projectConfig } from "../_deno.ts";

/** A run of a program that forces a collection, does its work, and forces another. */
export interface Traced {
  /** The collections between the two that the program forced. */
  readonly collections: readonly string[];
  /** What the program reports about itself, as JSON on stderr. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Runs the program called `name` in this folder, with collections traced. */
export async function tracedRun(name: string, ...args: string[]): Promise<Traced> {
  const program = new URL(name, import.meta.url).pathname;
  const { stdout, stderr, success } = await denoCommand([
    ...["run", "-A", "--no-check", ...projectConfig],
    ...["--v8-flags=--trace-gc,--expose-gc", program, ...args],
  ], { env: { NO_COLOR: "1" } }).output();
  const said = new TextDecoder().decode(stderr);
  assert.ok(success, said);
  const all = new TextDecoder().decode(stdout).split("\n").filter((line) => /\d ms: /.test(line));
  // Workers have heaps of their own.
  const heap = heapOf(all.find((line) => line.includes("testing")) ?? "");
  const lines = all.filter((line) => heapOf(line) === heap);
  const facts = said.split("\n").filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
  return { collections: between(lines), facts: Object.assign({}, ...facts) };
}

/**
 * The lines between the two forced collections. V8 answers a request with two collections if it was
 * already marking: those follow each other at once, so the work is in the longest gap.
 */
function between(lines: readonly string[]): readonly string[] {
  const forced = lines.flatMap((line, index) =>
    line.includes("testing") ? [{ index, at: milliseconds(line) }] : []
  );
  assert.ok(forced.length >= 2, "expected the two collections that the program forces");
  const gaps = forced.slice(1).map(({ index, at }, gap) => {
    const before = forced[gap]!;
    return { from: before.index + 1, to: index, length: at - before.at };
  });
  const work = gaps.reduce((one, other) => other.length > one.length ? other : one);
  return lines.slice(work.from, work.to);
}

function milliseconds(line: string): number {
  return Number(/(\d+) ms: /.exec(line)?.[1]);
}

function heapOf(line: string): string | undefined {
  return /^\[\d+:(\w+)\]/.exec(line)?.[1];
}
