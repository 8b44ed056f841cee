/** Texts and manifests in other encodings than UTF-8, through the public commands. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { openDataset } from "../../runtime/mod.ts";
import { TextPieces } from "../../shards/shared/text_encoding.ts";
import { noise, wavOf } from "./_wav.ts";
import { Workspace } from "./_workspace.ts";

/** A text in UTF-16, with its byte order mark. */
function utf16(text: string, littleEndian: boolean): Uint8Array {
  const marked = `\ufeff${text}`;
  const view = new DataView(new ArrayBuffer(2 * marked.length));
  for (let at = 0; at < marked.length; at++) {
    view.setUint16(2 * at, marked.charCodeAt(at), littleEndian);
  }
  return new Uint8Array(view.buffer);
}

const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

function folder(texts: Readonly<Record<string, Uint8Array>>): Workspace {
  const workspace = new Workspace();
  workspace.writeSchema('audio: field.waveform(), text: field.text({ default: "" })');
  for (const [name, bytes] of Object.entries(texts)) {
    workspace.write(`clips/${name}.wav`, wavOf(noise(160)));
    workspace.write(`clips/${name}.txt`, bytes);
  }
  return workspace;
}

function textsOf(workspace: Workspace): unknown[] {
  using dataset = openDataset(workspace.path("out.afd"));
  return Array.from(
    { length: dataset.recordCount },
    (_, record) => dataset.field("text").decode(record),
  );
}

const pack = ["pack", "speech.schema.ts", "clips", "out.afd"];

Deno.test("side texts in UTF-16 are recognised by their mark", async () => {
  using workspace = folder({
    a: utf16("Grüße, 日本\r\n", true),
    b: utf16("Grüße, 😀\n", false),
    c: new TextEncoder().encode("\ufeffGrüße"),
  });
  const { code, stderr } = await workspace.run(pack);
  assert.equal(code, 0, stderr);
  assert.deepEqual(textsOf(workspace), ["Grüße, 日本", "Grüße, 😀", "Grüße"]);
});

Deno.test("--text-encoding is for texts without a mark", async () => {
  using workspace = folder({ a: latin1("Straße"), b: utf16("Straße", true) });
  const refused = await workspace.run(pack);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /ManifestError\/not-utf-8.*a\.txt.*--text-encoding/);
  const { code, stderr } = await workspace.run([...pack, "--text-encoding", "latin-1"]);
  assert.equal(code, 0, stderr);
  assert.deepEqual(textsOf(workspace), ["Straße", "Straße"]);
});

Deno.test("texts that aren't in their encoding, and encodings that don't exist, are errors", async () => {
  using workspace = folder({ a: Uint8Array.of(0xff, 0xfe, 0x41, 0, 0, 0xd8) });
  const half = await workspace.run(pack);
  assert.equal(half.code, 1);
  assert.match(half.stderr, /ManifestError\/wrong-encoding.*a\.txt.*UTF-16LE/);
  const unknown = await workspace.run([...pack, "--text-encoding", "klingon"]);
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /UsageError\/encoding.*klingon/);
});

Deno.test("manifests may be in other encodings, too, and plans keep what they say", async () => {
  const lines =
    '{"audio": "clips/a.wav", "text": "Straße"}\n{"audio": "clips/a.wav", "text": "é"}\n';
  for (
    const [bytes, more] of [
      [utf16(lines, false), []],
      [latin1(lines), ["--text-encoding", "latin-1"]],
    ] as const
  ) {
    using workspace = folder({ a: new Uint8Array(0) });
    workspace.write("m.jsonl", bytes);
    const args = ["pack", "speech.schema.ts", "m.jsonl"];
    const { code, stderr } = await workspace.run([...args, "out.afd", ...more]);
    assert.equal(code, 0, stderr);
    assert.deepEqual(textsOf(workspace), ["Straße", "é"]);
    const sharded = await workspace.run([...args, "set/", "--shard-records", "1", ...more]);
    assert.equal(sharded.code, 0, sharded.stderr);
    using dataset = openDataset(workspace.path("set"));
    assert.deepEqual([0, 1].map((record) => dataset.field("text").decode(record)), ["Straße", "é"]);
  }
});

Deno.test("texts that come in pieces are the same, wherever they are cut", () => {
  const pieces = fc.tuple(
    fc.string({ unit: "binary", maxLength: 40 }).filter((text) => !text.startsWith("\ufeff")),
    fc.constantFrom(true, false, undefined),
    fc.array(fc.nat({ max: 90 }), { maxLength: 6 }),
  );
  fc.assert(fc.property(pieces, ([text, littleEndian, cuts]) => {
    const bytes = littleEndian === undefined
      ? new TextEncoder().encode(text)
      : utf16(text, littleEndian);
    const decoder = new TextPieces("m.jsonl", undefined);
    const places = [...new Set([0, ...cuts.filter((cut) => cut < bytes.length), bytes.length])];
    places.sort((one, other) => one - other);
    const found = places.slice(1).flatMap((
      end,
      index,
    ) => [...decoder.next(bytes.subarray(places[index], end))]);
    assert.equal(
      new TextDecoder("utf-8").decode(Uint8Array.from([...found, ...decoder.end()])),
      text,
    );
  }));
});
