/**
 * Packs one long WAV file in a separate process, and prints by how many bytes its memory grew at
 * most: `deno run -A _pack_hour.ts FILE OUTPUT OPTIONS`.
 */
import { AudioFiles } from "../../audio/mod.ts";
import { createDatasetWriter } from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";

const [file = "", output = "", options = "{}"] = Deno.args;
const { ir } = defineDataset("Hour", { audio: field.waveform(JSON.parse(options)) });
using files = new AudioFiles();

let highest = 0;
const look = () => void (highest = Math.max(highest, Deno.memoryUsage().rss));

const writer = createDatasetWriter(output, {
  ir,
  openAudio(input) {
    const source = files.open(input);
    return {
      sampleRate: source.sampleRate,
      channels: source.channels,
      format: source.format,
      frames: source.frames,
      next() {
        look();
        return source.next();
      },
      [Symbol.dispose]: () => source[Symbol.dispose](),
    };
  },
});
// A short clip first: the memory of modules, kernels and filters counts as the start.
writer.append({ audio: { path: file, startSeconds: 0, durationSeconds: 2 } });
const start = Deno.memoryUsage().rss;
highest = start;
writer.append({ audio: file });
look();
writer.finish();
console.log(highest - start);
