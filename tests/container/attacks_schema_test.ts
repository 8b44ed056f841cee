/** Schema texts that no sound writer writes, in files that otherwise agree with them. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { irJson } from "../../schema/mod.ts";
import { verifyFile } from "../../runtime/verify/mod.ts";
import { openCode } from "./_reads.ts";
import { Small, smallFile } from "./_small.ts";
import { withSchema } from "./_tamper.ts";

const sound = smallFile();
const text = irJson(Small.ir);
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();
const utf8 = (value: string) => new TextEncoder().encode(value);

const bad: readonly (readonly [what: string, schema: string | Uint8Array, code?: string])[] = [
  ["white space", text.replace(":", ": ")],
  ["a line end after it", `${text}\n`],
  [
    "keys in a different order",
    text.replace('"kind":"bool","name":"flag"', '"name":"flag","kind":"bool"'),
  ],
  ["a key twice", text.replace('"type":11', '"type":11,"type":11')],
  ["an unknown key", text.replace('"type":11', '"type":11,"zoom":1')],
  [
    "an unknown option",
    text.replace('"name":"flag","options":{}', '"name":"flag","options":{"x":1}'),
  ],
  ["an option at its default", text.replace('"options":{}', '"options":{"sampleRate":16000}')],
  ["an option out of range", text.replace('"options":{}', '"options":{"sampleRate":0}')],
  ["no options", text.replace('"name":"id","options":{},', '"name":"id",')],
  ["options that are null", text.replace('"name":"id","options":{}', '"name":"id","options":null')],
  ["options in a list", text.replace('"name":"id","options":{}', '"name":"id","options":[]')],
  ["a number written differently", text.replace('"type":11', '"type":1.1e1')],
  ["a letter written differently", text.replace('"Small"', '"\\u0053mall"')],
  ["a byte order mark", `\ufeff${text}`],
  ["bytes that aren't UTF-8", replaced(utf8(text), utf8("Small"), Uint8Array.of(0x53, 0xff, 0x6d))],
  ["a name twice", text.replace('"name":"flag"', '"name":"note"')],
  ["a name reserved by JavaScript", text.replace('"name":"flag"', '"name":"__proto__"')],
  ["a name that is a path", text.replace('"Small"', '"../Small"')],
  ["an unknown kind", text.replace('"bool"', '"boolean"'), "unknown-kind"],
  ["another kind's number", text.replace('"type":11', '"type":12'), "unknown-kind"],
  ["a kind named like a member of Object", text.replace('"bool"', '"constructor"'), "unknown-kind"],
  ["no fields", '{"fields":[],"name":"Small"}'],
  ["fields that aren't a list", '{"fields":{},"name":"Small"}'],
  ["a field that is null", '{"fields":[null],"name":"Small"}'],
  ["anything but an object", "[]"],
  ["nothing", ""],
  ["JSON cut short", text.slice(0, -1)],
  ["a hundred thousand brackets", "[".repeat(100_000) + "]".repeat(100_000)],
  [
    "a 64-bit field without options",
    '{"fields":[{"kind":"uint64","name":"a","type":7}],"name":"Small"}',
  ],
  [
    "a differently written 64-bit default",
    '{"fields":[{"kind":"uint64","name":"a","options":{"default":"007"},"type":7}],"name":"Small"}',
  ],
  [
    "one more field",
    text.replace(
      '{"kind":"bool"',
      '{"kind":"bool","name":"b","options":{},"type":11},{"kind":"bool"',
    ),
    "directory",
  ],
  [
    "a kind of a different size",
    text.replace('"kind":"bool"', '"kind":"uint16"').replace('"type":11', '"type":3'),
    "directory",
  ],
];

for (const [what, schema, code = "schema"] of bad) {
  Deno.test(`openDataset() refuses a schema text with ${what}`, () => {
    const bytes = withSchema(sound, schema, sha256);
    assert.equal(openCode(bytes), code);
    assert.equal(verifyFile(bytes).ok, false);
  });
}

Deno.test("openDataset() refuses the schema of a different dataset", () => {
  const other = text.replace('"name":"id"', '"name":"key"');
  const bytes = withSchema(sound, other, () => sha256(utf8(text)));
  assert.equal(openCode(bytes), "directory");
});

Deno.test("verifyFile() finds a file sound if its schema was replaced consistently", () => {
  const bytes = withSchema(sound, text.replace('"name":"id"', '"name":"key"'), sha256);
  assert.deepEqual(verifyFile(bytes).damaged, []);
});

Deno.test("verifyFile() compares the configuration bytes with the schema", () => {
  const other = text.replace(
    '"name":"audio","options":{}',
    '"name":"audio","options":{"mono":false}',
  );
  const { damaged } = verifyFile(withSchema(sound, other, sha256));
  assert.deepEqual(damaged, [{ record: null, field: "audio", code: "configuration" }]);
});

/** `bytes` with the first occurrence of `part` replaced. */
function replaced(bytes: Uint8Array, part: Uint8Array, by: Uint8Array): Uint8Array {
  const at = bytes.findIndex((_, start) =>
    part.every((byte, index) => bytes[start + index] === byte)
  );
  return Uint8Array.from([...bytes.slice(0, at), ...by, ...bytes.slice(at + part.length)]);
}
