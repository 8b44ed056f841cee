/** What a generated module states about PCM: offsets, types, and loops with constants. */
import assert from "node:assert/strict";
import { defineDataset, field } from "../../schema/mod.ts";
import { classOf as declarationOf, loopsOf } from "./_loops.ts";
import { moduleTexts, specifiers } from "../../codegen/mod.ts";

const Sounds = defineDataset("Sounds", {
  mono: field.waveform({ sampleRate: 8000, mono: true, dtype: "int16" }),
  wide: field.waveform({ sampleRate: 8000, channels: 6, dtype: "float32" }),
  free: field.waveform({ sampleRate: 8000, channels: "source", dtype: "int32" }),
});

const { reader } = await moduleTexts([Sounds], {
  schemaName: "sounds.schema.ts",
  name: "sounds",
  docs: new Map(),
  specifierOf: specifiers("audiofield"),
});

/** A class of the module, and the bodies of its methods by name. */
function classOf(name: string): { head: string; methods: Map<string, string> } {
  const text = new RegExp(`export class ${name}[^]*?\n}\n`).exec(reader)?.[0] ?? "";
  const methods = text.matchAll(/\n {2}(?:protected override )?(\w+)\([^]*?\n {2}}\n/g);
  return {
    head: text.slice(0, text.indexOf("{")),
    methods: new Map([...methods].map(([body, method]) => [method!, body])),
  };
}

/** The statements that run for each record. */
function loopOf(body: string): string {
  return /\n( +)for \([^]*?\n\1}\n/.exec(body)?.[0] ?? "";
}

const fields = [
  { name: "Mono", arrayType: "Int16Array", frame: "2", isFixed: true },
  { name: "Wide", arrayType: "Float32Array", frame: "24", isFixed: true },
  { name: "Free", arrayType: "Int32Array", frame: "channels * 4", isFixed: false },
];

Deno.test("accessors of PCM have their members' offsets as literals", () => {
  for (const { name } of fields) {
    const { methods } = classOf(`Sounds${name}Metadata`);
    const reads = [...methods].map(([method, body]) => [method, /return (.*);/.exec(body)?.[1]]);
    assert.deepEqual(reads.filter(([, read]) => read !== undefined), [
      ["dataPtr", "words[word]! + words[word + 1]! * 0x1_0000_0000"],
      ["numSamples", "words[word + 2]!"],
      ["durationMs", "words[word + 3]!"],
      ["sampleRate", "words[word + 4]!"],
      ["channels", "bytes[word * 4 + 20]!"],
      ["dtypeCode", "bytes[word * 4 + 21]!"],
    ]);
    for (const [method] of reads.filter(([, read]) => read !== undefined)) {
      assert.match(methods.get(method!)!, /const word = \(index & pageMask\) \* 6;/);
    }
  }
});

Deno.test("types of records and batches of PCM name the schema's array", () => {
  for (const { name, arrayType } of fields) {
    assert.match(reader, new RegExp(`\n  ${name.toLowerCase()}: Waveform<${arrayType}>;`));
    const { head, methods } = classOf(`Sounds${name}Field`);
    assert.match(head, new RegExp(`extends WaveformField<${arrayType}>`));
    assert.deepEqual([...methods.keys()], [
      "constructor",
      "planRows",
      "planWindowRows",
      "copyRows",
    ]);
    for (const method of ["planRows", "planWindowRows"]) {
      assert.match(methods.get(method)!, new RegExp(`batch: AnyWaveformBatch<${arrayType}>`));
    }
    assert.match(methods.get("copyRows")!, new RegExp(`batch: WaveformBatch<${arrayType}>`));
  }
});

Deno.test("loops over clips have the schema's constants", () => {
  for (const { name, frame, isFixed } of fields) {
    const { methods } = classOf(`Sounds${name}Field`);
    for (const method of ["planRows", "planWindowRows"]) {
      const loop = loopOf(methods.get(method)!);
      assert.ok(loop.includes("const word = (index & pageMask) * 6;"));
      assert.ok(loop.includes("const position = words[word]! + words[word + 1]! * 0x1_0000_0000;"));
      assert.ok(loop.includes("const samples = words[word + 2]!;"));
      assert.ok(loop.includes(`const byteLength = samples * ${frame};`));
      assert.equal(loop.includes("const channels = bytes[word * 4 + 20]!;"), !isFixed);
    }
    const windows = loopOf(methods.get("planWindowRows")!);
    assert.ok(windows.includes(`positions[row] = position + first * ${frame};`));
    const copy = methods.get("copyRows")!;
    assert.ok(
      isFixed
        ? copy.includes(`const rowBytes = shape[1] * ${frame};`) &&
          loopOf(copy).includes(`const byteLength = lengths[row]! * ${frame};`)
        : copy.includes("const rowFrameBytes = shape[2] * 4;"),
    );
  }
});

Deno.test("loops over clips are straight: a call or two per clip, none per sample, no objects", () => {
  const calls = {
    planRows: ["table.page", "file.holds"],
    planWindowRows: ["table.page", "file.holds"],
    copyRows: ["file.copy", "bytes.fill"],
  };
  for (const { name, isFixed } of fields) {
    const declaration = declarationOf(reader, `Sounds${name}Field`);
    for (const [method, wanted] of Object.entries(calls)) {
      const { calls, made } = loopsOf(declaration, method);
      const spread = method === "copyRows" && !isFixed ? ["this.spreadRow"] : [];
      assert.deepEqual(calls.toSorted(), [...wanted, ...spread].toSorted());
      assert.deepEqual(made, []);
      const loops = declaration.getMethodOrThrow(method).getText().match(/\b(for|while) \(/g);
      assert.equal(loops?.length, 1);
    }
  }
});
