/** What a generated module states about codec tokens: offsets in records, and loops. */
import assert from "node:assert/strict";
import { moduleTexts, specifiers } from "../../codegen/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { classOf, loopsOf, methodsOf } from "./_loops.ts";
import { library } from "./_workspace.ts";

/** Fields, and the size of their records in bytes, as in the loops. */
const cases = [
  { nCodebooks: 9, vocabSize: 1024, packing: "bits", bytes: "Math.ceil(frames * 10 / 8) * 9" },
  { nCodebooks: 4, vocabSize: 256, packing: "bits", bytes: "frames * 4" },
  { nCodebooks: 8, vocabSize: 1024, packing: "none", bytes: "frames * 16" },
] as const;

async function textOf({ nCodebooks, vocabSize, packing }: typeof cases[number]): Promise<string> {
  const x = field.codecTokens({ nCodebooks, vocabSize, packing });
  const dataset = defineDataset("Any", { x });
  const { reader } = await moduleTexts([dataset], {
    schemaName: "any.schema.ts",
    name: "any",
    docs: new Map(),
    specifierOf: specifiers(library),
  });
  return reader;
}

for (const drawn of cases) {
  const name = `${drawn.nCodebooks} codebooks of ${drawn.vocabSize} entries, ${drawn.packing}`;

  Deno.test(`${name}: the module has the accessors, with their offsets as numbers`, async () => {
    const metadata = classOf(await textOf(drawn), "AnyXMetadata");
    assert.deepEqual(methodsOf(metadata), ["dataPtr", "numFrames", "nCodebooks"]);
    const returned = metadata.getMethods().map((method) =>
      method.getStatements().at(-1)!.getText()
    );
    assert.deepEqual(returned, [
      "return words[word]! + words[word + 1]! * 0x1_0000_0000;",
      "return words[word + 2]!;",
      "return bytes[word * 4 + 12]!;",
    ]);
  });

  Deno.test(`${name}: the loops of a batch are straight-line, with the schema's constants`, async () => {
    const tokens = classOf(await textOf(drawn), "AnyXField");
    for (const method of ["planRows", "planWindowRows"]) {
      const { calls, made } = loopsOf(tokens, method);
      // A look-up of the record's page and the one bounds check: nothing per frame or per token.
      const called = calls.filter((callee) => callee !== "Math.ceil");
      assert.deepEqual(called, ["table.page", "file.holds"], method);
      assert.deepEqual(made, [], method);
      const text = tokens.getMethodOrThrow(method).getText();
      assert.ok(text.includes(`const length = ${drawn.bytes};`), text);
    }
  });

  Deno.test(`${name}: the module has the types of records`, async () => {
    const text = await textOf(drawn);
    assert.match(text, /export interface AnyRecord \{[^}]*\bx: CodecTokens;/);
    assert.match(text, /batch: TokenBatch\b/);
  });

  Deno.test(`${name}: everything else is the library's`, async () => {
    const tokens = classOf(await textOf(drawn), "AnyXField");
    assert.equal(tokens.getExtends()!.getText(), "CodecTokensField");
    assert.deepEqual(methodsOf(tokens), ["planRows", "planWindowRows"]);
  });
}
