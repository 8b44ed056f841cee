/** What a door exports, including types. */
import assert from "node:assert/strict";
import { denoCommand, projectFolder } from "../_deno.ts";

interface Documentation {
  readonly nodes: Readonly<
    Record<string, { readonly symbols: readonly { readonly name: string }[] }>
  >;
}

/** The names that the module at `path`, relative to the repository's folder, exports. */
export async function exportsOf(path: string): Promise<string[]> {
  const { success, stdout, stderr } = await denoCommand(["doc", "--json", path], {
    cwd: projectFolder,
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  const { nodes } = JSON.parse(new TextDecoder().decode(stdout)) as Documentation;
  const names = Object.values(nodes).flatMap(({ symbols }) => symbols.map(({ name }) => name));
  return [...new Set(names)].sort();
}
