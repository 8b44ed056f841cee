/** What pages download: programs that use the library, bundled, minified and compressed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { moduleTexts } from "../../codegen/mod.ts";
import { buildOptions } from "../../npm/bundle.ts";
import { ROOT } from "../../npm/places.ts";
import { installTools, loadEsbuild, type Plugin } from "../../npm/tools.ts";
import { defineDataset, field } from "../../schema/mod.ts";

/** A program, and what may be downloaded for it. */
export interface Bundle {
  /** What it does. */
  readonly name: string;
  /** Its code; `DOORS` is the folder of the doors. */
  readonly program: string;
  /** What it is compared with: a program that loads the library without this. */
  readonly without?: string;
  /** The WebAssembly modules that it loads. */
  readonly wasm: readonly string[];
  /** Kilobytes of 1,000 bytes, in Brotli; nothing where there is no limit. */
  readonly most?: number;
}

/** What was measured, in bytes of Brotli. */
export interface BundleSize {
  /** JavaScript, without that of {@link Bundle.without}. */
  readonly code: number;
  readonly wasm: number;
}

const reading = readingFrom("SPEECH_ALONE");

function readingFrom(module: string): string {
  return `import { openSpeech } from "${module}";
const speech = openSpeech(globalThis.bytes);
const audio = speech.audio.allocateBatch(8);
speech.audio.decodeBatch([1, 2], audio);
const speakers = speech.speaker.allocateBatch(8);
speech.speaker.decodeBatch([1, 2], speakers);
console.log(audio.data, audio.lengths, speakers.data);`;
}

/** The programs, and how large each may be. */
export const bundles: readonly Bundle[] = [
  {
    name: "`openSpeech` from memory, `decodeBatch` of PCM and scalars (`gen --no-batches`)",
    program: reading,
    wasm: [],
    most: 40,
  },
  {
    name: "the same with an ordinary generated module, whose `batches` isn't called",
    program: readingFrom("SPEECH"),
    wasm: [],
  },
  {
    name: "`openSpeechAsync` over HTTP with its cache, `batches()`",
    program: `import { openSpeechAsync } from "SPEECH";
const speech = await openSpeechAsync("https://host/speech.afd", { cache: { bytes: 1e6 } });
for await (const batch of speech.batches({ batchSize: 8, fields: { audio: {} } })) {
  console.log(batch.fields.audio.data);
}`,
    wasm: [],
    most: 65,
  },
  {
    name: "features, in addition to reading",
    program: `${reading}
import { createFeaturesAsync } from "DOORS/features.ts";
const features = await createFeaturesAsync({ preset: "whisper" });
console.log(features.shape(16000));`,
    without: reading,
    wasm: ["dsp"],
    most: 160,
  },
  {
    name: "all that reads and decodes `.afd`: `openDatasetAsync`, every kind, features",
    program: `import { openDatasetAsync } from "DOORS/../mod.ts";
import { createFeaturesAsync } from "DOORS/features.ts";
const dataset = await openDatasetAsync("https://host/any.afd");
console.log(await dataset.toRecordAsync(0), createFeaturesAsync);
for await (const batch of dataset.batches({ batchSize: 8 })) console.log(batch.fields);`,
    wasm: ["dsp", "decoders"],
    most: 500,
  },
  {
    name: "decoders of other people's files, for packing",
    program: `import { AudioFiles } from "DOORS/runtime.ts";
console.log(new AudioFiles());`,
    wasm: ["input"],
    most: 350,
  },
];

/** Measures the programs, in the order given. */
export async function measureBundles(all: readonly Bundle[]): Promise<BundleSize[]> {
  await installTools();
  const modules = await speechModules();
  const esbuild = loadEsbuild();
  try {
    const sizes: BundleSize[] = [];
    for (const { program, without, wasm } of all) {
      const code = await codeBytes(program, modules);
      const known = without === undefined ? 0 : await codeBytes(without, modules);
      sizes.push({
        code: code - known,
        wasm: wasm.reduce((sum, name) => sum + wasmBytes(name), 0),
      });
    }
    return sizes;
  } finally {
    await esbuild.stop();
  }
}

/** A generated module, with and without `batches`. */
async function speechModules(): Promise<Readonly<Record<string, string>>> {
  const dataset = defineDataset("Speech", {
    audio: field.waveform(),
    transcript: field.text(),
    speaker: field.uint32(),
  });
  const textOf = async (batches: boolean) => {
    const { reader } = await moduleTexts([dataset], {
      name: "speech",
      schemaName: "speech.schema.ts",
      docs: new Map(),
      specifierOf: (door) =>
        join(ROOT, "doors", door === "generated" ? "generated/mod.ts" : `${door}.ts`),
      batches,
    });
    return reader;
  };
  return { SPEECH: await textOf(true), SPEECH_ALONE: await textOf(false) };
}

/** A program's bytes in Brotli, as a bundler for pages that leaves out what isn't used makes it. */
async function codeBytes(
  program: string,
  modules: Readonly<Record<string, string>>,
): Promise<number> {
  const options = buildOptions({ outdir: join(ROOT, "npm/build/bundles"), external: [] });
  const { outputFiles } = await loadEsbuild().build({
    ...options,
    stdin: { contents: program.replaceAll("DOORS", join(ROOT, "doors")), resolveDir: ROOT },
    splitting: false,
    sourcemap: false,
    write: false,
    legalComments: "none",
    plugins: [pagePlugin(modules), ...(options["plugins"] as Plugin[])],
  });
  return brotli(outputFiles![0]!.contents);
}

/** Finds generated modules by name, and says what the package says of its modules. */
function pagePlugin(modules: Readonly<Record<string, string>>): Plugin {
  return {
    name: "page",
    setup(build) {
      build.onResolve({ filter: /^SPEECH/ }, ({ path }) => ({ path, namespace: "generated" }));
      build.onLoad({ filter: /.*/, namespace: "generated" }, ({ path }) => ({
        contents: modules[path]!,
        loader: "ts",
        resolveDir: ROOT,
      }));
      // They do nothing but define things, so that those from which nothing is used are left out.
      build.onResolve({ filter: /\.ts$/ }, ({ path, resolveDir }) => ({
        path: join(path.startsWith("/") ? "" : resolveDir, path),
        sideEffects: false,
      }));
    },
  };
}

function wasmBytes(name: string): number {
  return brotli(readFileSync(join(ROOT, `kernels/wasm/${name}.wasm`)));
}

function brotli(bytes: Uint8Array): number {
  return brotliCompressSync(bytes).length;
}
