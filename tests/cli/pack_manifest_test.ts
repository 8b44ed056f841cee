import assert from "node:assert/strict";
import { openDataset } from "../../runtime/mod.ts";
import { noise, wavOf } from "./_wav.ts";
import { Workspace } from "./_workspace.ts";

const pack = ["pack", "speech.schema.ts", "data/train.jsonl", "out.afd"];

function withManifest(fields: string, manifest: string | Uint8Array): Workspace {
  const workspace = new Workspace();
  workspace.writeSchema(fields);
  workspace.write("data/clips/a.wav", wavOf(noise(100)));
  workspace.write("data/train.jsonl", manifest);
  return workspace;
}

Deno.test("pack reads every kind of field from a manifest", async () => {
  const kinds = ["uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64"];
  const fields = [
    "audio: field.waveform()",
    "text: field.text()",
    "blob: field.bytes()",
    "flag: field.bool()",
    "single: field.float32()",
    "double: field.float64()",
    ...kinds.map((kind) => `${kind}s: field.${kind}()`),
  ];
  const line = {
    audio: "clips/a.wav",
    text: "żółw 🐢",
    blob: "blob.dat",
    flag: true,
    single: 0.1,
    double: 0.1,
    uint8s: 255,
    int8s: -128,
    uint16s: 65_535,
    int16s: -32_768,
    uint32s: 4_294_967_295,
    int32s: -2_147_483_648,
    uint64s: "18446744073709551615",
    int64s: "-9223372036854775808",
  };
  using workspace = withManifest(fields.join(", "), JSON.stringify(line));
  workspace.write("data/blob.dat", new Uint8Array([0, 255, 10]));
  const { code, stderr } = await workspace.run(pack);
  assert.equal(stderr, "");
  assert.equal(code, 0);
  using dataset = openDataset(workspace.path("out.afd"));
  const { audio, ...values } = dataset.toRecord(0);
  assert.deepEqual((audio as { samples: Int16Array }).samples, noise(100));
  const { audio: _path, ...expected } = line;
  assert.deepEqual(values, {
    ...expected,
    blob: new Uint8Array([0, 255, 10]),
    single: Math.fround(0.1),
    uint64s: 2n ** 64n - 1n,
    int64s: -(2n ** 63n),
  });
});

Deno.test("pack reads blank lines, CRLF, a byte order mark, and a last line without a break", async () => {
  const lines = ['\uFEFF{"id": 1}', "", "  \t", '{"id": 2}\r', '{"id": 3}'];
  using workspace = withManifest("id: field.uint8()", lines.join("\n"));
  const { code, stderr } = await workspace.run(pack);
  assert.equal(stderr, "");
  assert.equal(code, 0);
  using dataset = openDataset(workspace.path("out.afd"));
  assert.deepEqual([0, 1, 2].map((record) => dataset.field("id").decode(record)), [1, 2, 3]);
});

Deno.test("pack reads lines longer than the pieces it reads files in", async () => {
  const texts = [200_000, 1, 65_536, 70_000].map((length) => "ł".repeat(length));
  const manifest = texts.map((text) => `${JSON.stringify({ text })}\n`).join("");
  using workspace = withManifest("text: field.text()", manifest);
  assert.equal((await workspace.run(pack)).code, 0);
  using dataset = openDataset(workspace.path("out.afd"));
  assert.deepEqual(texts.map((_, record) => dataset.field("text").decode(record)), texts);
});

Deno.test("pack uses defaults for missing keys", async () => {
  const fields = 'id: field.uint64({ default: 7 }), text: field.text({ default: "-" })';
  using workspace = withManifest(fields, '{}\n{"id": 1, "text": "a"}');
  assert.equal((await workspace.run(pack)).code, 0);
  using dataset = openDataset(workspace.path("out.afd"));
  assert.deepEqual(dataset.toRecord(0), { id: 7n, text: "-" });
  assert.deepEqual(dataset.toRecord(1), { id: 1n, text: "a" });
});

