/**
 * The whole way from clips to batches, with the bundled clips: `deno task demo`. It runs the
 * commands that a user would type, reads the result with the generated module, and leaves both in
 * `demo-out/`.
 *
 * @module
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { median, seconds, sideBySide } from "../bench/side_by_side.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const out = join(root, "demo-out");
const schema = "examples/speech.schema.ts";
const clips = "examples/clips";
const file = "demo-out/speech.afd";

/** This program generates the module, so the type is that of the committed copy. */
type SpeechModule = typeof import("../generated/speech.ts");

let step = 0;

if (import.meta.main) await demo();

async function demo(): Promise<void> {
  Deno.chdir(root);
  rmSync(out, { recursive: true, force: true });

  heading("A schema says what the dataset holds", schema);
  console.log(indent(Deno.readTextFileSync(schema).trim()));

  heading("gen makes a typed module from it");
  await audiofield("gen", schema, "--out", "demo-out");

  heading("The clips, with a transcript next to each", clips);
  for (const { name } of [...Deno.readDirSync(clips)].sort((a, b) => a.name < b.name ? -1 : 1)) {
    if (!name.endsWith(".wav")) continue;
    const { size } = Deno.statSync(join(clips, name));
    const text = Deno.readTextFileSync(join(clips, name.replace(".wav", ".txt"))).trim();
    console.log(`  ${name.padEnd(16)} ${(size / 1000).toFixed(0).padStart(4)} kB  “${text}”`);
  }

  heading("pack writes them into one file");
  await audiofield("pack", schema, clips, file);

  heading("inspect shows what is in it");
  await audiofield("inspect", file);

  heading("verify checks every byte of it");
  await audiofield("verify", file);

  const module: SpeechModule = await import(pathToFileURL(join(out, "speech.ts")).href);
  readBatch(module);
  readRate(module);

  heading("What to try next");
  console.log(`  deno task audiofield inspect ${file} --record 3
  deno task audiofield export ${file} --field audio --out demo-out/wav
  deno task audiofield pack --help
`);
}

function readBatch({ openSpeech }: SpeechModule): void {
  heading("The generated module reads batches");
  using speech = openSpeech(file);
  using batch = speech.audio.allocateBatch(4, { padTo: "batch" });
  const indices = [7, 0, 3, 5];
  speech.audio.decodeBatch(indices, batch);
  console.log(indent(`using speech = openSpeech("${file}");
using batch = speech.audio.allocateBatch(4, { padTo: "batch" });
speech.audio.decodeBatch([${indices.join(", ")}], batch);`));
  console.log(`
  batch.shape    (${batch.shape.join(", ")}): records, samples, channels
  batch.lengths  ${[...batch.lengths].join(", ")} samples; zeros after them
  batch.data     ${batch.dtype}, ${batch.byteLength.toLocaleString("en")} bytes
  transcript 7   “${speech.transcript.decode(7).trim()}”`);
}

function readRate({ openSpeech }: SpeechModule): void {
  heading("How fast that is");
  using speech = openSpeech(file);
  const batchSize = 64;
  using batch = speech.audio.allocateBatch(batchSize, { padTo: "batch" });
  const indices = Uint32Array.from(
    { length: batchSize },
    (_, row) => (row * 5) % speech.recordCount,
  );
  const rows = Array.from(indices, (index) => speech.audio.decode(index).samples);
  speech.audio.decodeBatch(indices, batch);
  const stride = batch.shape[1];
  const copied = new Int16Array(batchSize * stride);
  const times = 100;
  const { ours, theirs, speed } = sideBySide(
    () => {
      for (let time = 0; time < times; time++) speech.audio.decodeBatch(indices, batch);
    },
    () => {
      for (let time = 0; time < times; time++) {
        rows.forEach((samples, row) => {
          copied.set(samples, row * stride);
          copied.fill(0, row * stride + samples.length, (row + 1) * stride);
        });
      }
    },
  );
  const rate = (time: number) => Math.round((batchSize * times) / time).toLocaleString("en");
  const open = median(Array.from({ length: 9 }, () => seconds(() => openSpeech(file).close())));
  console.log(
    `  decodeBatch          ${
      rate(ours).padStart(9)
    } clips/s, from a ${speech.file.storage.kind} file
  copying from memory  ${rate(theirs).padStart(9)} clips/s: this machine's limit for the same rows
  ratio                ${speed.toFixed(2).padStart(9)}
  opening the file     ${(open * 1000).toFixed(2).padStart(9)} ms

  These few clips fit in the processor's cache, in both cases; \`deno task bench:report\`
  measures files that don't.`,
  );
}

/** Runs the command line as a user would, and stops if it fails. */
async function audiofield(...args: string[]): Promise<void> {
  console.log(`  $ deno task audiofield ${args.join(" ")}\n`);
  const command = new Deno.Command(Deno.execPath(), {
    // Quiet, because Deno's downloads aren't the command's output. What runs once needs no cache.
    args: ["run", "-A", "--quiet", "--no-code-cache", join(root, "cli/main.ts"), ...args],
    stdout: "piped",
    stderr: "piped",
  });
  const { code, stdout, stderr } = await command.output();
  const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  console.log(indent(text.trimEnd()));
  if (code !== 0) Deno.exit(code);
}

function heading(text: string, path?: string): void {
  console.log(`\n${++step}. ${text}${path === undefined ? "" : ` (${path})`}\n`);
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}
