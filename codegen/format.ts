import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import process from "node:process";
import { text } from "node:stream/consumers";

/**
 * Formats TypeScript as `deno fmt` does, whatever the user's own settings are, so that the same
 * schema produces the same bytes everywhere.
 *
 * @throws {Error} when the formatter can't be run or refuses the text, which would be our bug.
 */
export async function formatTypeScript(source: string): Promise<string> {
  if (process.versions["deno"] !== undefined) return await formatWithDeno(source);
  format ??= await loadFormatter();
  return format(source);
}

/** Deno has its formatter with it. */
async function formatWithDeno(source: string): Promise<string> {
  const args = ["fmt", "--no-config", "--quiet", "--ext", "ts", "--line-width", "100", "-"];
  const child = spawn(process.execPath, args, { stdio: "pipe" });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  child.stdin.end(source);
  const [formatted, complaint, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    ended,
  ]);
  if (code !== 0) throw new Error(`deno fmt failed: ${complaint}`);
  return formatted;
}

let format: ((source: string) => string) | undefined;

/** What is used of dprint. */
interface Formatter {
  setConfig(shared: Record<string, unknown>, own: Record<string, unknown>): void;
  formatText(request: { filePath: string; fileText: string }): string;
}

/** Loads what Deno's formatter is made of, for the other hosts. */
async function loadFormatter(): Promise<(source: string) => string> {
  const [{ createFromBuffer }, { getPath }]: [
    { createFromBuffer(wasm: Uint8Array): Formatter },
    { getPath(): string },
  ] = await Promise.all([import(packages.formatter), import(packages.typescript)]);
  const formatter = createFromBuffer(readFileSync(getPath()));
  formatter.setConfig({ lineWidth: 100, indentWidth: 2, useTabs: false }, {
    deno: true,
    lineWidth: 100,
  });
  return (source) => formatter.formatText({ filePath: "module.ts", fileText: source });
}

/** Installed with this package: npm:@dprint/formatter@0.6.0 and npm:@dprint/typescript@0.96.1. */
const packages = { formatter: "@dprint/formatter", typescript: "@dprint/typescript" };
