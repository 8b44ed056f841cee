/**
 * A folder far from this repository in which the built packages are installed, with the data that
 * every host reads and what must come out, which Deno computes here from the sources.
 *
 * @module
 */
import fc from "fast-check";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import config from "../../deno.json" with { type: "json" };
import { openAudio } from "../../audio/mod.ts";
import { moduleTexts, specifiers } from "../../codegen/mod.ts";
import { createDatasetWriter, defineDataset, field, openDataset } from "../../mod.ts";
import { denoCommandLine, projectFolder } from "../_deno.ts";
import { drawnRecord, withKeys } from "../codegen/_records.ts";
import { datasetOf, drawnDataset } from "../schema/_arbitraries.ts";
import { run } from "./_tools.ts";
import { batchContents } from "./kit/cases.ts";
import { digestOf } from "./kit/digest.ts";
import type { Plan, PlannedFile } from "./kit/plan.ts";
import { toTagged } from "./kit/tagged.ts";

/** How many random schemas every host reads and writes. */
const schemas = 12;

const here = join(projectFolder, "tests/hosts");

/** Builds the packages, and returns the tarballs' paths. */
export async function buildPackages(): Promise<readonly string[]> {
  const [deno, ...args] = denoCommandLine(["run", "-A", "npm/build.ts"]);
  const out = await run(deno, args, projectFolder);
  return out.trim().split("\n");
}

