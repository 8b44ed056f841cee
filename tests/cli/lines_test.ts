/** How manifests are split up: lines, keys, and what errors show of them. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { LineSplitter, maxLineBytes } from "../../runtime/lists/byte_lines.ts";
import { repeatedKey } from "../../runtime/lists/repeated_key.ts";
import { closingQuote } from "../../runtime/lists/closing_quote.ts";
import { printable } from "../../shards/shared/printable.ts";
import { shownValue } from "../../shards/shared/shown_value.ts";

/** The key that is lost when this is parsed. */
function repeatedIn(json: string): string | undefined {
  return repeatedKey(json, JSON.parse(json));
}

interface Line {
  readonly text: string | undefined;
  readonly number: number;
  readonly end: number;
}

function linesOf(pieces: readonly Uint8Array[]): Line[] {
  const splitter = new LineSplitter();
  const lines: Line[] = [];
  const decoder = new TextDecoder();
  const take = ({ bytes, number, end }: { bytes?: Uint8Array | undefined } & Omit<Line, "text">) =>
    lines.push({ text: bytes && decoder.decode(bytes), number, end });
  for (const piece of pieces) for (const line of splitter.split(piece)) take(line);
  for (const line of splitter.finish()) take(line);
  return lines;
}

/** Cuts bytes at positions given as shares of their length. */
function cut(bytes: Uint8Array, shares: readonly number[]): Uint8Array[] {
  const places = shares.map((share) => Math.floor(share * bytes.length)).sort((a, b) => a - b);
  return [0, ...places].map((start, index) => bytes.slice(start, places[index] ?? bytes.length));
}

Deno.test("LineSplitter finds the lines of a text, wherever its pieces begin", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "é", "\n", "\r") });
  fc.assert(
    fc.property(text, fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (text, cuts) => {
      const bytes = new TextEncoder().encode(text);
      const wanted = text.split("\n");
      if (wanted.at(-1) === "") wanted.pop();
      const lines = linesOf(cut(bytes, cuts));
      assert.deepEqual(lines.map((line) => line.text), wanted);
      assert.deepEqual(lines.map(({ number }) => number), wanted.map((_, index) => index + 1));
      assert.equal(lines.at(-1)?.end ?? 0, bytes.length);
    }),
  );
});

Deno.test("LineSplitter accepts a line of the greatest length, and reports a longer one at once", () => {
  const longest = new Uint8Array(maxLineBytes).fill(0x61);
  const pieces = [longest.subarray(0, 1000), longest.subarray(1000), new Uint8Array([0x0a, 0x62])];
  const lines = linesOf(pieces);
  assert.deepEqual(lines.map(({ text }) => text?.length), [maxLineBytes, 1]);

  const splitter = new LineSplitter();
  assert.deepEqual([...splitter.split(longest)], []);
  const [tooLong, ...more] = splitter.split(new Uint8Array([0x61, 0x61]));
  assert.deepEqual(tooLong, { bytes: undefined, number: 1, end: maxLineBytes + 2 });
  assert.deepEqual(more, []);
  // The rest of the line is skipped, and the next one is complete.
  assert.deepEqual([...splitter.split(longest)], []);
  const [next] = splitter.split(new Uint8Array([0x0a, 0x62, 0x0a]));
  assert.deepEqual(next, { bytes: new Uint8Array([0x62]), number: 2, end: 2 * maxLineBytes + 5 });
  assert.deepEqual([...splitter.finish()], []);
});

Deno.test("closingQuote finds where any JSON string ends", () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('"', "\\", "a", "😀") }), (text) => {
    const json = JSON.stringify(text);
    assert.equal(closingQuote(`[${json}, "b"]`, 1), json.length);
  }));
  assert.equal(closingQuote('"never closed\\"', 0), 15);
});

Deno.test("repeatedKey finds a repeated key, however it is written, and no others", () => {
  const key = fc.string({ unit: fc.constantFrom('"', "\\", "a", "{", ":", "]", " ") });
  const value = fc.jsonValue({ maxDepth: 3 });
  fc.assert(fc.property(fc.dictionary(key, value), key, (object, again) => {
    assert.equal(repeatedIn(JSON.stringify(object, null, 1)), undefined);
    const name = JSON.stringify(again);
    assert.equal(repeatedIn(`{${name}: [{"x": 1}, {"x": "${"y"}"}], ${name} :2}`), again);
  }));
  assert.equal(repeatedIn('{"a": 1, "\\u0061": 2}'), "a");
});

Deno.test("strings of megabytes, and values in a million layers, take no stack", () => {
  const long = '\\"'.repeat(4_000_000);
  assert.equal(repeatedIn(`{"a": "${long}", "a": 1}`), "a");
  const layers = 1_000_000;
  assert.equal(repeatedIn(`{"a": ${"[".repeat(layers)}${"]".repeat(layers)}}`), undefined);
  const message = printable(`Cannot read "${"\\\\".repeat(4_000_000)}": there is no such file`);
  assert.ok(message.length < 1000);
  assert.match(message, /^Cannot read ".+…": there is no such file$/);
  assert.ok(printable("[1, 2".repeat(1_000_000)).length < 5000);
  const deep: unknown = JSON.parse("[".repeat(layers) + "]".repeat(layers));
  assert.equal(shownValue(deep), "an array");
});
