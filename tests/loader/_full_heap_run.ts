/**
 * Loads batches with workers whose heap runs out, in a process with small heaps (`--v8-flags`), and
 * prints the result. Argument: the file.
 */
import { AudiofieldError } from "../../errors/mod.ts";
import { openSpeech, type SpeechFields } from "../../generated/speech.ts";
import { loadBatches } from "../../runtime/mod.ts";

const [path = ""] = Deno.args;
using speech = openSpeech(path);
const { file, audio, transcript, speaker } = speech;
const module = {
  url: new URL("./_dying_dataset.ts", import.meta.url).href,
  dataset: "FillsHeap",
};
const loader = loadBatches<SpeechFields>(
  { file, fields: { audio, transcript, speaker }, module },
  { batchSize: 8, workers: 2 },
);
let came = 0;
try {
  for await (using batch of loader) came += batch.indices.length;
} catch (error) {
  if (!(error instanceof AudiofieldError)) throw error;
  const { name, code, message, file } = error;
  console.log(JSON.stringify({ name, code, message, file, came, state: loader.state().consumed }));
}
