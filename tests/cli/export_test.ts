import assert from "node:assert/strict";
import { createDatasetWriter } from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { openAudio } from "../../audio/mod.ts";
import { dataOf, noise, wavOf } from "./_wav.ts";
import { Workspace } from "./_workspace.ts";

const Everything = defineDataset("Everything", {
  audio: field.waveform({ mono: false }),
  single: field.waveform({ mono: false, dtype: "float32" }),
  wide: field.waveform({ mono: false, dtype: "int32" }),
  text: field.text(),
  blob: field.bytes(),
  id: field.int64(),
  gain: field.float32(),
  flag: field.bool(),
});

/** Records of 1, 2 and 6 channels. */
function packed(): Workspace {
  const workspace = new Workspace();
  const writer = createDatasetWriter(workspace.path("a.afd"), { ir: Everything.ir });
  [1, 2, 6].forEach((channels, index) => {
    const sampleRate = 16_000;
    const samples = noise(30 * channels + 0, channels);
    writer.append({
      audio: { samples, sampleRate, channels },
      single: { samples: Float32Array.from(samples, (s) => s / 32_768), sampleRate, channels },
      wide: { samples: Int32Array.from(samples, (s) => s * 65_536 + 1), sampleRate, channels },
      text: `line\n${index} ż`,
      blob: new Uint8Array([index, 0, 255]),
      id: -(2n ** 63n) + BigInt(index),
      gain: [NaN, -0, 0.1][index] ?? 0,
      flag: index === 1,
    });
  });
  writer.finish();
  return workspace;
}

function exported(workspace: Workspace, name: string, ...more: string[]) {
  return workspace.run(["export", "a.afd", "--field", name, "--out", `out/${name}`, ...more]);
}

Deno.test("16-bit sources come out of pack and export byte for byte", async () => {
  using workspace = new Workspace();
  workspace.writeSchema("audio: field.waveform({ mono: false })");
  const sources = [1, 2, 1, 2].map((channels, index) =>
    wavOf(noise(channels * 5001, index), { channels })
  );
  sources.forEach((source, index) => workspace.write(`clips/${index}.wav`, source));
  assert.equal((await workspace.run(["pack", "speech.schema.ts", "clips", "a.afd"])).code, 0);
  const { code, stdout, stderr } = await exported(workspace, "audio");
  assert.equal(stderr, "");
  assert.equal(code, 0);
  assert.equal(stdout, 'Exported "audio" of 4 records to "out/audio/000000.wav … 000003.wav"\n');
  sources.forEach((source, index) => {
    const wav = workspace.read(`out/audio/00000${index}.wav`);
    assert.deepEqual(dataOf(wav), dataOf(source));
    // Plain PCM has only one header.
    assert.deepEqual(wav, source);
  });
});

for (const name of ["audio", "single", "wide"]) {
  Deno.test(`WAV files exported from "${name}" read back the same`, async () => {
    using workspace = packed();
    assert.equal((await exported(workspace, name)).code, 0);
    [1, 2, 6].forEach((channels, index) => {
      using source = openAudio(workspace.path(`out/${name}/00000${index}.wav`));
      assert.equal(source.channels, channels);
      assert.equal(source.sampleRate, 16_000);
      assert.equal(source.format, { audio: "int16", single: "float32", wide: "int32" }[name]);
      const samples = noise(30 * channels, channels);
      const expected = {
        audio: samples,
        single: Float32Array.from(samples, (s) => s / 32_768),
        wide: Int32Array.from(samples, (s) => s * 65_536 + 1),
      }[name];
      assert.deepEqual(source.next(), expected);
      assert.equal(source.next(), undefined);
    });
  });
}

Deno.test("WAV files of more than two channels are extensible and name their speakers", async () => {
  using workspace = packed();
  assert.equal((await exported(workspace, "audio")).code, 0);
  const view = new DataView(workspace.read("out/audio/000002.wav").buffer);
  assert.equal(view.getUint16(20, true), 0xfffe);
  assert.equal(view.getUint32(40, true), 0x3f);
});

Deno.test("a waveform's flac holds its samples, if they are integers", async () => {
  using workspace = packed();
  for (const name of ["audio", "wide"]) {
    assert.equal((await exported(workspace, name, "--format", "flac")).code, 0);
    for (const [record, channels] of [[0, 1], [1, 2], [2, 6]] as const) {
      using source = openAudio(workspace.path(`out/${name}/00000${record}.flac`));
      const samples = [...source.next() ?? []];
      const stored = noise(30 * channels, channels);
      const wide = Int32Array.from(stored, (sample) => sample * 65_536 + 1);
      assert.deepEqual(samples, [...name === "audio" ? stored : wide]);
    }
  }
  const refused = await exported(workspace, "single", "--format", "flac");
  assert.match(refused.stderr, /Cannot export "single" of record 0 as flac/);
  assert.equal(workspace.list("out").includes("single"), false);
});

