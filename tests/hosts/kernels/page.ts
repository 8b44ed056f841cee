/** A page that reads PCM, then converts it; it reports what it got, and which modules it fetched. */
import { openDatasetAsync } from "audiofield";
import { type Field, reported } from "./report.ts";

await reported(async (say) => {
  const dataset = await openDatasetAsync(new URL("/data/speech.afd", location.href));
  const audio = dataset.field("audio") as unknown as Field;
  const stored = audio.allocateBatch(1);
  await audio.decodeBatchAsync([0], stored);
  say(stored.data[1000]);
  const floats = audio.allocateBatch(1, { dtype: "float32" });
  await audio.decodeBatchAsync([0], floats);
  say(floats.data[1000]! * 32_768);
});
