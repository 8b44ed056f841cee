import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  type CodecTokens,
  type DatasetIr,
  defineDataset,
  field,
  type FieldIr,
  fieldKind,
  fieldKinds,
  type Pitch,
  type Spectrogram,
} from "../../schema/mod.ts";
import { type CategoryFieldReader, type DatasetReader, openDataset } from "../../runtime/mod.ts";
import { pack, Varied, variedRecord } from "../container/_varied.ts";
import { writeEveryKind } from "../loader/_every_kind.ts";
import { partsOf, writeSharded } from "../shards/_sharded.ts";
import { pythonTest, runPython } from "./_python.ts";

const reader = new URL("read_afd.py", import.meta.url);

pythonTest("read_afd.py agrees with the library on every field of every record", (folder) => {
  const records = Array.from({ length: 40 }, (_, index) => variedRecord(index));
  agrees(`${folder}/varied.afd`, Varied.ir, records);
});

Deno.test("read_afd.py has a reader for every kind", () => {
  const source = Deno.readTextFileSync(reader);
  const [scalars, kinds] = ["SCALARS", "KINDS"].map((table) => {
    const lines = new RegExp(`^${table} = \\{\n([^}]*)\n\\}`, "m").exec(source)?.[1] ?? "";
    return [...lines.matchAll(/^ {4}"(\w+)":/gm)].map(([, kind]) => kind!);
  });
  assert.deepEqual([...scalars!, ...kinds!].sort(), fieldKinds().map(({ kind }) => kind).sort());
});

pythonTest("read_afd.py agrees on a file with every kind", (folder) => {
  const path = `${folder}/every_kind.afd`;
  writeEveryKind(path, 23);
  agreesOn(path);
});

pythonTest("read_afd.py agrees on a dataset without records", (folder) => {
  agrees(`${folder}/empty.afd`, Varied.ir, []);
});

pythonTest("read_afd.py agrees on a dataset of scalars alone", (folder) => {
  const { ir } = defineDataset("Scalars", { id: field.uint64(), gain: field.float32() });
  const records = Array.from({ length: 9000 }, (_, id) => ({ id, gain: id / 7 }));
  agrees(`${folder}/scalars.afd`, ir, records);
});

pythonTest("read_afd.py agrees on a file of many blocks", (folder) => {
  const { ir } = defineDataset("Clips", { audio: field.waveform(), label: field.text() });
  const records = Array.from({ length: 50 }, (_, index) => ({
    audio: { samples: new Int16Array(9000 + index * 333).fill(index), sampleRate: 16_000 },
    label: `clip ${index}`,
  }));
  agrees(`${folder}/clips.afd`, ir, records);
});

pythonTest("read_afd.py agrees on waveforms with all options", (folder) => {
  const { ir } = defineDataset("Clips", {
    stereo: field.waveform({ channels: "stereo", dtype: "int32" }),
    first: field.waveform({ channels: 1, resample: "fourier", normalize: true }),
    torch: field.waveform({ resample: { method: "torchaudio", rolloff: 0.85 }, mono: false }),
    other: field.waveform({ resample: { method: "torchaudio", lowpassFilterWidth: 32 } }),
  });
  const records = Array.from({ length: 5 }, (_, index) => {
    const samples = Int16Array.from({ length: 600 * index }, (_, at) => 9_000 * Math.sin(at));
    const audio = { samples, sampleRate: 11_025, channels: 1 + index % 3 };
    return { stereo: audio, first: audio, torch: audio, other: audio };
  });
  agrees(`${folder}/clips.afd`, ir, records);
});

pythonTest("read_afd.py agrees on pitch, and on the version that it needs", (folder) => {
  const { ir } = defineDataset("Voices", {
    audio: field.waveform(),
    found: field.pitch({ from: "audio" }),
    given: field.pitch({ sampleRate: 22_050, hopLength: 256, fMin: 65.4, fMax: 2093 }),
  });
  const records = Array.from({ length: 19 }, (_, index) => ({
    audio: {
      samples: Int16Array.from({ length: 777 * index }, (_, at) => 9_000 * Math.sin(at / 11)),
      sampleRate: 16_000,
    },
    given: {
      data: Float32Array.from({ length: index }, (_, frame) => frame % 3 === 0 ? NaN : 80 + frame),
      shape: [index],
    },
  }));
  agrees(`${folder}/voices.afd`, ir, records);
});

