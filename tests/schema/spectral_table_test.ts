/** The table of spectral parameters, and what depends on it: types, bytes, the pages' tables. */
import assert from "node:assert/strict";
import { FeatureExtractor, type FeatureParameters } from "../../kernels/mod.ts";
import { UsageError } from "../../errors/mod.ts";
import { featureParameters } from "../../runtime/mod.ts";
import { kernelParameterNames, spectralDefaults } from "../../schema/mod.ts";
import { mayBe } from "../../schema/spectral/parameters/check.ts";
import type { Parameter, Slot } from "../../schema/spectral/parameters/parameter.ts";
import { parameterEntries } from "../../schema/spectral/parameters/table.ts";
import { briefOf, valuesOf } from "../../tools/spectral/doc_text.ts";
import { denoCommand, projectFolder } from "../_deno.ts";

Deno.test("every default is an allowed value of its parameter", () => {
  for (const [name, parameter] of parameterEntries) {
    assert.ok(mayBe(name, parameter.default), name);
  }
});

Deno.test("a range includes its ends, and nothing past them", () => {
  for (const [name, parameter] of parameterEntries) {
    if (parameter.type !== "integer" && parameter.type !== "number") continue;
    const { max, min } = parameter;
    const isOpen = parameter.type === "number" && parameter.above === true;
    assert.deepEqual([mayBe(name, max), mayBe(name, max * 1.01 + 1)], [true, false], name);
    assert.deepEqual([mayBe(name, min), mayBe(name, min - 1)], [!isOpen, false], name);
    assert.equal(mayBe(name, NaN), false);
  }
});

/** The bytes and, within a byte, the bits that a slot takes. */
function placesOf(slot: Slot): string[] {
  if ("bit" in slot) return [`${slot.at}.${slot.bit}`];
  const sizes = { uint16: 2, uint32: 4, float32: 4, float64: 8, code: 1, flag: 1 };
  return Array.from({ length: sizes[slot.type] }, (_, index) => `${slot.at + index}`);
}

Deno.test("slots don't overlap, and every parameter but the window's length has one", () => {
  const slots = parameterEntries.flatMap(([, { base, extended }]) => [base, extended])
    .filter((slot) => slot !== undefined);
  const places = slots.flatMap(placesOf);
  assert.equal(new Set(places).size, places.length);
  assert.deepEqual(
    parameterEntries.filter(([, { base, extended }]) =>
      base === undefined && extended === undefined
    ),
    [],
  );
});

Deno.test("the types are those generated from the table", async () => {
  const { success, stderr } = await denoCommand(
    ["run", "-A", "tools/spectral_types.ts", "--check"],
    { cwd: projectFolder },
  ).output();
  assert.ok(success, new TextDecoder().decode(stderr));
});

Deno.test("the kernels require each parameter that they are said to take, and no other", () => {
  const whole: FeatureParameters = featureParameters("mfcc", spectralDefaults, 16_000);
  new FeatureExtractor(whole)[Symbol.dispose]();
  assert.deepEqual(Object.keys(whole), [...kernelParameterNames, "kind"]);
  for (const name of kernelParameterNames) {
    const { [name as keyof FeatureParameters]: _left, ...rest } = whole;
    assert.throws(() => new FeatureExtractor(rest as FeatureParameters), UsageError, name);
  }
});

/** The cells of the first table after some text of a page, without its head. */
function tableAfter(path: string, text: string): string[][] {
  const page = Deno.readTextFileSync(`${projectFolder}/docs/${path}`);
  const at = page.indexOf(text);
  assert.ok(at >= 0, text);
  const table = page.slice(page.indexOf("\n| ", at) + 1).split("\n\n")[0]!;
  return table.split("\n").slice(2)
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
}

function defaultOf(name: string, { default: value }: Parameter, quote: string): string {
  if (name === "winLength") return "nFft";
  const shown = JSON.stringify(value);
  return typeof value === "string" ? `${quote}${shown}${quote}` : shown;
}

Deno.test("docs/features.md has every parameter: default, values and first paragraph", () => {
  assert.deepEqual(
    tableAfter("features.md", "\n## Parameters\n"),
    parameterEntries.map(([name, parameter]) => [
      `\`${name}\``,
      defaultOf(name, parameter, "`"),
      valuesOf(parameter),
      briefOf(parameter),
    ]),
  );
});

Deno.test("docs/format.md has every parameter: default and values", () => {
  assert.deepEqual(
    tableAfter("format.md", "\n#### Spectral options\n"),
    parameterEntries.map(([name, parameter]) => [
      `\`${name}\``,
      defaultOf(name, parameter, ""),
      valuesOf(parameter),
    ]),
  );
});

const pageTypes: Readonly<
  Record<string, readonly [Exclude<Slot, { bit: number }>["type"], number]>
> = {
  u16: ["uint16", 2],
  u32: ["uint32", 4],
  f32: ["float32", 4],
  f64: ["float64", 8],
};

Deno.test("docs/format.md has every parameter's place in the configuration", () => {
  const rows = tableAfter("format.md", "Configuration: 26 bytes, the original design's");
  const stated = rows.flatMap(([offset, type, content]) => {
    const names = [...content!.split(";")[0]!.matchAll(/`(\w+)`/g)].map(([, name]) => name!);
    const at = Number(offset);
    if (content!.startsWith("bits from the lowest")) {
      return names.map((name, bit) => `${name}: ${JSON.stringify({ at, bit })}`);
    }
    if (type === "u8") {
      const [parameter, choices] = content!.split(": ");
      const [, name] = /^`(\w+)`$/.exec(parameter!) ?? [];
      if (name === undefined) return [];
      if (name !== "storeDtype") {
        const found = parameterEntries.find(([one]) => one === name)![1];
        assert.equal(choices, found.type === "choice" ? found.choices.join(", ") : "");
      }
      return [`${name}: ${JSON.stringify({ at, type: "code" })}`];
    }
    const [slotType, size] = pageTypes[type!.replace(/^\d+ × /, "")] ?? [];
    if (slotType === undefined) return [];
    return names.map((name, index) =>
      `${name}: ${JSON.stringify({ at: at + index * size!, type: slotType })}`
    );
  });
  const known = parameterEntries.flatMap(([name, { base, extended }]) =>
    [base, extended].filter((slot) => slot !== undefined)
      .map((slot) => `${name}: ${JSON.stringify(slot)}`)
  );
  // What the page says in a sentence: whether there is a logarithm.
  assert.ok(
    rows.some(([at, , content]) => at === "24" && content!.startsWith("0 without a logarithm")),
  );
  assert.ok(rows.some(([at, , content]) => at === "32" && content!.startsWith("`log`: ")));
  assert.deepEqual(
    stated.toSorted(),
    known.filter((line) => line !== `log: ${JSON.stringify({ at: 24, type: "flag" })}`).toSorted(),
  );
});
