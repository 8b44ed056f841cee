/** Tokens through the command line: folders and manifests in, inspect, verify, and .npy out. */
import assert from "node:assert/strict";
import { openDataset } from "../../runtime/mod.ts";
import type { CodecTokens } from "../../schema/mod.ts";
import { npyHeader } from "../../cli/export/formats/npy.ts";
import { noise, wavOf } from "./_wav.ts";
import { Workspace } from "./_workspace.ts";

const codes = "codes: field.codecTokens({ nCodebooks: 2, vocabSize: 1024, packing: 'bits' })";
const pack = ["pack", "speech.schema.ts", "clips", "out.afd"];

function npy(...tokens: number[]): Uint8Array<ArrayBuffer> {
  const data = Uint16Array.from(tokens);
  const header = npyHeader("<u2", [2, tokens.length / 2]);
  const bytes = new Uint8Array(header.length + data.byteLength);
  bytes.set(header);
  bytes.set(new Uint8Array(data.buffer), header.length);
  return bytes;
}

function tokensOf(workspace: Workspace): number[][] {
  using dataset = openDataset(workspace.path("out.afd"));
  const field = dataset.field("codes");
  return Array.from(
    { length: dataset.recordCount },
    (_, record) => [...(field.decode(record) as CodecTokens).data],
  );
}

Deno.test("pack takes the .codes.npy next to each clip for the field codes", async () => {
  using workspace = new Workspace();
  workspace.writeSchema(`audio: field.waveform(), ${codes}`);
  workspace.write("clips/a.wav", wavOf(noise(10)));
  workspace.write("clips/a.codes.npy", npy(1, 2, 3, 4));
  workspace.write("clips/b.wav", wavOf(noise(10)));
  workspace.write("clips/b.codes.npy", npy(5, 6));
  const { code, stderr } = await workspace.run(pack);
  assert.equal(stderr, "");
  assert.equal(code, 0);
  assert.deepEqual(tokensOf(workspace), [[1, 2, 3, 4], [5, 6]]);
});

Deno.test("pack takes every .npy of a folder if there is nothing but tokens", async () => {
  using workspace = new Workspace();
  workspace.writeSchema(`${codes}, note: field.text()`);
  for (const [stem, ending] of [["a", ".npy"], ["b", ".codes.npy"]]) {
    workspace.write(`clips/${stem}${ending}`, npy(1023, 0));
    workspace.write(`clips/${stem}.txt`, stem!);
  }
  const { code, stderr } = await workspace.run(pack);
  assert.equal(stderr, "");
  assert.equal(code, 0);
  assert.deepEqual(tokensOf(workspace), [[1023, 0], [1023, 0]]);
});

Deno.test("tokens go from a manifest to inspect, verify and export", async () => {
  using workspace = new Workspace();
  workspace.writeSchema(codes);
  workspace.write("x.npy", npy(7, 8, 9, 10));
  workspace.write("list.jsonl", '{"codes": "x.npy"}\n');
  const packed = await workspace.run(["pack", "speech.schema.ts", "list.jsonl", "out.afd"]);
  assert.equal(packed.code, 0, packed.stderr);
  const inspected = await workspace.run(["inspect", "out.afd", "--json"]);
  const [field] = JSON.parse(inspected.stdout).fields;
  assert.deepEqual([field.type, field.batch.shape, field.totals.payloadBytes], [22, [64, 2, 2], 6]);
  const record = await workspace.run(["inspect", "out.afd", "--record", "0"]);
  assert.match(record.stdout, /7 8 9 10.*numFrames 2, nCodebooks 2/);
  assert.equal((await workspace.run(["verify", "out.afd"])).code, 0);
  const exported = await workspace.run(["export", "out.afd", "--field", "codes", "--out", "out"]);
  assert.equal(exported.code, 0, exported.stderr);
  assert.deepEqual(Deno.readFileSync(workspace.path("out/000000.npy")), npy(7, 8, 9, 10));
});

Deno.test("wrong tokens, and tokens that nothing can compute, are reported", async () => {
  using workspace = new Workspace();
  workspace.writeSchema(codes);
  workspace.write("clips/a.npy", npy(1, 1024));
  const wrong = await workspace.run(pack);
  assert.equal(wrong.code, 1);
  assert.match(wrong.stderr, /the token of codebook 1, frame 0 .* is 1024, but vocabSize is 1024/);
  workspace.writeSchema("audio: field.waveform(), codes: field.codecTokens({ from: 'audio' })");
  workspace.write("clips/a.wav", wavOf(noise(10)));
  const missing = await workspace.run(pack);
  assert.notEqual(missing.code, 0);
  assert.match(missing.stderr, /no codec model was given/);
  assert.match(missing.stderr, /--codec-model codes=/);
});
