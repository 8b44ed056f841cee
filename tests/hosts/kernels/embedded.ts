/** A page whose program has the modules in it: nothing must be waited for. */
import "audiofield/embedded";
import { openDataset } from "audiofield";
import { type Field, reported } from "./report.ts";

await reported(async (say) => {
  const response = await fetch("/data/speech.afd");
  const dataset = openDataset(new Uint8Array(await response.arrayBuffer()));
  const audio = dataset.field("audio") as unknown as Field;
  for (const options of [{}, { dtype: "float32" }]) {
    const batch = audio.allocateBatch(1, options);
    audio.decodeBatch([0], batch);
    say(batch.data[1000]! * ("dtype" in options ? 32_768 : 1));
  }
});
