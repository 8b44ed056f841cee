/** Who imports whom, as `deno info` sees it. */
import assert from "node:assert/strict";
import { denoCommand, projectConfig } from "../_deno.ts";
import { root } from "./_sources.ts";

/** One import: paths relative to the repository's folder, or `npm:name`. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** Whether nothing of it exists at run time. */
  readonly typesOnly: boolean;
}

interface InfoModule {
  readonly specifier: string;
  readonly dependencies?: readonly {
    readonly specifier: string;
    readonly code?: { readonly specifier?: string };
    readonly type?: { readonly specifier?: string };
    readonly npmPackage?: string;
  }[];
}

/** The imports of these modules and of everything they lead to. */
export async function importGraph(paths: readonly string[]): Promise<Arrow[]> {
  const entry = Deno.makeTempFileSync({ suffix: ".ts" });
  try {
    const lines = paths.map((path) => `import ${JSON.stringify(`file://${root}${path}`)};\n`);
    Deno.writeTextFileSync(entry, lines.join(""));
    const { success, stdout, stderr } = await denoCommand([
      ...["info", "--json", ...projectConfig, entry],
    ]).output();
    assert.ok(success, new TextDecoder().decode(stderr));
    const { modules } = JSON.parse(new TextDecoder().decode(stdout)) as { modules: InfoModule[] };
    return modules.filter(({ specifier }) => specifier.startsWith(`file://${root}`))
      .flatMap(arrowsOf);
  } finally {
    Deno.removeSync(entry);
  }
}

function arrowsOf({ specifier: from, dependencies = [] }: InfoModule): Arrow[] {
  return dependencies.map(({ specifier, code, type }) => ({
    from: nameOf(from),
    to: nameOf(code?.specifier ?? type?.specifier ?? specifier),
    typesOnly: code === undefined,
  }));
}

/** `schema/mod.ts`, `npm:ts-morph` or `node:fs`. */
function nameOf(specifier: string): string {
  const here = `file://${root}`;
  if (specifier.startsWith(here)) return specifier.slice(here.length);
  return specifier.replace(/^npm:\/?(@?[^@]+)@.*$/, "npm:$1");
}
