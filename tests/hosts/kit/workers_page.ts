/**
 * Tests of web workers and audio worklets, in a page. The address says under which conditions: `#csp`,
 * `#no-locks`, or none.
 *
 * @module
 */
import { AudiofieldError, init, openDataset, type WorkerSource } from "audiofield";
import { createFeaturesAsync } from "audiofield/features";
import { createWorker } from "audiofield/worker/inline";
import type { Case } from "./cases.ts";
import { report } from "./report.ts";

/** What is used of audio worklets, which Deno's library doesn't declare. */
interface Audio {
  readonly OfflineAudioContext: new (
    channels: number,
    length: number,
    sampleRate: number,
  ) => { readonly audioWorklet: { addModule(url: string): Promise<void> } };
  readonly AudioWorkletNode: new (context: unknown, name: string, options: object) => {
    readonly port: { onmessage: (event: { readonly data: unknown }) => void };
    onprocessorerror: (event: unknown) => void;
  };
}

const page = globalThis as unknown as
  & { outcomes: string[]; readonly location: { readonly hash: string } }
  & Audio;
page.outcomes = [];

const dist = new URL("/node_modules/audiofield/dist/", import.meta.url).href;
const bytes = new Uint8Array(await (await fetch("/data/speech.afd")).arrayBuffer());

/** What an epoch shows, and whatever ends it. */
async function epoch(workers: number, beforeSecond?: () => Promise<void>): Promise<unknown[]> {
  const dataset = openDataset(bytes);
  const shown: unknown[] = [];
  const batches = dataset.batches({ batchSize: 1, shuffle: { seed: 3 }, workers, prefetch: 1 });
  try {
    for await (const batch of batches) {
      shown.push([...batch.indices]);
      batch.release();
      if (shown.length === 1) await beforeSecond?.();
    }
  } finally {
    await batches.close();
    dataset.close();
  }
  return shown;
}

/** The code of the error that an epoch with this worker ends with, and how long that took. */
async function failure(worker: WorkerSource, beforeSecond?: () => Promise<void>): Promise<string> {
  await init({ worker });
  const start = Date.now();
  try {
    await epoch(2, beforeSecond);
  } catch (error) {
    const seconds = (Date.now() - start) / 1000;
    if (!(error instanceof AudiofieldError)) throw error;
    return seconds < 15 ? error.code : `${error.code} after ${seconds} s`;
  }
  return "no error";
}

function equal(found: unknown, wanted: unknown): void {
  const [one, other] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (one !== other) throw new Error(`found ${one}, wanted ${other}`);
}

/** A worker that works, and then ends without a word. */
function dying(): Worker {
  const text = `import ${JSON.stringify(`${dist}worker.js`)}; setTimeout(() => close(), 700);`;
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  return new Worker(url, { type: "module" });
}

const whileItDies = () => new Promise<void>((resolve) => setTimeout(resolve, 1500));

const usual: Case[] = [
  {
    name: "the inline worker decodes the same batches",
    run: async () => {
      const wanted = await epoch(0);
      await init({ worker: createWorker });
      equal(await epoch(2), wanted);
    },
  },
  {
    name: "a worker that isn't there is worker-not-loaded",
    run: async () => equal(await failure("/no/worker.js"), "worker-not-loaded"),
  },
  {
    name: "a worker of another MIME type is worker-not-loaded",
    run: async () => equal(await failure("/data/speech.afd"), "worker-not-loaded"),
  },
  {
    name: "a worker whose module throws is worker-not-loaded",
    run: async () => {
      const text = new Blob(["throw new Error('on purpose')"], { type: "text/javascript" });
      equal(await failure(new URL(URL.createObjectURL(text))), "worker-not-loaded");
    },
  },
  {
    name: "a worker that ends is worker-died",
    run: async () => equal(await failure(dying, whileItDies), "worker-died"),
  },
  {
    name: "an audio worklet computes the same features",
    run: async () => {
      const clip = Float32Array.from({ length: 16_000 }, (_, at) => Math.sin(at * 0.05) / 2);
      const features = await createFeaturesAsync({ preset: "whisper" });
      const [bins, frames] = features.shape(clip.length);
      const wanted = new Float32Array(bins * frames);
      features.compute(clip, wanted);
      equal([...await inWorklet(clip, bins * frames)], [...wanted]);
    },
  },
];

/** The features of a clip, computed by an audio worklet. */
async function inWorklet(clip: Float32Array, length: number): Promise<Float32Array> {
  const text = `
    import { createFeatures, init } from ${JSON.stringify(`${dist}features.js`)};
    registerProcessor("features", class extends AudioWorkletProcessor {
      constructor({ processorOptions: { dsp, clip, length } }) {
        super();
        try {
          init({ wasm: { dsp }, load: [] });
          const out = new Float32Array(length);
          createFeatures({ preset: "whisper" }).compute(clip, out);
          this.port.postMessage(out);
        } catch (error) {
          this.port.postMessage(String(error.stack));
        }
      }
      process() { return false; }
    });`;
  const context = new page.OfflineAudioContext(1, 128, 16_000);
  await context.audioWorklet.addModule(
    URL.createObjectURL(new Blob([text], { type: "text/javascript" })),
  );
  const dsp = await WebAssembly.compileStreaming(fetch(`${dist}wasm/dsp.wasm`));
  const node = new page.AudioWorkletNode(context, "features", {
    processorOptions: { dsp, clip, length },
  });
  const found = await new Promise<unknown>((resolve) => {
    node.port.onmessage = ({ data }) => resolve(data);
    node.onprocessorerror = (event) => resolve(`the processor failed: ${event}`);
  });
  if (typeof found === "string") throw new Error(found);
  return found as Float32Array;
}

const conditions: Readonly<Record<string, readonly Case[]>> = {
  "": usual,
  "#csp": [{
    name: "a page that forbids workers is told that none was loaded",
    run: async () => equal(await failure(`${dist}worker.js`), "worker-not-loaded"),
  }],
  "#no-locks": [{
    name: "without locks, a worker that ends is worker-died after some silence",
    run: async () => equal(await failure(dying, whileItDies), "worker-died"),
  }],
};

await init();
await report(conditions[page.location.hash]!, (line) => page.outcomes.push(line));
