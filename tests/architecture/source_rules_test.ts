/** Rules that every file follows, whoever writes it. */
import assert from "node:assert/strict";
import { Project, SyntaxKind } from "../../codegen/print/ts_morph.ts";
import { filesBelow, root } from "./_sources.ts";

/** Source files are short enough to read in one sitting; generated ones grow with their schema. */
const maxLines = 350;

const sources = filesBelow("", /\.(ts|rs)$/);
const texts = filesBelow("", /\.(ts|rs|py|md|json|jsonc|toml|yml|txt|lock)$|^\.ci\/|^LICENSE$/);

Deno.test(`source files have at most ${maxLines} lines`, () => {
  const long = sources.filter((path) => !path.startsWith("generated/")).map((path) => ({
    path,
    lines: read(path).split("\n").length,
  })).filter(({ lines }) => lines > maxLines);
  assert.deepEqual(long, []);
});

Deno.test("nothing is of type any", () => {
  const project = new Project({ useInMemoryFileSystem: true });
  const found = sources.filter((path) => path.endsWith(".ts")).flatMap((path) => {
    const text = read(path);
    if (!/\bany\b/.test(text)) return [];
    const file = project.createSourceFile(path, text, { overwrite: true });
    return file.getDescendantsOfKind(SyntaxKind.AnyKeyword).map((any) =>
      `${path}:${any.getStartLineNumber()}`
    );
  });
  assert.deepEqual(found, []);
});

Deno.test("no file names a folder of the machine it was written on", () => {
  // "me" is nobody's home folder: tests use it as an example.
  const folders = new RegExp(
    `(^|[^\\w.])/(${["work", "tmp", "root", "home(?!/me/)"].join("|")})/`,
    "m",
  );
  assert.deepEqual(texts.filter((path) => folders.test(read(path))), []);
});

Deno.test("nothing is imported from JSR, which the build machines can't reach", () => {
  // Lock files use this name for the package itself, wherever it is.
  const scheme = new RegExp(`["'\`]${"jsr"}:(?!audiofield@)`);
  const code = texts.filter((path) => /\.(ts|jsonc?|lock)$/.test(path));
  assert.deepEqual(code.filter((path) => scheme.test(read(path))), []);
});

Deno.test("nothing silences the compiler or the linter for a whole file", () => {
  const silenced = new RegExp(["@ts-nocheck", "deno-lint-ignore-file"].join("|"));
  const found = sources.filter((path) => !path.startsWith("tests/architecture/"))
    .filter((path) => silenced.test(read(path)));
  assert.deepEqual(found, []);
});

Deno.test("tests start Deno in only one way, which is quiet about what it fetches", () => {
  const starts = new RegExp(["execPath", "Deno"].reverse().join("\\."));
  const found = sources.filter((path) => path.startsWith("tests/") && starts.test(read(path)));
  assert.deepEqual(found, ["tests/_deno.ts"]);
});

function read(path: string): string {
  return Deno.readTextFileSync(root + path);
}
