/** What a generated module states about a field of features: offsets in its records, and loops. */
import assert from "node:assert/strict";
import { moduleTexts, specifiers } from "../../codegen/mod.ts";
import { defineDataset, spectralKinds } from "../../schema/mod.ts";
import { classOf, loopsOf, methodsOf } from "./_loops.ts";
import { library } from "./_workspace.ts";

const fields = {
  melSpectrogram: { options: { preset: "whisper", padSeconds: 30 }, bytes: ["160", "2"] },
  spectrogram: { options: { nFft: 512, storeDtype: "float32" }, bytes: ["1028"] },
  mfcc: { options: { nMfcc: 13 }, bytes: ["26"] },
} as const;

async function textOf(kind: keyof typeof fields): Promise<string> {
  const { options } = fields[kind];
  const dataset = defineDataset("Any", { x: { kind, options } } as never);
  const { reader } = await moduleTexts([dataset], {
    schemaName: "any.schema.ts",
    name: "any",
    docs: new Map(),
    specifierOf: specifiers(library),
  });
  return reader;
}

for (const kind of spectralKinds) {
  Deno.test(`${kind}: the module has the accessors, with their offsets as numbers`, async () => {
    const metadata = classOf(await textOf(kind), "AnyXMetadata");
    assert.deepEqual(methodsOf(metadata), ["dataPtr", "timeFrames", "nMels", "dtypeCode"]);
    const returned = metadata.getMethods().map((method) =>
      method.getStatements().at(-1)!.getText()
    );
    assert.deepEqual(returned, [
      "return words[word]! + words[word + 1]! * 0x1_0000_0000;",
      "return words[word + 2]!;",
      "return bytes[word * 4 + 12]! + bytes[word * 4 + 13]! * 256;",
      "return bytes[word * 4 + 14]!;",
    ]);
  });

  Deno.test(`${kind}: the loops of a batch are straight-line, with the schema's constants`, async () => {
    const field = classOf(await textOf(kind), "AnyXField");
    for (const method of ["plan", "planWindows"]) {
      const { calls, made, numbers } = loopsOf(field, method);
      // A look-up of the record's page and the one bounds check: nothing per frame or per value.
      assert.deepEqual(calls, ["table.page", "file.holds"], method);
      assert.deepEqual(made, [], method);
      for (const bytes of fields[kind].bytes) {
        assert.ok(numbers.includes(bytes), `${method}: ${bytes}`);
      }
    }
  });

  Deno.test(`${kind}: everything else is the library's`, async () => {
    const field = classOf(await textOf(kind), "AnyXField");
    assert.match(field.getExtends()!.getText(), /^SpectralField</);
    assert.deepEqual(methodsOf(field), ["plan", "planWindows"]);
  });
}
