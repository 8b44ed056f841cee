/** Every kind through every command: a kind that a command has no answer for fails here. */
import assert from "node:assert/strict";
import { measureBatches } from "../../cli/bench/measure_batches.ts";
import { exportField } from "../../cli/export/export_field.ts";
import { plotRecord } from "../../cli/plot/plot_record.ts";
import { commandsOf } from "../../cli/roles/mod.ts";
import { beQuiet } from "../../cli/shared/terminal.ts";
import { UsageError } from "../../errors/mod.ts";
import { openDataset } from "../../runtime/mod.ts";
import { fieldKind, fieldKinds } from "../../schema/mod.ts";
import { kindExamples, writeInputs } from "./_every_kind.ts";
import { type Outcome, Workspace } from "./_workspace.ts";

const kinds = fieldKinds().map(({ kind }) => kind);
const workspace = new Workspace();

Deno.test.beforeAll(async () => {
  beQuiet();
  writeInputs(workspace);
  const known = kinds.filter((kind) => kind in kindExamples);
  workspace.writeSchema(known.map((kind) => `${kind}: ${kindExamples[kind]!.definition}`).join());
  const values = Object.fromEntries(known.map((kind) => [kind, kindExamples[kind]!.value]));
  workspace.write("in.jsonl", `${JSON.stringify(values)}\n${JSON.stringify(values)}\n`);
  sound(await workspace.run(["pack", "speech.schema.ts", "in.jsonl", "out.afd"]));
});
Deno.test.afterAll(() => workspace[Symbol.dispose]());

function sound({ code, stdout, stderr }: Outcome): string {
  assert.equal(code, 0, stderr);
  return stdout;
}

Deno.test("every kind has an example, and nothing else does", () => {
  assert.deepEqual(
    Object.keys(kindExamples).toSorted(),
    kinds.toSorted(),
    "tests/cli/_every_kind.ts",
  );
});

Deno.test("an unknown kind isn't taken for bytes, or for anything else", () => {
  assert.throws(() => commandsOf("nobody"), /There is no field kind "nobody"/);
});

Deno.test("inspect --json describes every kind by what it declares", async () => {
  const { fields } = JSON.parse(sound(await workspace.run(["inspect", "out.afd", "--json"])));
  assert.deepEqual(fields.map(({ kind }: { kind: string }) => kind), kinds);
  for (const { kind, totals } of fields) {
    const { length, isDrawn: _drawn } = kindExamples[kind]!;
    const known = fieldKind(kind)!;
    assert.deepEqual([totals.length, totals.maxLength], [2 * length, length], kind);
    assert.equal(totals.payloadBytes > 0, known.hasPayload, kind);
    assert.equal(totals.seconds, known.role === "audio" ? 0.1 : undefined, kind);
  }
});

Deno.test("inspect prints every kind, with its padding", async () => {
  const text = sound(await workspace.run(["inspect", "out.afd", "--buckets"]));
  const tables = text.slice(0, text.indexOf("durations of"));
  for (const kind of kinds) assert.match(tables, new RegExp(`^${kind.slice(0, 8)}`, "m"));
  const padded = [...text.matchAll(/^padding of (\w+)/gm)].map(([, name]) => name);
  const rows = fieldKinds().filter(({ length }) => length !== undefined && length.unit !== "bytes");
  assert.deepEqual(padded, rows.map(({ kind }) => kind));
});

Deno.test("inspect --record shows how the values of every kind begin", async () => {
  const json = sound(await workspace.run(["inspect", "out.afd", "--record", "1", "--json"]));
  const { fields } = JSON.parse(json).record;
  for (const kind of kinds) {
    const { preview } = kindExamples[kind]!;
    if (preview === "any") assert.equal(fields[kind].preview.length, 8, kind);
    else assert.deepEqual(fields[kind].preview, preview, kind);
  }
  const text = sound(await workspace.run(["inspect", "out.afd", "--record", "1"]));
  for (const { kind, hasPayload } of fieldKinds()) {
    const { metadata } = fields[kind];
    assert.equal("dataPtr" in metadata, hasPayload, kind);
  }
  assert.doesNotMatch(text, /value \d/);
});

Deno.test("verify finds every kind sound", async () => {
  const report = JSON.parse(sound(await workspace.run(["verify", "out.afd", "--json"])));
  assert.deepEqual(report, { ok: true, records: 2, checked: 2, damaged: [] });
});

Deno.test("plan proposes existing kinds", async () => {
  const args = "plan --model whisper --clips 10 --seconds 1 --budget-gb 1".split(" ");
  const table = sound(await workspace.run(args)).matchAll(/^(?:→| ) +[a-z_]+ +(\w+), /gm);
  const proposed = [...table].map(([, kind]) => kind!);
  assert.equal(proposed.length, 5);
  for (const kind of proposed) assert.ok(kinds.includes(kind), kind);
});

Deno.test("gen has a field for every kind", async () => {
  sound(await workspace.run(["gen", "speech.schema.ts"]));
  const module = workspace.readText("generated/speech.ts");
  for (const kind of kinds) {
    assert.match(module, new RegExp(`^  readonly ${kind}: \\w+Field;`, "m"));
  }
});

for (const kind of kinds) {
  Deno.test(`export writes ${kind} in each of its formats`, async () => {
    const example = kindExamples[kind]!;
    const formats = commandsOf(kind).formats.map(({ name }) => name);
    assert.deepEqual(formats, Object.keys(example.exports));
    for (const [format, bytes] of Object.entries(example.exports)) {
      const to = workspace.path(`${kind}_${format}`);
      const wanted = { field: kind, out: to, format, question: {} };
      if (bytes === "refused") {
        await assert.rejects(exportField(workspace.path("out.afd"), wanted), UsageError);
        continue;
      }
      await exportField(workspace.path("out.afd"), wanted);
      const files = filesBelow(to);
      assert.ok(files.length > 0);
      for (const file of files) {
        const { size } = Deno.statSync(file);
        assert.ok(bytes === "any" ? size > 0 : size === bytes, `${file}: ${size} bytes`);
      }
    }
  });

  Deno.test(`plot draws ${kind}, or says that it can't be drawn`, async () => {
    const { isDrawn } = kindExamples[kind]!;
    const picture = workspace.path(`${kind}.png`);
    if (isDrawn) {
      const args = ["plot", "out.afd", "--field", kind, "--record", "0", "--out", picture];
      sound(await workspace.run(args));
      assert.deepEqual([...Deno.readFileSync(picture).subarray(1, 4)], [0x50, 0x4e, 0x47]);
    } else {
      const wanted = {
        file: workspace.path("out.afd"),
        field: kind,
        record: { number: 0 },
        out: picture,
      };
      await assert.rejects(
        plotRecord({ ...wanted, overwrite: false }),
        (error) => error instanceof UsageError && error.code === "not-drawable",
      );
    }
  });

  Deno.test(`bench counts the bytes of ${kind}`, async () => {
    using dataset = openDataset(workspace.path("out.afd"));
    const way = { batchSize: 2, workers: 0, fields: [kind] };
    const { recordBytes, recordsPerSecond } = await measureBatches(dataset, way, 0.01);
    assert.equal(recordBytes, kindExamples[kind]!.batchBytes);
    assert.ok(recordsPerSecond > 0);
  });
}

function filesBelow(folder: string): string[] {
  return Array.from(Deno.readDirSync(folder)).flatMap(({ name, isDirectory }) =>
    isDirectory ? filesBelow(`${folder}/${name}`) : [`${folder}/${name}`]
  );
}
