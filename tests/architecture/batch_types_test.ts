/**
 * A field whose batches depend on their options says so to the compiler: without `[batchTypes]`, the
 * loader would give its batches the type that `allocateBatch` returns last, whatever was asked for.
 */
import assert from "node:assert/strict";
import { Project, SyntaxKind } from "../../codegen/print/ts_morph.ts";
import { filesBelow, root } from "./_sources.ts";

const project = new Project({ useInMemoryFileSystem: true });

/** The classes whose `allocateBatch` returns several types, and whether each declares them. */
function choosers(path: string, text: string): [name: string, declares: boolean][] {
  const file = project.createSourceFile(path, text, { overwrite: true });
  return file.getDescendantsOfKind(SyntaxKind.ClassDeclaration).flatMap((field) => {
    const method = field.getMethod("allocateBatch");
    const returned = method?.getReturnTypeNode()?.getKind();
    const isChooser = (method?.getOverloads().length ?? 0) > 0 ||
      returned === SyntaxKind.UnionType || returned === SyntaxKind.ConditionalType;
    if (!isChooser) return [];
    const declares = field.getProperty("[batchTypes]") !== undefined;
    return [[field.getName() ?? "", declares]];
  });
}

Deno.test("every field whose batches depend on their options declares their types", () => {
  const found = filesBelow("runtime/fields", /\.ts$/).flatMap((path) =>
    choosers(path, Deno.readTextFileSync(root + path))
  );
  assert.deepEqual(found.filter(([, declares]) => !declares).map(([name]) => name), []);
  const known = ["CodecTokensField", "CodedField", "SpectralField", "StemsField", "WaveformField"];
  const names = found.map(([name]) => name);
  assert.deepEqual(known.filter((name) => !names.includes(name)), []);
});

Deno.test("a field that forgets to is found", () => {
  const forgetful = (body: string) => choosers("field.ts", `class Field { ${body} }`);
  const overloads = `
    allocateBatch(size: number, options: { dtype: "float32" }): Floats;
    allocateBatch(size: number, options?: object): Batch;
    allocateBatch(size: number, options: object = {}): Batch { return make(size, options); }`;
  const declared = "declare readonly [batchTypes]: Types;";
  assert.deepEqual(forgetful(overloads), [["Field", false]]);
  assert.deepEqual(forgetful(declared + overloads), [["Field", true]]);
  assert.deepEqual(forgetful("allocateBatch(size: number): A | B { return a; }"), [
    ["Field", false],
  ]);
  assert.deepEqual(forgetful("allocateBatch(size: number): A { return a; }"), []);
});