const badLines: readonly (readonly [string, string | Uint8Array, string, RegExp])[] = [
  ["isn't JSON", '{"audio": ', "ManifestError/not-json", /it isn't JSON/],
  ["holds NaN", '{"gain": NaN}', "ManifestError/not-json", /it isn't JSON/],
  ["isn't UTF-8", new Uint8Array([0x22, 0x80, 0x22]), "ManifestError/not-utf-8", /isn't UTF-8/],
  ["is an array", "[1]", "ManifestError/not-an-object", /expected a JSON object/],
  ["is null", "null", "ManifestError/not-an-object", /expected a JSON object/],
  [
    "lacks a key",
    '{"audio": "clips/a.wav"}',
    "ManifestError/missing-key",
    /"id" is missing, and has no default/,
  ],
  [
    "has an unknown key",
    '{"audio": "clips/a.wav", "id": 1, "speaker": 1}',
    "ManifestError/unknown-key",
    /no field "speaker"; its fields are audio, id, gain/,
  ],
  [
    "has __proto__ as a key",
    '{"audio": "clips/a.wav", "id": 1, "__proto__": {}}',
    "ManifestError/unknown-key",
    /no field "__proto__"/,
  ],
  [
    "has a key twice",
    String.raw`{"audio": "clips/a.wav", "id": 1, "\u0069d": 2}`,
    "ManifestError/repeated-key",
    /it gives "id" twice/,
  ],
  [
    "has a number as a path",
    '{"audio": 1, "id": 1}',
    "ManifestError/wrong-value",
    /expected the path of a file for "audio", got 1/,
  ],
  [
    "has null as a value",
    '{"audio": "clips/a.wav", "id": 1, "gain": null}',
    "ManifestError/wrong-value",
    /"gain".*got null/,
  ],
  [
    "has text as a number",
    '{"audio": "clips/a.wav", "id": 1, "gain": "1"}',
    "ManifestError/wrong-value",
    /"gain".*got "1"/,
  ],
  [
    "has a number beyond infinity",
    '{"audio": "clips/a.wav", "id": 1, "gain": 1e400}',
    "ManifestError/wrong-value",
    /expected a finite number for "gain"/,
  ],
  [
    "has an integer that JSON rounds",
    '{"audio": "clips/a.wav", "id": 18446744073709551615}',
    "ManifestError/wrong-value",
    /beyond 2\^53 as a decimal string/,
  ],
  [
    "has an integer out of range",
    '{"audio": "clips/a.wav", "id": "18446744073709551616"}',
    "ManifestError/wrong-value",
    /from 0 to 18446744073709551615/,
  ],
  [
    "has a fraction as an integer",
    '{"audio": "clips/a.wav", "id": 1.5}',
    "ManifestError/wrong-value",
    /an integer/,
  ],
  [
    "names a file that doesn't exist",
    '{"audio": "clips/b.wav", "id": 1}',
    "FileError/not-found",
    /"data\/clips\/b\.wav"/,
  ],
  [
    "names a file that isn't audio",
    '{"audio": "train.jsonl", "id": 1}',
    "AudioInputError/not-audio",
    /"data\/train\.jsonl"/,
  ],
];

for (const [what, line, label, message] of badLines) {
  Deno.test(`a manifest line that ${what} is an error that names the line`, async () => {
    const encoder = new TextEncoder();
    const manifest = [
      ...encoder.encode('{"audio": "clips/a.wav", "id": 1}\n\n'),
      ...(typeof line === "string" ? encoder.encode(line) : line),
    ];
    const fields = "audio: field.waveform(), id: field.uint64(), gain: field.float32({default: 1})";
    using workspace = withManifest(fields, new Uint8Array(manifest));
    const { code, stdout, stderr } = await workspace.run(pack);
    assert.equal(code, 1);
    assert.equal(stdout, "");
    assert.ok(stderr.startsWith(`error[${label}]: Line 3 of "data/train.jsonl": `), stderr);
    assert.match(stderr, message);
    assert.deepEqual(workspace.list(), ["data", "speech.schema.ts"]);
  });
}
