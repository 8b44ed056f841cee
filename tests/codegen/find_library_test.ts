import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { libraryFrom } from "../../codegen/find_library.ts";
import { TestFolder } from "../_test_folder.ts";

/** What modules import where a project has these files, `generated/` being their folder. */
function specifier(files: Readonly<Record<string, string>>): string {
  using folder = new TestFolder();
  const project = join(folder.path, "project");
  mkdirSync(join(project, "generated"), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(project, name), text);
  const generator = pathToFileURL(join(folder.path, "library/codegen/find_library.ts")).href;
  return libraryFrom(join(project, "generated"), generator);
}

const named: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "a dependency": { "package.json": '{ "dependencies": { "audiofield": "1" } }' },
  "a development dependency": { "package.json": '{ "devDependencies": { "audiofield": "1" } }' },
  "an import of a package": { "deno.json": '{ "imports": { "audiofield": "npm:audiofield" } }' },
  "an import with comments": {
    "deno.jsonc": '{ // ours\n "imports": { "audiofield": "npm:audiofield@1", } }',
  },
  "an import of a folder's doors": {
    "deno.json": '{ "imports": { "audiofield/generated": "../library/doors/generated/mod.ts" } }',
  },
  "an import map": {
    "deno.json": '{ "importMap": "map.json" }',
    "map.json": '{ "imports": { "audiofield": "npm:audiofield@1" } }',
  },
};
for (const [what, files] of Object.entries(named)) {
  Deno.test(`modules import the library by its name where a project has ${what}`, () => {
    assert.equal(specifier(files), "audiofield");
  });
}

const unnamed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "no settings": {},
  "other dependencies": { "package.json": '{ "dependencies": { "audio": "1" } }' },
  "settings that aren't JSON": { "package.json": "dependencies: audiofield" },
  "an import of a folder without its doors": {
    "deno.json": '{ "imports": { "audiofield": "../library/mod.ts" } }',
  },
};
for (const [what, files] of Object.entries(unnamed)) {
  Deno.test(`modules import the library by its path where a project has ${what}`, () => {
    assert.equal(specifier(files), "../../library");
  });
}

Deno.test("the library's own folder isn't a project that names it", () => {
  assert.equal(libraryFrom("generated"), "..");
});

Deno.test("an installed generator has no path to import from", () => {
  assert.equal(libraryFrom("generated", "file:///node_modules/cli/dist/codegen.js"), "audiofield");
});
