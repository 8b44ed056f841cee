/**
 * A program that runs as if in a page: without a host that has files. It is told where the modules
 * are, reads a file from memory, and prints what happened as JSON.
 */
import { readFileSync } from "node:fs";

const [path = "", url = ""] = Deno.args;
const bytes = readFileSync(path);
Object.defineProperty(globalThis, "process", { value: undefined });

const { init, openDataset } = await import("../../mod.ts");
const { kernelsForThread } = await import("../../kernels/kernel_modules.ts");

interface Field {
  allocateBatch(size: number, options?: object): { readonly data: ArrayLike<number> };
  decodeBatch(indices: number[], batch: object): void;
  decodeBatchAsync(indices: number[], batch: object): Promise<void>;
}

const names = ["dsp", "decoders", "encoders", "input"] as const;
const wasm = Object.fromEntries(names.map((name) => [name, `${url}${name}.wasm`]));
await init({ wasm, load: [] });

const seen: Record<string, unknown> = {};
const loaded = () =>
  Object.entries(kernelsForThread()).filter(([, source]) => source instanceof WebAssembly.Module)
    .map(([name]) => name).sort();

async function attempt(name: string, run: () => unknown): Promise<void> {
  try {
    seen[name] = await run();
  } catch (cause) {
    const { code, message } = cause as Error & { readonly code?: string };
    seen[name] = { code, message };
  }
}

const dataset = openDataset(bytes);
const pcm = dataset.field("pcm") as unknown as Field;
const coded = dataset.field("coded") as unknown as Field;

await attempt("pcm", () => {
  const batch = pcm.allocateBatch(2);
  pcm.decodeBatch([0, 1], batch);
  return [batch.data[1], loaded()];
});
const floats = pcm.allocateBatch(2, { dtype: "float32" });
await attempt("synchronous", () => pcm.decodeBatch([0, 1], floats));
await attempt("asynchronous", async () => {
  await pcm.decodeBatchAsync([0, 1], floats);
  return [floats.data[1], loaded()];
});
await attempt("record", async () => {
  const { coded } = await dataset.toRecordAsync(1);
  return [(coded as { readonly samples: Int16Array }).samples[1], loaded()];
});
await attempt("batches", async () => {
  const fields = { coded: { dtype: "float32" } } as const;
  let first: number | undefined;
  for await (using batch of dataset.batches({ batchSize: 2, fields })) {
    first ??= (batch.fields as unknown as { coded: { data: Float32Array } }).coded.data[1];
  }
  return first;
});
await attempt("again", () => {
  const batch = coded.allocateBatch(1);
  coded.decodeBatch([1], batch);
  return batch.data[1];
});
console.log(JSON.stringify(seen));