/** Installs tarballs in a new folder, as a user does. */
export async function install(folder: string, tarballs: readonly string[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", private: true }));
  await run("npm", ["install", "--no-audit", "--no-fund", ...tarballs], folder);
}

/** Puts tests and data where the packages are installed. */
export async function fillKit(folder: string, seed: number): Promise<void> {
  for (const name of readdirSync(join(here, "kit"))) {
    cpSync(join(here, "kit", name), join(folder, name));
  }
  for (const name of ["data", "generated"]) mkdirSync(join(folder, name));
  const files = [
    ...await writeGolden(folder),
    await writeSpeech(folder),
    await writeFlac(folder),
    ...await writeRandom(folder, seed),
  ];
  const epoch = { fields: { audio: {} }, shuffle: { seed: 1, epoch: 0 } };
  const plan: Plan = { files, epoch, batches: await batchesOf(folder, epoch) };
  writeFileSync(join(folder, "plan.json"), JSON.stringify(plan));
}

async function writeGolden(folder: string): Promise<PlannedFile[]> {
  const golden = readdirSync(join(projectFolder, "tests/golden")).filter((name) =>
    name.endsWith(".afd")
  );
  return await Promise.all(golden.map(async (name) => {
    cpSync(join(projectFolder, "tests/golden", name), join(folder, "data", name));
    return await planned(folder, name);
  }));
}

/** The clips of the examples, packed by the command line, with the example's module. */
async function writeSpeech(folder: string): Promise<PlannedFile> {
  const path = join(folder, "data/speech.afd");
  const schema = "examples/speech.schema.ts";
  const [deno, ...program] = denoCommandLine(["run", "-A", "cli/main.ts"]);
  await run(deno, [...program, "pack", schema, "examples/clips", path], projectFolder);
  const out = join(folder, "generated");
  const args = ["gen", schema, "--out", out, "--runtime", "audiofield"];
  await run(deno, [...program, ...args], projectFolder);
  return { ...await planned(folder, "speech.afd"), module: "speech.ts" };
}

/** The clips again, in a coding that WebAssembly decodes. */
async function writeFlac(folder: string): Promise<PlannedFile> {
  const Spoken = defineDataset("Spoken", {
    audio: field.flac({ sampleRate: 16_000, mono: true }),
    clip: field.text(),
  });
  const clips = join(projectFolder, "examples/clips");
  {
    using writer = createDatasetWriter(join(folder, "data/flac.afd"), {
      ir: Spoken.ir,
      openAudio: (input) => openAudio(input as string),
    });
    for (const name of readdirSync(clips).filter((name) => name.endsWith(".wav")).sort()) {
      writer.append({ audio: join(clips, name), clip: name });
    }
  }
  return await planned(folder, "flac.afd");
}

async function writeRandom(folder: string, seed: number): Promise<PlannedFile[]> {
  const drawn = fc.sample(
    drawnDataset.map(datasetOf).chain((dataset) =>
      fc.record({
        dataset: fc.constant(dataset),
        records: fc.array(drawnRecord(dataset.ir), { minLength: 1, maxLength: 5 }).map((records) =>
          withKeys(dataset.ir, records)
        ),
      })
    ),
    { seed, numRuns: schemas },
  );
  const files: PlannedFile[] = [];
  for (const [number, { dataset, records }] of drawn.entries()) {
    const name = `random_${number}`;
    {
      using writer = createDatasetWriter(join(folder, `data/${name}.afd`), { ir: dataset.ir });
      for (const record of records) writer.append(record);
    }
    const { reader } = await moduleTexts([dataset], {
      name,
      schemaName: `${name}.schema.ts`,
      docs: new Map(),
      specifierOf: specifiers("audiofield"),
    });
    writeFileSync(join(folder, `generated/${name}.ts`), reader);
    files.push({
      ...await planned(folder, `${name}.afd`),
      module: `${name}.ts`,
      ir: dataset.ir,
      inputs: toTagged(records),
    });
  }
  return files;
}

/** What a file holds. */
async function planned(folder: string, name: string): Promise<PlannedFile> {
  using dataset = openDataset(join(folder, "data", name));
  const records = Array.from({ length: dataset.recordCount }, (_, index) => index);
  return {
    name,
    dataset: dataset.file.ir.name,
    records: await Promise.all(records.map((index) => digestOf(dataset.toRecord(index)))),
  };
}

async function batchesOf(folder: string, epoch: Plan["epoch"]): Promise<string[]> {
  using dataset = openDataset(join(folder, "data/speech.afd"));
  const digests: string[] = [];
  for await (using batch of dataset.batches({ ...epoch, batchSize: 3 })) {
    digests.push(await digestOf(batchContents(batch)));
  }
  return digests;
}

/** Pages that run tests with the package as it is installed, without a bundler. */
export async function writePages(folder: string, esbuild: string): Promise<void> {
  const modules = [
    ...readdirSync(folder).filter((name) => name.endsWith(".ts")),
    ...readdirSync(join(folder, "generated")).map((name) => `generated/${name}`),
  ].filter((name) => name !== "run.ts");
  await run(esbuild, [...modules, "--outdir=page", "--outbase=.", "--format=esm"], folder);
  for (const name of modules.map((name) => name.replace(/\.ts$/, ".js"))) {
    const path = join(folder, "page", name);
    const text = readFileSync(path, "utf8").replace(/(from\s+"\.[^"]*)\.ts"/g, '$1.js"');
    writeFileSync(path, text);
  }
  const { exports } = JSON.parse(
    readFileSync(join(folder, "node_modules/audiofield/package.json"), "utf8"),
  );
  const imports = Object.fromEntries(
    Object.entries(exports as Record<string, { default?: string }>)
      .filter(([, target]) => typeof target !== "string")
      .map(([door, target]) => [
        `audiofield${door.slice(1)}`,
        `/node_modules/audiofield/${target.default!.slice(2)}`,
      ]),
  );
  const importMap = `<script type="importmap">${JSON.stringify({ imports })}</script>`;
  for (const [name, { head = "", module }] of Object.entries(pages)) {
    const script = `<script type="module" src="/page/${module}.js"></script>`;
    writeFileSync(join(folder, `${name}.html`), `<!doctype html>${head}${importMap}${script}`);
  }
}

/** The pages: what comes first in each, and the module that it runs. */
const pages: Readonly<Record<string, { readonly head?: string; readonly module: string }>> = {
  index: { module: "page" },
  workers: { module: "workers_page" },
  workers_csp: {
    head: `<meta http-equiv="Content-Security-Policy" content="worker-src 'none'">`,
    module: "workers_page",
  },
  workers_no_locks: {
    head: '<script>Object.defineProperty(navigator, "locks", { value: undefined })</script>',
    module: "workers_page",
  },
};

/** A module's URL, for programs that import what isn't theirs. */
export function urlOf(path: string): string {
  return pathToFileURL(path).href;
}

/** A tarball's name without its version. */
export function nameOf(tarball: string): string {
  return basename(tarball).replace(`-${config.version}.tgz`, "");
}
