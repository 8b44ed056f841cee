/** How many names each door has, and what importing it loads. */
import assert from "node:assert/strict";
import config from "../../deno.json" with { type: "json" };
import { type Door, doors, weighDoors } from "../../tools/doors/table.ts";
import { filesLoadedBy, type Weight } from "../../tools/doors/weigh.ts";
import { projectFolder } from "../_deno.ts";
import { exportsOf } from "./_exports.ts";

/** The maximum number of names that each door may have. */
const mostNames: Readonly<Record<string, number>> = {
  ".": 132,
  "./cli": 1,
  "./codegen": 20,
  "./embedded": 0,
  "./features": 15,
  "./generated": 30,
  "./generated/coded": 10,
  "./generated/category": 5,
  "./generated/pitch": 5,
  "./generated/spectral": 15,
  "./generated/tokens": 15,
  "./generated/waveform": 20,
  "./generated/writer": 35,
  "./models": 15,
  "./runtime": 262,
  "./shards": 45,
};

/** The most modules, and kilobytes of their sources, plain and in gzip, that each may load. */
const budgets: Readonly<Record<string, readonly [modules: number, kB: number, gzipped: number]>> = {
  ".": [580, 1810, 660],
  "./cli": [170, 360, 145],
  "./codegen": [135, 330, 125],
  "./embedded": [30, 1560, 660],
  "./features": [90, 200, 75],
  "./generated": [230, 690, 255],
  "./generated/coded": [200, 540, 200],
  "./generated/category": [55, 130, 50],
  "./generated/pitch": [145, 330, 130],
  "./generated/spectral": [130, 300, 115],
  "./generated/tokens": [175, 440, 165],
  "./generated/waveform": [100, 280, 100],
  "./generated/writer": [295, 820, 305],
  "./models": [95, 320, 120],
  "./runtime": [600, 1890, 690],
  "./shards": [690, 2210, 810],
  "generated/speech.ts": [270, 850, 310],
  "generated/speech_writer.ts": [490, 1470, 540],
  "generated/tokens.ts": [345, 1020, 370],
  "generated/whisper.ts": [325, 960, 350],
};

const weights = new Map((await weighDoors()).map((door) => [door.name, door]));

Deno.test("each door has a maximum number of names and a budget", () => {
  assert.deepEqual(Object.keys(mostNames).sort(), Object.keys(config.exports).sort());
  assert.deepEqual(Object.keys(budgets).sort(), doors.map(({ name }) => name).sort());
});

for (const [door, path] of Object.entries(config.exports)) {
  Deno.test(`${door} has at most ${mostNames[door]} names`, async () => {
    const names = await exportsOf(path);
    assert.ok(names.length <= mostNames[door]!, `${names.length}: ${names.join(", ")}`);
  });
}

for (const { name } of doors) {
  Deno.test(`importing ${name} stays within its budget`, () => {
    const { modules, bytes, gzipped } = weights.get(name)!;
    const [mostModules, kB, kBGzipped] = budgets[name]!;
    assert.ok(modules > 0 && gzipped > 0);
    assert.ok(modules <= mostModules, `${modules} modules`);
    assert.ok(bytes <= kB * 1000, `${bytes} bytes`);
    assert.ok(gzipped <= kBGzipped * 1000, `${gzipped} bytes in gzip`);
  });
}

Deno.test("reading modules lead to no encoder, no writer and no decoder of audio files", async () => {
  for (const path of ["generated/speech.ts", "generated/tokens.ts", "generated/whisper.ts"]) {
    const files = await filesLoadedBy(path);
    const wrong = files.filter((file) =>
      /\/(audio\/input|runtime\/(intake|output|writer)|kernels\/wasm\/(input|encoders))|encoder/
        .test(
          file,
        )
    );
    assert.deepEqual(wrong, [], path);
  }
});

Deno.test("a reader of PCM, text and numbers leads to no other kind's options and presets", async () => {
  const files = await filesLoadedBy("generated/speech.ts");
  const wrong = files.filter((file) => /\/schema\/(fields|spectral|tokens|mod\.ts)/.test(file));
  assert.deepEqual(wrong, []);
});

Deno.test("docs/performance.md has the table, to within a tenth, or 20 modules and kB", () => {
  const page = Deno.readTextFileSync(`${projectFolder}/docs/performance.md`);
  const rows = [...page.matchAll(/^\| `([^`]+)` +\| +([\d,]+) \| +([\d,]+) \| +([\d,]+) \|$/gm)]
    .map(([, name, ...numbers]) => [name!, ...numbers.map(numberOf)] as const);
  const found = new Map(rows.map(([name, ...numbers]) => [name, numbers]));
  const far = doors.filter((door) => !isNear(door, found.get(door.name)));
  assert.deepEqual(far.map(({ name }) => name), [], "run `deno task doors`, and update the table");
});

function numberOf(text: string): number {
  return Number(text.replaceAll(",", ""));
}

function isNear({ name }: Door, row: readonly number[] | undefined): boolean {
  const { modules, bytes, gzipped }: Weight = weights.get(name)!;
  return [modules, bytes / 1000, gzipped / 1000].every((measured, column) =>
    Math.abs((row?.[column] ?? 0) - measured) <= Math.max(20, measured / 10)
  );
}
