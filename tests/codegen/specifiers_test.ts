import assert from "node:assert/strict";
import { moduleTexts, specifiers } from "../../codegen/mod.ts";
import { defineDataset, field, type FieldDefinitions } from "../../schema/mod.ts";

const forms: readonly (readonly [string, string, string])[] = [
  ["audiofield", "audiofield/generated", "audiofield/generated/writer"],
  ["@scope/audiofield", "@scope/audiofield/generated", "@scope/audiofield/generated/writer"],
  ["npm:audiofield@1", "npm:audiofield@1/generated", "npm:audiofield@1/generated/writer"],
  ...([
    [".", "./"],
    ["..", "../"],
    ["./", "./"],
    ["./library", "./library/"],
    ["../library/", "../library/"],
    ["../library/mod.ts", "../library/"],
    ["./mod.ts", "./"],
    ["/", "/"],
    ["/srv/library", "/srv/library/"],
    ["file:///srv/library/", "file:///srv/library/"],
    ["https://example.org/audiofield@1", "https://example.org/audiofield@1/"],
    ["https://example.org/audiofield/mod.ts", "https://example.org/audiofield/"],
    ["./it's here", "./it's here/"],
  ] as const).map(([library, folder]) =>
    [
      library,
      `${folder}doors/generated/mod.ts`,
      `${folder}doors/generated/writer.ts`,
    ] as const
  ),
];

for (const [library, generated, writer] of forms) {
  Deno.test(`specifiers() turns ${library} into ${generated}`, () => {
    assert.equal(specifiers(library)("generated"), generated);
    assert.equal(specifiers(library)("generated/writer"), writer);
  });
}

Deno.test("specifiers() refuses what can't stand in an import declaration", () => {
  const hostile = ["", 'x"; globalThis.pwned = 1; //', "x\\", '\\"; pwned(); //', "a\nb", "a\rb"];
  for (const library of [...hostile, "a\u2028b", "..\\library", "a\0b"]) {
    assert.throws(() => specifiers(library), { name: "UsageError", code: "invalid-specifier" });
  }
});

function texts(fields: FieldDefinitions) {
  return moduleTexts([defineDataset("A", fields)], {
    name: "a",
    schemaName: "a.schema.ts",
    docs: new Map(),
    specifierOf: specifiers("audiofield"),
  });
}

function importedBy(text: string): string[] {
  // Types that it re-exports come from one of them, too.
  return [...new Set([...text.matchAll(/ from "(.*)";/g)].map((match) => match[1]!))].sort();
}

Deno.test("moduleTexts() imports only from the specifiers", async () => {
  const { reader, writer } = await texts({ x: field.waveform(), y: field.text() });
  assert.deepEqual(importedBy(reader), ["audiofield/generated", "audiofield/generated/waveform"]);
  assert.deepEqual(importedBy(writer), ["./a.ts", "audiofield/generated/writer"]);
});

Deno.test("moduleTexts() doesn't import audio if the schema has none", async () => {
  const { reader, writer } = await texts({ y: field.text() });
  assert.deepEqual(importedBy(reader), ["audiofield/generated"]);
  assert.ok(!writer.includes("AudioFiles"));
});
