/**
 * Trains, as far as records and states are concerned: prints the records and the state after each
 * batch, until it is killed. Arguments: the file, the state to resume (JSON, or nothing), workers,
 * batch size.
 */
import { openSpeech } from "../../generated/speech.ts";
import type { LoaderState } from "../../runtime/mod.ts";

const [path = "", state = "", workers = "0", batchSize = "8"] = Deno.args;
using speech = openSpeech(path);
const loader = speech.batches({
  batchSize: Number(batchSize),
  fields: ["speaker", "audio"],
  shuffle: { seed: 4 },
  workers: Number(workers),
  ...(state === "" ? {} : { state: JSON.parse(state) as LoaderState }),
});
const write = (value: unknown) =>
  Deno.stdout.writeSync(new TextEncoder().encode(`${JSON.stringify(value)}\n`));
for await (using batch of loader) {
  const { speaker, audio } = batch.fields;
  const rows = batch.indices.length;
  for (let row = 0; row < rows; row++) {
    if (audio.data[row * audio.shape[1]] !== speaker.data[row]) throw new Error("rows don't agree");
  }
  // One write for both: a kill comes before or after it.
  write({ records: [...speaker.data.subarray(0, rows)], state: loader.state() });
  await new Promise((resolve) => setTimeout(resolve, 5));
}
write({ done: true });
