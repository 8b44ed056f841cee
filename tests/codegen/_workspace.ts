/** A folder of generated modules that is checked like this repository's own code. */
import assert from "node:assert/strict";
import { type DatasetDocs, type ModuleTexts, moduleTexts, specifiers } from "../../codegen/mod.ts";
import type { Dataset } from "../../schema/mod.ts";
import config from "../../deno.json" with { type: "json" };
import { denoCommand } from "../_deno.ts";
import importMap from "../../import_map.json" with { type: "json" };

/** This library's folder, as a URL without a slash at the end. */
export const library: string = new URL("../..", import.meta.url).href.replace(/\/$/, "");

/** The text of both modules of these datasets, which import this library by URL. */
export async function textOf(
  datasets: readonly Dataset[],
  docs: ReadonlyMap<string, DatasetDocs> = new Map(),
): Promise<string> {
  const { reader, writer } = await textsOf("drawn", datasets, docs);
  return reader + writer;
}

function textsOf(
  name: string,
  datasets: readonly Dataset[],
  docs: ReadonlyMap<string, DatasetDocs>,
): Promise<ModuleTexts> {
  return moduleTexts(datasets, {
    name,
    schemaName: "drawn.schema.ts",
    docs,
    specifierOf: specifiers(library),
  });
}

/** The module with a module's writers. */
function writerOf(name: string): string {
  return name.replace(/\.ts$/, "_writer.ts");
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

  /** Writes the two modules of these datasets, `name` and its writers, and returns their text. */
  async generate(
    name: string,
    datasets: readonly Dataset[],
    docs: ReadonlyMap<string, DatasetDocs> = new Map(),
  ): Promise<string> {
    const { reader, writer } = await textsOf(name.replace(/\.ts$/, ""), datasets, docs);
    this.write(name, reader);
    this.write(writerOf(name), writer);
    return reader + writer;
  }

  /** Imports the two modules of {@link generate} as one. */
  async import(name: string): Promise<Record<string, unknown>> {
    const [reader, writer] = await Promise.all(
      [name, writerOf(name)].map((name) => import(new URL(`file://${this.path(name)}`).href)),
    );
    return { ...reader, ...writer };
  }

  /** Runs `deno` here and fails with its output. */
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
      // A schema's exports have the types that are written there. Types that those of a module
      // consist of in turn belong to the library.
      this.deno(
        "doc",
        "--lint",
        `${library}/runtime/mod.ts`,
        `${library}/audio/mod.ts`,
        ...this.modules().filter((name) => !name.endsWith(".schema.ts")),
      ),
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
