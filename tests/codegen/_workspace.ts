/** A folder of generated modules that is checked as this repository's own code is. */
import assert from "node:assert/strict";
import { type DatasetDocs, moduleText, specifiers } from "../../codegen/mod.ts";
import type { Dataset } from "../../schema/mod.ts";
import config from "../../deno.json" with { type: "json" };
import { denoCommand } from "../_deno.ts";
import importMap from "../../import_map.json" with { type: "json" };

/** This library's folder, as a URL without a slash at the end. */
export const library: string = new URL("../..", import.meta.url).href.replace(/\/$/, "");

/** The text of a module that imports this library by URL. */
export function textOf(
  datasets: readonly Dataset[],
  docs: ReadonlyMap<string, DatasetDocs> = new Map(),
): Promise<string> {
  return moduleText(datasets, {
    schemaName: "drawn.schema.ts",
    docs,
    specifierOf: specifiers(library),
  });
}

/** A temporary folder with the repository's compiler options and lint rules. */
export class Workspace implements Disposable {
  readonly folder: string = Deno.makeTempDirSync({ prefix: "audiofield-codegen-" });

  constructor() {
    const { compilerOptions, fmt, lint } = config;
    const absolute = Object.entries(importMap.imports).map(([name, target]) => [
      name,
      target.startsWith("./") ? `${library}${target.slice(1)}` : target,
    ]);
    const settings = {
      compilerOptions,
      fmt: { lineWidth: fmt.lineWidth },
      lint: { rules: lint.rules },
      imports: Object.fromEntries(absolute),
      nodeModulesDir: "none",
      lock: false,
    };
    Deno.writeTextFileSync(this.path("deno.json"), JSON.stringify(settings));
  }

  /** A file's path in this folder. */
  path(name: string): string {
    return `${this.folder}/${name}`;
  }

  write(name: string, text: string): void {
    Deno.writeTextFileSync(this.path(name), text);
  }

  /** Imports a module of this folder. */
  async import(name: string): Promise<Record<string, unknown>> {
    return await import(new URL(`file://${this.path(name)}`).href);
  }

  /** Runs `deno` here and fails with what it said. */
  async deno(...args: string[]): Promise<void> {
    const command = denoCommand(args, { cwd: this.folder, env: { NO_COLOR: "1" } });
    const { success, stdout, stderr } = await command.output();
    const said = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("\n");
    assert.ok(success, `deno ${args.join(" ")} failed:\n${said}`);
  }

  /** The gates that this repository's own code passes. */
  async gates(): Promise<void> {
    await Promise.all([
      this.deno("check", "."),
      this.deno("lint", "."),
      // A schema's exports have the types that they are written as.
      this.deno("doc", "--lint", ...this.modules().filter((name) => !name.endsWith(".schema.ts"))),
      this.deno("fmt", "--check", "--ext", "ts", ...this.modules()),
    ]);
  }

  modules(): string[] {
    return [...Deno.readDirSync(this.folder)].map(({ name }) => name)
      .filter((name) => name.endsWith(".ts"));
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.folder, { recursive: true });
  }
}