pythonTest(
  "read_afd.py agrees on categories, in a file of many blocks and in one of none",
  (folder) => {
    const { ir } = defineDataset("Speakers", {
      audio: field.waveform(),
      speaker: field.category(),
      language: field.category({ default: "日本語" }),
    });
    const records = Array.from({ length: 70 }, (_, index) => ({
      audio: { samples: new Int16Array(5000).fill(index), sampleRate: 16_000 },
      speaker: ["", "e\u0301", "\u00e9", "\uffff", "🎧"][index % 7] ?? `${"s".repeat(999)}${index}`,
      ...(index % 3 === 0 ? {} : { language: "en" }),
    }));
    agrees(`${folder}/speakers.afd`, ir, records);
    agrees(`${folder}/empty.afd`, ir, []);
  },
);

pythonTest("read_afd.py reads the golden file of categories", () => {
  const golden = new URL("../data/category/category_v1_3.afd", import.meta.url).pathname;
  const { code, stdout, stderr } = runPython("read_afd.py", [golden]);
  assert.equal(code, 0, stderr);
  using dataset = openDataset(golden);
  assert.deepEqual(JSON.parse(stdout), dump(dataset, bytesOf(golden)));
});

pythonTest("read_afd.py finds records by key, as the library does", (folder) => {
  const { ir } = defineDataset("Keyed", {
    text: field.text({ default: "" }),
    id: field.text({ means: "key" }),
    speaker: field.uint8({ means: "speaker", default: 1 }),
  });
  const path = `${folder}/keyed.afd`;
  const keys = Array.from({ length: 3000 }, (_, index) => `${index % 40}/clip-${index}`);
  agrees(path, ir, keys.map((id, index) => ({ id, text: `text of ${index}` })));
  const asked = [...keys.slice(2990), "Zoe\u0308", "", "40/clip-0", keys[17]!];
  const { code, stdout, stderr } = runPython("read_afd.py", [path, ...asked]);
  assert.equal(code, 0, stderr);
  using dataset = openDataset(path);
  assert.deepEqual(
    JSON.parse(stdout),
    Object.fromEntries(asked.map((key) => [key, dataset.findKey(key) ?? null])),
  );
  agrees(`${folder}/none.afd`, ir, []);
});

pythonTest("read_afd.py finds the golden file's records by key", () => {
  const golden = new URL("../golden/keyed_v1_3.afd", import.meta.url).pathname;
  const { code, stdout, stderr } = runPython("read_afd.py", [
    golden,
    "84-121123-0001",
    "Zoe\u0308",
    "none",
  ]);
  assert.equal(code, 0, stderr);
  assert.deepEqual(JSON.parse(stdout), { "84-121123-0001": 1, "Zoe\u0308": 4, none: null });
});

pythonTest("read_afd.py refuses a file with a flipped bit", (folder) => {
  const path = `${folder}/flipped.afd`;
  pack(path, Varied.ir, [variedRecord(5)]);
  const bytes = Deno.readFileSync(path);
  bytes[100]! ^= 4;
  Deno.writeFileSync(path, bytes);
  const { code, stderr } = runPython("read_afd.py", [path]);
  assert.equal(code, 1);
  assert.match(stderr, /broken: checksum of block 0/);
});

function agrees(path: string, ir: DatasetIr, records: Record<string, unknown>[]): void {
  pack(path, ir, records);
  agreesOn(path);
}

/** The library's reader and the script read the same. */
function agreesOn(path: string): void {
  const { code, stdout, stderr } = runPython("read_afd.py", [path]);
  assert.equal(code, 0, stderr);
  using dataset = openDataset(path);
  assert.deepEqual(JSON.parse(stdout), dump(dataset, bytesOf(path)));
}

