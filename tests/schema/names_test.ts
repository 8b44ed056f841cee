import assert from "node:assert/strict";
import { SchemaError } from "../../errors/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { keywords } from "./_arbitraries.ts";

const hostile = [
  ...["", " ", "a b", "a-b", "1a", "_a", "$a", "a$", "a.b", "a'b", 'a"b', "a`b", "${a}", "a\\b"],
  ...["a\nb", "a\r", "a\u2028b", "a*/b", "/**/", "//", "a;b", "[a]", "#a", "@a", "é", "日本", "🎧"],
  ...["\0", "a".repeat(65), "__proto__", "__defineGetter__", "0", "-1"],
];

function refusal(define: () => unknown): string {
  try {
    define();
  } catch (cause) {
    assert.ok(cause instanceof SchemaError, `not a SchemaError: ${cause}`);
    return cause.code;
  }
  return "accepted";
}

Deno.test("defineDataset() refuses field names that can't stand in code", () => {
  for (const name of hostile) {
    const code = refusal(() => defineDataset("Speech", { [name]: field.text() }));
    assert.equal(code, "invalid-name", JSON.stringify(name));
  }
});

Deno.test("defineDataset() refuses names of the generated classes' own members", () => {
  for (const name of ["constructor", "then", "toString", "valueOf", "close", "file", "toRecord"]) {
    assert.throws(() => defineDataset("Speech", { [name]: field.text() }), {
      name: "SchemaError",
      code: "reserved-name",
      message: `Speech."${name}": generated classes use this name themselves; call it something ` +
        `else, such as "${name}Value"`,
    });
  }
});

Deno.test("defineDataset() refuses every name that all objects have", () => {
  for (const name of Object.getOwnPropertyNames(Object.prototype)) {
    assert.notEqual(refusal(() => defineDataset("A", { [name]: field.text() })), "accepted", name);
  }
});

Deno.test("defineDataset() refuses __proto__ as a literal key and as a computed one", () => {
  const literal = refusal(() => defineDataset("A", { __proto__: field.text(), x: field.text() }));
  assert.equal(literal, "invalid-fields");
  const computed = refusal(() => defineDataset("A", { ["__proto__"]: field.text() }));
  assert.equal(computed, "invalid-name");
});

Deno.test("defineDataset() accepts keywords as field names", () => {
  for (const name of keywords) {
    assert.equal(defineDataset("A", { [name]: field.text() }).ir.fields[0]?.name, name);
  }
});

Deno.test("defineDataset() refuses fields that differ only in case or underscores", () => {
  const pairs = [["speakerId", "speaker_id"], ["a", "A"], ["a_", "a"], ["aB", "ab"], [
    "x__y",
    "xY",
  ]];
  for (const [one, other] of pairs as [string, string][]) {
    assert.throws(() => defineDataset("A", { [one]: field.text(), [other]: field.text() }), {
      name: "SchemaError",
      code: "name-collision",
      message: `A: the fields "${one}" and "${other}" differ only in case or underscores; rename ` +
        "one of them",
    });
  }
});

Deno.test("defineDataset() refuses dataset names that aren't PascalCase identifiers", () => {
  const names = [...hostile, "speech", "Speech_", "Speech$", "constructor", 1n, 7, null, undefined];
  for (const name of [...names, Symbol("S"), {}, Object.create(null), [], () => "Speech"]) {
    const code = refusal(() => defineDataset(name as never, { x: field.text() }));
    assert.equal(code, "invalid-name", String(typeof name));
  }
  assert.equal(defineDataset("A".repeat(64), { x: field.text() }).name.length, 64);
});
