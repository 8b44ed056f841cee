import { openSpeech } from "../generated/speech.ts";
import { packClips, shuffledBatches } from "./clips.ts";

const directory = Deno.makeTempDirSync({ prefix: "audiofield-bench-" });
globalThis.addEventListener("unload", () => Deno.removeSync(directory, { recursive: true }));

for (const [samples, count] of [[160_000, 500], [6000, 10_000]] as const) {
  const { path } = packClips(directory, { name: `${samples}`, count, lengthOf: () => samples });
  for (const storage of ["mapped", "positioned", "memory"] as const) {
    const speech = openSpeech(path, { storage });
    const batch = speech.audio.allocateBatch(64);
    const batches = shuffledBatches(count, 64, 1);
    let next = 0;
    Deno.bench(
      `decodeBatch, 64 clips of ${samples} samples, ${storage}`,
      { group: `${samples}` },
      () => {
        speech.audio.decodeBatch(batches[next++ % batches.length]!, batch);
      },
    );
  }
}