pythonTest(
  "read_afd.py agrees on a dataset of many files, and finds keys over all shards",
  (folder) => {
    const { ir } = defineDataset("Sharded", {
      id: field.text({ means: "key" }),
      audio: field.waveform(),
      speaker: field.category(),
      blob: field.bytes(),
    });
    const records = Array.from({ length: 21 }, (_, record) => ({
      id: `clip ${record}`,
      audio: { samples: new Int16Array(9000 + record * 333).fill(record), sampleRate: 16_000 },
      speaker: `speaker ${(record * 5) % 7}`,
      blob: new Uint8Array(record * 1000).fill(record),
    }));
    writeSharded(folder, ir, partsOf(records, [0, 4, 11]));
    const { code, stdout, stderr } = runPython("read_afd.py", [folder]);
    assert.equal(code, 0, stderr);
    using dataset = openDataset(folder, { storage: "positioned" });
    const { storage } = dataset.file;
    assert.deepEqual(JSON.parse(stdout), dump(dataset, storage.view.bind(storage)));
    // As an append leaves it if it is interrupted between the two files.
    const own = `${folder}/index/tables.afd`;
    Deno.renameSync(own, `${folder}/index/tables-${dataset.file.identity.slice(0, 8)}.afd`);
    assert.equal(runPython("read_afd.py", [folder]).stdout, stdout);
    Deno.writeTextFileSync(own, "");
    assert.equal(runPython("read_afd.py", [folder]).code, 1);
    Deno.copyFileSync(`${folder}/index/tables-${dataset.file.identity.slice(0, 8)}.afd`, own);
    const keys = runPython("read_afd.py", [folder, "clip 20", "clip 3", "no clip"]);
    assert.deepEqual(JSON.parse(keys.stdout), { "clip 20": 20, "clip 3": 3, "no clip": null });
    const [name] = [...Deno.readDirSync(`${folder}/shards`)].map(({ name }) => name).sort();
    Deno.truncateSync(`${folder}/shards/${name}`, 200);
    assert.equal(runPython("read_afd.py", [folder]).code, 1);
  },
);

/** What the library reads, in the format of `read_afd.py`; `bytesAt` gives bytes of payloads. */
function dump(dataset: DatasetReader, bytesAt: BytesAt): unknown {
  const { file, ir } = dataset;
  return {
    dataset: ir.name,
    fingerprint: file.fingerprint,
    identity: file.identity,
    version: [1, Math.max(...ir.fields.map(minorOf))],
    totals: Object.fromEntries(
      ir.fields.map(({ name }, index) => [name, file.entry(index).totals]),
    ),
    records: Array.from({ length: dataset.recordCount }, (_, record) =>
      Object.fromEntries(
        [...dataset.fields.keys()].map((name) => [name, dumpField(dataset, name, record, bytesAt)]),
      )),
    categories: Object.fromEntries(
      [...dataset.fields].filter(([, { kind }]) => kind === "category")
        .map(([name, reader]) => [name, (reader as CategoryFieldReader).categories]),
    ),
  };
}

function minorOf({ kind, options }: FieldIr): number {
  return Math.max(fieldKind(kind)!.since ?? 0, "means" in options ? 3 : 0);
}

function bytesOf(path: string): BytesAt {
  const bytes = Deno.readFileSync(path);
  return (position, length) => bytes.subarray(position, position + length);
}

type BytesAt = (position: number, length: number) => Uint8Array;

function dumpField(dataset: DatasetReader, name: string, record: number, bytesAt: BytesAt) {
  const field = dataset.field(name);
  const value = field.decode(record);
  const extent = field.extent(record);
  if (field.kind === "category") return { ...field.metadata(record), value };
  if (extent === undefined) return { value: exact(field.kind, value) };
  const payload = bytesAt(extent.position, extent.length);
  const sha256 = createHash("sha256").update(payload).digest("hex");
  const metadata = field.metadata(record);
  if (field.kind === "text") return { metadata, value, sha256 };
  if (field.kind === "bytes") return { metadata, value: hex(value as Uint8Array), sha256 };
  if (field.kind === "pitch") {
    const { data, voiced } = value as Pitch;
    return { metadata, frequencies: hex(new Uint8Array(data.buffer)), voiced: [...voiced], sha256 };
  }
  switch (fieldKind(field.kind)?.role) {
    case "features":
      return { metadata, values: hex(viewed((value as Spectrogram).data)), sha256 };
    case "tokens":
      return { metadata, tokens: [...(value as CodecTokens).data], sha256 };
  }
  if (field.kind === "waveform") {
    // The decoded samples are the payload's bytes.
    const decoded = viewed((value as { samples: Int16Array }).samples);
    assert.equal(createHash("sha256").update(decoded).digest("hex"), sha256);
  }
  return { metadata, sha256 };
}

function viewed({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Floats as bits and integers as text, because JSON would lose some of them. */
function exact(kind: string, value: unknown): unknown {
  if (kind === "float32") return hex(new Uint8Array(Float32Array.of(Number(value)).buffer));
  if (kind === "float64") return hex(new Uint8Array(Float64Array.of(Number(value)).buffer));
  return kind === "bool" ? value : String(value);
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