Deno.test("a waveform's npy is (samples, channels) in the stored dtype", async () => {
  using workspace = packed();
  for (const [name, dtype] of [["audio", "<i2"], ["single", "<f4"], ["wide", "<i4"]] as const) {
    assert.equal((await exported(workspace, name, "--format", "npy")).code, 0);
    const bytes = workspace.read(`out/${name}/000001.npy`);
    const length = new DataView(bytes.buffer).getUint16(8, true);
    assert.deepEqual([...bytes.subarray(0, 8)], [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
    assert.equal((10 + length) % 64, 0);
    const header = new TextDecoder().decode(bytes.subarray(10, 10 + length));
    assert.match(
      header,
      new RegExp(
        `^\\{'descr': '${dtype}', 'fortran_order': False, 'shape': \\(30, 2\\), \\} *\\n$`,
      ),
    );
    const samples = noise(60, 2);
    const data = bytes.slice(10 + length).buffer;
    if (name === "audio") assert.deepEqual(new Int16Array(data), samples);
    assert.equal(data.byteLength, 60 * (name === "audio" ? 2 : 4));
  }
});

Deno.test("scalars go to one file of lines that give the exact stored values", async () => {
  using workspace = packed();
  const expected = {
    id: ['"-9223372036854775808"', '"-9223372036854775807"', '"-9223372036854775806"'],
    gain: ['"NaN"', "-0", "0.10000000149011612"],
    flag: ["false", "true", "false"],
  };
  for (const [name, values] of Object.entries(expected)) {
    assert.equal((await exported(workspace, name)).code, 0);
    assert.deepEqual(workspace.list(`out/${name}`), [`${name}.jsonl`]);
    assert.equal(
      workspace.readText(`out/${name}/${name}.jsonl`),
      values.map((value, record) => `{"record": ${record}, "${name}": ${value}}\n`).join(""),
    );
  }
});

Deno.test("text goes to .txt or .jsonl, bytes to .bin", async () => {
  using workspace = packed();
  assert.equal((await exported(workspace, "text")).code, 0);
  assert.equal((await exported(workspace, "text", "--format", "jsonl")).code, 0);
  assert.equal((await exported(workspace, "blob")).code, 0);
  assert.equal(workspace.readText("out/text/000001.txt"), "line\n1 ż");
  const lines = workspace.readText("out/text/text.jsonl").trimEnd().split("\n");
  assert.deepEqual(JSON.parse(lines[2] ?? ""), { record: 2, text: "line\n2 ż" });
  assert.deepEqual([...workspace.read("out/blob/000002.bin")], [2, 0, 255]);
});

Deno.test("--records is half-open, either side optional", async () => {
  using workspace = packed();
  const ranges = { "1:2": [1], ":2": [0, 1], "1:": [1, 2], ":": [0, 1, 2], "1:1": [], "3:": [] };
  for (const [range, records] of Object.entries(ranges)) {
    const to = `out/${range.replace(":", "_")}`;
    const args = ["export", "a.afd", "--field", "text", "--out", to, "--records", range];
    assert.equal((await workspace.run(args)).code, 0);
    assert.deepEqual(workspace.list(to), records.map((record) => `00000${record}.txt`));
  }
});

const refused: readonly (readonly [string, string[], string, number])[] = [
  ["an unknown field", ["--field", "nope"], "no-such-field", 2],
  ["a format that doesn't fit", ["--field", "text", "--format", "wav"], "format", 2],
  ["a format for bytes", ["--field", "blob", "--format", "npy"], "format", 2],
  ["records past the end", ["--field", "text", "--records", "0:4"], "no-such-record", 2],
  [
    "records that end before they begin",
    ["--field", "text", "--records", "2:1"],
    "no-such-record",
    2,
  ],
  ["records that aren't a range", ["--field", "text", "--records", "1"], "record-range", 2],
  ["negative records", ["--field", "text", "--records=-2:"], "record-range", 2],
];

for (const [what, args, errorCode, exitCode] of refused) {
  Deno.test(`export refuses ${what}`, async () => {
    using workspace = packed();
    const { code, stdout, stderr } = await workspace.run([
      "export",
      "a.afd",
      "--out",
      "out",
      ...args,
    ]);
    assert.equal(code, exitCode);
    assert.equal(stdout, "");
    assert.match(stderr, new RegExp(`^error\\[UsageError/${errorCode}\\]: `));
    assert.deepEqual(workspace.list(), ["a.afd"]);
  });
}

Deno.test("export writes nothing if it would replace a file", async () => {
  using workspace = packed();
  workspace.write("out/text/000002.txt", "precious");
  const { code, stderr } = await exported(workspace, "text");
  assert.equal(code, 1);
  assert.match(stderr, /^error\[FileError\/exists\]: Cannot write "out\/text\/000002\.txt"/);
  assert.deepEqual(workspace.list("out/text"), ["000002.txt"]);
  assert.equal((await exported(workspace, "text", "--records", ":2")).code, 0);
  assert.equal(workspace.readText("out/text/000002.txt"), "precious");
});

Deno.test("export names no file if it writes none", async () => {
  using workspace = packed();
  const { code, stdout } = await exported(workspace, "text", "--records", "3:3");
  assert.equal(code, 0);
  assert.equal(stdout, "Exported 0 records\n");
  const line = await exported(workspace, "text", "--records", "3:3", "--format", "jsonl");
  assert.equal(line.stdout, 'Exported "text" of 0 records to "out/text/text.jsonl"\n');
  assert.deepEqual(workspace.list("out/text"), ["text.jsonl"]);
});

Deno.test("export removes its files when a later record fails, and no other file", async () => {
  using workspace = new Workspace();
  const { ir } = defineDataset("Blobs", { blob: field.bytes() });
  const writer = createDatasetWriter(workspace.path("a.afd"), { ir });
  for (let record = 0; record < 3; record++) writer.append({ blob: new Uint8Array(2 ** 21) });
  writer.finish();
  const bytes = workspace.read("a.afd");
  bytes[5 * 2 ** 20] = 1;
  workspace.write("a.afd", bytes);
  workspace.write("out/blob/other.bin", "precious");
  const { code, stderr } = await exported(workspace, "blob");
  assert.equal(code, 1);
  assert.match(stderr, /record 2/);
  assert.deepEqual(workspace.list("out/blob"), ["other.bin"]);
});

Deno.test("an export that makes one file takes its name; its ending says the format", async () => {
  using workspace = packed();
  const run = (name: string, out: string, ...more: string[]) =>
    workspace.run(["export", "a.afd", "--field", name, "--out", out, ...more]);
  const named = await run("text", "new/Texts.JSONL");
  assert.deepEqual([named.code, named.stderr], [0, ""]);
  assert.equal(named.stdout, 'Exported "text" of 3 records to "new/Texts.JSONL"\n');
  assert.equal((await run("text", "lines", "--format", "jsonl")).code, 0);
  assert.equal(workspace.readText("new/Texts.JSONL"), workspace.readText("lines/text.jsonl"));
  assert.equal((await run("audio", "one.npy", "--records", "1:2")).code, 0);
  assert.equal(new TextDecoder().decode(workspace.read("one.npy").subarray(1, 6)), "NUMPY");
  // A folder may be called like a file.
  Deno.mkdirSync(workspace.path("folder.wav"));
  assert.equal((await run("audio", "folder.wav")).code, 0);
  assert.equal(workspace.list("folder.wav").length, 3);
  const taken = await run("text", "new/Texts.JSONL");
  assert.match(taken.stderr, /^error\[FileError\/exists\]: .*Texts\.JSONL": it already exists/);
  const before = workspace.list();
  const several = await run("audio", "many.wav");
  assert.match(
    several.stderr,
    /UsageError\/arguments.*name of one file.*name a folder.*\n.*3 files/,
  );
  const other = await run("audio", "other.npy", "--format", "wav", "--records", "1:2");
  assert.match(other.stderr, /UsageError\/format.*end in \.wav/);
  assert.deepEqual([several.code, other.code, workspace.list()], [2, 2, before]);
});

Deno.test("export doesn't mention overwriting, which it never does", async () => {
  using workspace = packed();
  workspace.write("out/text", "a file");
  const { code, stderr } = await exported(workspace, "text");
  assert.equal(code, 1);
  assert.match(stderr, /^error\[FileError\/exists\]: Cannot create "out\/text"/);
  assert.doesNotMatch(stderr, /overwrit/);
});

Deno.test("export stops at a damaged record", async () => {
  using workspace = packed();
  const bytes = workspace.read("a.afd");
  bytes[70] = (bytes[70] ?? 0) ^ 1;
  workspace.write("a.afd", bytes);
  const { code, stderr } = await exported(workspace, "audio");
  assert.equal(code, 1);
  assert.match(stderr, /^error\[IntegrityError\/checksum\]: .*"audio"/);
  assert.deepEqual(workspace.list(), ["a.afd"]);
});
