/** Small files to plan epochs for. */
import { createDatasetWriter, type DatasetReader, openDataset } from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";

const Clips = defineDataset("Clips", {
  audio: field.waveform({ sampleRate: 16_000 }),
  speaker: field.uint32(),
  score: field.float32(),
  id: field.int64(),
  clean: field.bool(),
  text: field.text(),
});

/** What a record of {@link clipsOf} contains. */
export interface Clip {
  readonly samples: number;
  readonly speaker?: number;
  readonly score?: number;
  readonly id?: bigint;
  readonly clean?: boolean;
  readonly text?: string;
}

/** A file in memory with these clips. */
export function clipsOf(clips: readonly Clip[]): DatasetReader {
  const directory = Deno.makeTempDirSync();
  try {
    const path = `${directory}/clips.afd`;
    const noise = new Int16Array(clips.reduce((most, { samples }) => Math.max(most, samples), 0));
    using writer = createDatasetWriter(path, { ir: Clips.ir });
    for (const { samples, speaker = 0, score = 0, id = 0n, clean = false, text = "" } of clips) {
      const audio = { samples: noise.subarray(0, samples), sampleRate: 16_000 };
      writer.append({ audio, speaker, score, id, clean, text });
    }
    writer.finish();
    return openDataset(Deno.readFileSync(path));
  } finally {
    Deno.removeSync(directory, { recursive: true });
  }
}

/** Numbers from 0 to 1 that depend on a seed, only for tests. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** `count` clips of 100 to 5,000 samples, most of them short. */
export function manyClips(count: number): DatasetReader {
  const random = randomOf(1);
  return clipsOf(Array.from({ length: count }, (_, index) => ({
    samples: Math.round(100 * 50 ** random()),
    speaker: index % 7,
  })));
}
