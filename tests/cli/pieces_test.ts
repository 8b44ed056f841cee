import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { compareBytes } from "../../shards/sources/byte_order.ts";
import { repeatedKey } from "../../runtime/lists/repeated_key.ts";
import { recordRange } from "../../cli/shared/record_range.ts";
import { printable } from "../../shards/shared/printable.ts";
import { formatBytes, formatDuration } from "../../shards/shared/units.ts";

/** The key that is lost when this is parsed. */
function repeatedIn(json: string): string | undefined {
  return repeatedKey(json, JSON.parse(json));
}

const text = fc.string({ unit: "grapheme" });

Deno.test("compareBytes() orders texts by their UTF-8 bytes", () => {
  const mixed = fc.oneof(
    text,
    fc.string({ unit: fc.constantFrom("a", "é", "Ａ", "😀", "\uE000") }),
  );
  fc.assert(fc.property(mixed, mixed, (one, other) => {
    const expected = Buffer.compare(Buffer.from(one), Buffer.from(other));
    assert.equal(Math.sign(compareBytes(one, other)), expected);
  }));
});

Deno.test("repeatedKey() finds a repeated key, and no other text", () => {
  const unique = fc.dictionary(text, fc.jsonValue());
  fc.assert(fc.property(unique, (object) => {
    assert.equal(repeatedIn(JSON.stringify(object)), undefined);
  }));
  fc.assert(fc.property(unique, text, fc.jsonValue(), (object, key, value) => {
    const json = JSON.stringify({ ...object, [key]: value });
    const doubled = `${json.slice(0, -1)} , ${JSON.stringify(key)} : 1}`;
    assert.equal(repeatedIn(doubled), key);
  }));
});

Deno.test("recordRange() is a part of the file, or an error", () => {
  const count = fc.integer({ min: 0, max: 1000 });
  fc.assert(fc.property(count, count, count, (start, end, records) => {
    const read = () => recordRange(`${start}:${end}`, records);
    if (start <= end && end <= records) assert.deepEqual(read(), { start, end });
    else assert.throws(read, { name: "UsageError" });
  }));
});

Deno.test("printable() is one line without control characters", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (input) => {
    const shown = printable(input);
    assert.doesNotMatch(shown, /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
  }));
  assert.equal(
    printable('Cannot open "\x1b[31ma\x07\r\n\x9d b": no'),
    'Cannot open "a\\u0007 \\u009d b": no',
  );
  assert.equal(
    printable(`"${"🐢".repeat(200)}" and "${"🐢".repeat(201)}"`),
    `"${"🐢".repeat(200)}" and "${"🐢".repeat(200)}…"`,
  );
});

Deno.test("units are short and say what they are", () => {
  assert.deepEqual(
    [0, 1, 999, 1000, 1234, 56_789, 123_456_789, 4.2e9, 5e12].map(formatBytes),
    ["0 bytes", "1 byte", "999 bytes", "1 kB", "1.23 kB", "56.8 kB", "123 MB", "4.2 GB", "5 TB"],
  );
  assert.deepEqual(
    [0, 0.25, 1.234, 59, 60, 185, 3600, 44_280].map(formatDuration),
    ["0 ms", "250 ms", "1.23 s", "59 s", "1 min 0 s", "3 min 5 s", "1 h", "12.3 h"],
  );
});
