/** Parts of how the packages are built. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { fromBase85, toBase85 } from "../../npm/base85.ts";
import { keepLines, numbersOf, textOf } from "../../npm/line_maps.ts";
import { TestFolder } from "../_test_folder.ts";

Deno.test("any bytes are the same after base 85, whose text needs no escaping", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
    const text = toBase85(bytes);
    assert.equal(JSON.stringify(text), `"${text}"`);
    assert.deepEqual(fromBase85(text, bytes.length), bytes);
  }));
});

/** Places in a bundle: a column, and the source, line and column that it comes from. */
const drawnLine = fc.array(
  fc.tuple(fc.nat(500), fc.nat(3), fc.nat(900), fc.nat(80)),
  { maxLength: 20 },
).map((places) => places.sort(([one], [other]) => one - other));

Deno.test("a source map of lines leads to the line that the whole map leads to", () => {
  using folder = new TestFolder();
  const path = folder.file("a.js.map");
  fc.assert(fc.property(fc.array(drawnLine, { maxLength: 4 }), (lines) => {
    writeFileSync(path, JSON.stringify({ sources: ["a"], names: ["n"], mappings: encoded(lines) }));
    keepLines(path, (source) => `${source}.ts`);
    const { sources, names, mappings } = JSON.parse(readFileSync(path, "utf8"));
    assert.deepEqual([sources, names], [["a.ts"], []]);
    const kept = decoded(mappings);
    for (const [number, line] of lines.entries()) {
      for (const column of line.map(([column]) => column)) {
        assert.deepEqual(placeAt(kept[number]!, column), placeAt(line, column));
      }
    }
  }));
});

type Place = readonly [column: number, source: number, line: number, sourceColumn: number];

/** The source and line of a column: those of the last place that isn't after it. */
function placeAt(line: readonly Place[], column: number): readonly number[] | undefined {
  return line.findLast(([at]) => at <= column)?.slice(1, 3);
}

function encoded(lines: readonly (readonly Place[])[]): string {
  const last = [0, 0, 0, 0];
  return lines.map((line) => {
    last[0] = 0;
    return line.map((place) => {
      const text = textOf(place.map((value, part) => value - last[part]!));
      place.forEach((value, part) => last[part] = value);
      return text;
    }).join(",");
  }).join(";");
}

function decoded(mappings: string): Place[][] {
  const last = [0, 0, 0, 0];
  return mappings.split(";").map((line) => {
    last[0] = 0;
    return line === "" ? [] : line.split(",").map((segment) => {
      numbersOf(segment).forEach((value, part) => last[part] = last[part]! + value);
      return [...last] as unknown as Place;
    });
  });
}
