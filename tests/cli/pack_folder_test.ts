import assert from "node:assert/strict";
import { openDataset } from "../../runtime/mod.ts";
import { noise, wavOf } from "./_wav.ts";
import { Workspace } from "./_workspace.ts";

const pack = ["pack", "speech.schema.ts", "clips", "out.afd"];
const speech = "audio: field.waveform(), transcript: field.text()";

function transcripts(workspace: Workspace): unknown[] {
  using dataset = openDataset(workspace.path("out.afd"));
  const field = dataset.field("transcript");
  return Array.from({ length: dataset.recordCount }, (_, record) => field.decode(record));
}

/** A clip whose transcript is its own path, so that its place in the output can be seen. */
function addClip(workspace: Workspace, path: string): void {
  workspace.write(`clips/${path}`, wavOf(noise(10)));
  workspace.write(`clips/${path.replace(/\.\w+$/, ".txt")}`, path);
}

Deno.test("pack takes a folder's audio in byte order of relative paths", async () => {
  using workspace = new Workspace();
  workspace.writeSchema(speech);
  // Bytes: "-" < "." < "/" < digits < upper case < lower case < é < U+FF21 < U+1F600, though the
  // last two are the other way round by UTF-16 units.
  const ordered = [
    "a-b.wav",
    "a.wav",
    "a/z.wav",
    "a/é.wav",
    "a0.wav",
    "B.WAV",
    "b.Wave",
    "zz.wav",
    "é/a.wav",
    "Ａ.wav",
    "😀.wav",
  ];
  const expected = ["B.WAV", ...ordered.filter((path) => path !== "B.WAV")];
  for (const path of [...ordered].reverse()) addClip(workspace, path);
  const { code, stdout, stderr } = await workspace.run(pack);
  assert.equal(stderr, "");
  assert.equal(code, 0);
  assert.match(stdout, /^Packed 11 records of Speech into "out\.afd"\n/);
  assert.deepEqual(transcripts(workspace), expected);
});

Deno.test("pack leaves out what is hidden or isn't audio", async () => {
  using workspace = new Workspace();
  workspace.writeSchema(speech);
  addClip(workspace, "a.wav");
  workspace.write("clips/._a.wav", "resource fork");
  workspace.write("clips/.cache/b.wav", "not audio");
  workspace.write("clips/notes.md", "not audio");
  assert.equal((await workspace.run(pack)).code, 0);
  assert.deepEqual(transcripts(workspace), ["a.wav"]);
});

Deno.test("pack follows links, but not in circles", async () => {
  using workspace = new Workspace();
  workspace.writeSchema(speech);
  addClip(workspace, "a.wav");
  workspace.write("elsewhere/b.wav", wavOf(noise(10)));
  workspace.write("elsewhere/b.txt", "b.wav");
  Deno.symlinkSync(workspace.path("elsewhere"), workspace.path("clips/linked"));
  Deno.symlinkSync(workspace.path("clips"), workspace.path("clips/circle"));
  assert.equal((await workspace.run(pack)).code, 0);
  assert.deepEqual(transcripts(workspace), ["a.wav", "b.wav"]);
});

Deno.test("pack leaves out a text file's byte order mark and final line break", async () => {
  using workspace = new Workspace();
  workspace.writeSchema(speech);
  const texts = ["plain", "one\n", "two\r\n", "three\n\n", " kept \t\n", "\uFEFFmarked\n", ""];
  texts.forEach((text, index) => {
    workspace.write(`clips/${index}.wav`, wavOf(noise(1)));
    workspace.write(`clips/${index}.txt`, text);
  });
  assert.equal((await workspace.run(pack)).code, 0);
  assert.deepEqual(
    transcripts(workspace),
    ["plain", "one", "two", "three\n", " kept \t", "marked", ""],
  );
});

Deno.test("pack uses the default if a text file is missing", async () => {
  using workspace = new Workspace();
  workspace.writeSchema('audio: field.waveform(), transcript: field.text({ default: "none" })');
  addClip(workspace, "a.wav");
  workspace.write("clips/b.wav", wavOf(noise(10)));
  assert.equal((await workspace.run(pack)).code, 0);
  assert.deepEqual(transcripts(workspace), ["a.wav", "none"]);
});

Deno.test("pack needs no audio in an empty clip", async () => {
  using workspace = new Workspace();
  workspace.writeSchema("audio: field.waveform()");
  workspace.write("clips/a.wav", wavOf(noise(0)));
  assert.equal((await workspace.run(pack)).code, 0);
  using dataset = openDataset(workspace.path("out.afd"));
  assert.equal(dataset.field("audio").length(0), 0);
});

Deno.test("pack prints hours, bytes and rate", async () => {
  using workspace = new Workspace();
  workspace.writeSchema("audio: field.waveform()");
  workspace.write("clips/a.wav", wavOf(noise(32_000)));
  const { stdout } = await workspace.run(pack);
  const size = Deno.statSync(workspace.path("out.afd")).size.toLocaleString("en-US");
  assert.match(stdout, /^ {2}audio: 0\.0006 hours \(2 s\), [\d,]+ times real time$/m);
  assert.match(stdout, new RegExp(`^  size: ${size} bytes in .+/s$`, "m"));
});

Deno.test("pack --on-error skip continues, and reports every skipped input with its reason", async () => {
  using workspace = new Workspace();
  workspace.writeSchema(speech);
  addClip(workspace, "a.wav");
  addClip(workspace, "b.wav");
  workspace.write("clips/b.wav", "text");
  workspace.write("clips/c.wav", wavOf(noise(10), { sampleRate: 4_000_000 }));
  workspace.write("clips/c.txt", "c");
  workspace.write("clips/d.wav", wavOf(noise(10)));
  workspace.write("clips/e.wav", wavOf(noise(10)));
  workspace.write("clips/e.txt", new Uint8Array([0x80]));
  addClip(workspace, "f.wav");
  const { code, stdout, stderr } = await workspace.run([...pack, "--on-error", "skip"]);
  assert.equal(code, 0);
  assert.deepEqual(transcripts(workspace), ["a.wav", "f.wav"]);
  const lines = stderr.trimEnd().split("\n");
  assert.equal(lines.length, 4);
  assert.match(lines[0] ?? "", /^skipped\[AudioInputError\/not-audio\]: .*clips\/b\.wav/);
  assert.match(
    lines[1] ?? "",
    /^skipped\[AudioInputError\/sample-rate\]: .*clips\/c\.wav.* 4000000/,
  );
  assert.match(lines[2] ?? "", /^skipped\[FileError\/not-found\]: .*clips\/d\.txt/);
  assert.match(lines[3] ?? "", /^skipped\[ManifestError\/not-utf-8\]: .*clips\/e\.txt/);
  assert.match(stdout, /^ {2}skipped: 4 inputs: 1 AudioInputError\/not-audio, /m);
  assert.equal((await workspace.run(["verify", "out.afd"])).code, 0);
});

Deno.test("pack into the folder being packed doesn't take its own output", async () => {
  using workspace = new Workspace();
  workspace.writeSchema(speech);
  addClip(workspace, "a.wav");
  const args = ["pack", "speech.schema.ts", "clips", "clips/out.afd", "--overwrite"];
  assert.equal((await workspace.run(args)).code, 0);
  assert.equal((await workspace.run(args)).code, 0);
  assert.deepEqual(workspace.list("clips"), ["a.txt", "a.wav", "out.afd"]);
});
