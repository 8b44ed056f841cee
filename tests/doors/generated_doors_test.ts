/** The doors for generated modules export exactly what generated modules import. */
import assert from "node:assert/strict";
import { moduleTexts, specifiers } from "../../codegen/mod.ts";
import { type Door, doorNames } from "../../codegen/print/doors.ts";
import config from "../../deno.json" with { type: "json" };
import { defineDataset, field, type FieldDefinitions } from "../../schema/mod.ts";
import { everyField } from "../loader/_every_kind.ts";
import { exportsOf } from "./_exports.ts";

const doors = Object.keys(doorNames) as Door[];
const exported: Readonly<Record<string, string>> = config.exports;

/** Fields that together make every emitter print everything it can. */
const fields: FieldDefinitions = {
  ...everyField,
  mono: field.waveform({ sampleRate: 16_000, mono: true }),
  stereo: field.waveform({ sampleRate: 16_000, mono: false, dtype: "float32" }),
  given: field.melSpectrogram({ preset: "whisper" }),
  computed: field.codecTokens({ preset: "dac-44khz", from: "mono" }),
  brought: field.pitch(),
  listened: field.mfcc({ from: "mono", sampleRate: 16_000 }),
  id: field.text({ means: "key" }),
  again: field.spectrogram({ from: "mono", sampleRate: 16_000, nFft: 64, hopLength: 32 }),
};

const imported = await importedNames(fields);

/** The names that the modules of these fields import, by door. */
async function importedNames(fields: FieldDefinitions): Promise<Map<string, Set<string>>> {
  const { reader, writer } = await moduleTexts([defineDataset("Everything", fields)], {
    name: "everything",
    schemaName: "everything.schema.ts",
    docs: new Map(),
    specifierOf: specifiers("audiofield"),
  });
  const found = new Map<string, Set<string>>();
  for (const text of [reader, writer]) {
    for (
      const [, names, door] of text.matchAll(
        /^import (?:type )?\{([^}]*)\} from "audiofield\/(.*)";$/gm,
      )
    ) {
      const known = found.get(door!) ?? new Set();
      for (const name of names!.split(",")) {
        known.add(name.trim().replace(/^type /, "").replace(/ as .*/, ""));
      }
      found.set(door!, known);
    }
  }
  for (const names of found.values()) names.delete("");
  return found;
}

for (const door of doors) {
  Deno.test(`${door} exports what generated modules import, and nothing else`, async () => {
    const names = await exportsOf(exported[`./${door}`]!);
    assert.deepEqual([...imported.get(door) ?? []].sort(), names);
  });

  Deno.test(`the generator's list for ${door} is what it exports`, async () => {
    const names = await exportsOf(exported[`./${door}`]!);
    assert.deepEqual([...doorNames[door]].sort(), names);
  });
}

Deno.test("deno.json has the doors that generated modules import, and no other below ./generated", () => {
  const inner = Object.keys(exported).filter((door) => door.startsWith("./generated"));
  assert.deepEqual(inner.sort(), doors.map((door) => `./${door}`).sort());
});
