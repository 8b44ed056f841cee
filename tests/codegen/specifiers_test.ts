import assert from "node:assert/strict";
import { moduleText, specifiers } from "../../codegen/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";

const forms: readonly (readonly [string, string])[] = [
  ["audiofield", "audiofield/runtime"],
  ["@scope/audiofield", "@scope/audiofield/runtime"],
  ["npm:audiofield@1", "npm:audiofield@1/runtime"],
  [".", "./runtime/mod.ts"],
  ["..", "../runtime/mod.ts"],
  ["./", "./runtime/mod.ts"],
  ["./library", "./library/runtime/mod.ts"],
  ["../library/", "../library/runtime/mod.ts"],
  ["../library/mod.ts", "../library/runtime/mod.ts"],
  ["./mod.ts", "./runtime/mod.ts"],
  ["/", "/runtime/mod.ts"],
  ["/srv/library", "/srv/library/runtime/mod.ts"],
  ["file:///srv/library/", "file:///srv/library/runtime/mod.ts"],
  ["https://example.org/audiofield@1", "https://example.org/audiofield@1/runtime/mod.ts"],
  ["https://example.org/audiofield/mod.ts", "https://example.org/audiofield/runtime/mod.ts"],
  ["./it's here", "./it's here/runtime/mod.ts"],
];

for (const [library, runtime] of forms) {
  Deno.test(`specifiers() turns ${library} into ${runtime}`, () => {
    assert.equal(specifiers(library)("runtime"), runtime);
    assert.equal(specifiers(library)("audio"), runtime.replace("runtime", "audio"));
  });
}

Deno.test("specifiers() refuses what can't stand in an import declaration", () => {
  const hostile = ["", 'x"; globalThis.pwned = 1; //', "x\\", '\\"; pwned(); //', "a\nb", "a\rb"];
  for (const library of [...hostile, "a\u2028b", "..\\library", "a\0b"]) {
    assert.throws(() => specifiers(library), { name: "UsageError", code: "invalid-specifier" });
  }
});

Deno.test("moduleText() imports from the specifiers, runtime and audio alone", async () => {
  const dataset = defineDataset("A", { x: field.waveform(), y: field.text() });
  const text = await moduleText([dataset], {
    schemaName: "a.schema.ts",
    docs: new Map(),
    specifierOf: specifiers("audiofield"),
  });
  const imported = [...text.matchAll(/ from "(.*)";/g)].map((match) => match[1]);
  // Types that it exports again come from one of them, too.
  assert.deepEqual([...new Set(imported)], ["audiofield/audio", "audiofield/runtime"]);
});

Deno.test("moduleText() doesn't import audio where a schema has none", async () => {
  const text = await moduleText([defineDataset("A", { y: field.text() })], {
    schemaName: "a.schema.ts",
    docs: new Map(),
    specifierOf: specifiers("audiofield"),
  });
  assert.ok(!text.includes("audiofield/audio"));
});
