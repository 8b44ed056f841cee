/** What `docs/format.md` says about kinds, options and names, compared with what the code does. */
import assert from "node:assert/strict";
import { SchemaError } from "../../errors/mod.ts";
import {
  defineDataset,
  field,
  fieldKinds,
  parameterNames,
  spectralDefaults,
} from "../../schema/mod.ts";

const page = Deno.readTextFileSync(new URL("../../docs/format.md", import.meta.url));

/** The text under a heading, up to the next one. */
function section(heading: string): string {
  const [, text] = page.split(new RegExp(`^#+ ${heading}$`, "m"));
  assert.ok(text !== undefined, heading);
  return text.split(/^#/m)[0]!;
}

/** The cells of the first table's rows, without its header. */
function rows(text: string): string[][] {
  const table = text.slice(text.indexOf("|")).split(/\n\n/)[0]!;
  return table.split("\n").slice(2)
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
}

Deno.test("the table of kinds has each kind with its number and the size of its metadata record", () => {
  const stated = rows(section("Kinds")).map(([kind, type, , bytes]) => [kind, type, bytes]);
  const known = fieldKinds().toSorted((a, b) => a.typeId - b.typeId).map(
    ({ kind, typeId, layout }) => [`\`${kind}\``, String(typeId), String(layout.itemSize)],
  );
  assert.deepEqual(stated, known);
});

Deno.test("the next free number is the one after the highest", () => {
  const highest = Math.max(...fieldKinds().map(({ typeId }) => typeId));
  assert.match(section("Kinds"), new RegExp(`\\b${highest + 1} is the next free number`));
});

Deno.test("the table of spectral options has every parameter with its default", () => {
  const stated = rows(section("Spectral options")).map(([name, value]) => [name, value]);
  const known = Object.entries(spectralDefaults).map(([name, value]) => [
    `\`${name}\``,
    name === "winLength" ? "nFft" : JSON.stringify(value),
  ]);
  assert.deepEqual(stated, known);
  assert.deepEqual(parameterNames("mfcc").length, known.length);
});

Deno.test("the list of reserved names is the one that schemas are checked against", () => {
  const list = section("Reserved names").split(":")[1]!.split(".")[0]!;
  const names = [...list.matchAll(/`(\w+)`/g)].map(([, name]) => name!);
  assert.ok(names.length > 20);
  const isReserved = (name: string) => {
    try {
      defineDataset("D", { [name]: field.uint8() });
      return false;
    } catch (error) {
      return error instanceof SchemaError && error.code === "reserved-name";
    }
  };
  assert.deepEqual(names.filter((name) => !isReserved(name)), []);
  // And the source's list has no name that is missing here: there, each is on its own line.
  const source = Deno.readTextFileSync(new URL("../../schema/names.ts", import.meta.url));
  const kept = [...source.matchAll(/^ {2}"(\w+)",$/gm)].map(([, name]) => name!);
  assert.deepEqual(kept.toSorted(), names.toSorted());
});
