/** Nothing in a schema becomes code, whatever it says. */
import assert from "node:assert/strict";
import { Project, SyntaxKind } from "../../codegen/print/ts_morph.ts";
import { type DatasetDocs, generateModules, moduleTexts, specifiers } from "../../codegen/mod.ts";
import { type Dataset, defineDataset, field } from "../../schema/mod.ts";
import { library, Workspace } from "./_workspace.ts";

const payloads = [
  "*/ globalThis.pwned = 1; /*",
  "*\\/ globalThis.pwned = 1; /*",
  "**//**/globalThis.pwned = 1;",
  '"; globalThis.pwned = 1; "',
  "'; globalThis.pwned = 1; '",
  "`; globalThis.pwned = 1; `",
  "${globalThis.pwned = 1}",
  '\\"; globalThis.pwned = 1; //',
  "\n globalThis.pwned = 1;\n",
  "\r globalThis.pwned = 1;\r",
  "\u2028globalThis.pwned = 1;\u2029",
  "@ts-expect-error globalThis.pwned",
  "x ".repeat(80) + "*/ globalThis.pwned = 1; /*",
  "x".repeat(99) + "\n*/globalThis.pwned = 1; //",
  "{@link pwned()} <script>pwned</script>",
  "*".repeat(99) + "/ globalThis.pwned = 1; /*",
];

/** One dataset for each payload, as a default and in every comment. */
function hostile(payload: string, number: number): [Dataset, DatasetDocs] {
  const dataset = defineDataset(`D${number}`, {
    audio: field.waveform(),
    text: field.text({ default: payload }),
    id: field.uint8(),
  });
  const fields = new Map(["audio", "text", "id"].map((name) => [name, payload]));
  return [dataset, { dataset: payload, fields }];
}

function assertHarmless(text: string): void {
  const project = new Project({ useInMemoryFileSystem: true });
  const file = project.createSourceFile("module.ts", text);
  const names = file.getDescendantsOfKind(SyntaxKind.Identifier)
    .filter((identifier) => identifier.getFirstAncestorByKind(SyntaxKind.JSDoc) === undefined);
  assert.deepEqual(names.filter((name) => name.getText().includes("pwned")), []);
}

Deno.test("nothing in a schema or its comments becomes code", async (t) => {
  // One folder for both: checking the modules takes most of the time, and most of that goes to the
  // library.
  using workspace = new Workspace();
  await t.step("moduleTexts(): names, defaults, comments and file names", () => names(workspace));
  await t.step("generateModules(): comments in a schema file", () => comments(workspace));
  await t.step("both pass the gates", () => workspace.gates());
  await t.step("defaults are the schema's", async () => {
    const exported = await workspace.import("hostile.ts");
    assert.equal("pwned" in globalThis, false);
    payloads.forEach((payload, number) => {
      const ir = exported[`d${number}Ir`] as Dataset["ir"];
      assert.equal(ir.fields[1]?.options.default, payload);
    });
  });
});

async function names(workspace: Workspace): Promise<void> {
  const drawn = payloads.map((payload, number) => hostile(payload, number));
  const { reader, writer } = await moduleTexts(drawn.map(([dataset]) => dataset), {
    name: "hostile",
    schemaName: `x\nglobalThis.pwned = 1;\u2028globalThis.pwned = 2; /* */ "${payloads[0]}.ts`,
    docs: new Map(drawn.map(([dataset, docs]) => [dataset.name, docs])),
    specifierOf: specifiers(library),
  });
  assertHarmless(reader);
  assertHarmless(writer);
  workspace.write("hostile.ts", reader);
  workspace.write("hostile_writer.ts", writer);
}

async function comments(workspace: Workspace): Promise<void> {
  workspace.write(
    "speech.schema.ts",
    `import { defineDataset, field } from "audiofield";
/** Ends *\\/ here, \`\${globalThis.pwned = 1}\` and "quotes". */
export const Speech = defineDataset("Speech", {
  /** *  @ts-expect-error pwned */
  audio: field.waveform(),
  /** // pwned */
  text: field.text({ default: "*/ globalThis.pwned = 1; /*" }),
});
`,
  );
  const modules = await generateModules({
    schemaPath: workspace.path("speech.schema.ts"),
    outDir: workspace.folder,
    runtime: library,
  });
  assert.deepEqual(
    modules.map(({ path }) => path),
    ["speech.ts", "speech_writer.ts"].map((name) => workspace.path(name)),
  );
  for (const { text, path } of modules) {
    assertHarmless(text);
    assert.ok(!text.includes("@ts-expect-error"));
    Deno.writeTextFileSync(path, text);
  }
}
