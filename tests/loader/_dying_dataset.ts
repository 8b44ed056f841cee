/** Modules, in the form that workers import, of datasets whose decoding ends the worker. */
import process from "node:process";
import { SpeechDataset } from "../../generated/speech.ts";

/** What decoding the batch of record 40 does. */
function dataset(act: () => void) {
  return class extends SpeechDataset {
    constructor(...given: ConstructorParameters<typeof SpeechDataset>) {
      super(...given);
      const decode = this.audio.decodeBatch.bind(this.audio);
      this.audio.decodeBatch = (indices, batch) => {
        if (Array.from(indices).includes(40)) act();
        decode(indices, batch);
      };
    }
  };
}

/** The thread ends without a message, like a killed one. */
export const Exits = dataset(() => process.exit(7));

/** Something fails where nobody catches it. */
export const Throws = dataset(() => {
  queueMicrotask(() => {
    throw new Error("thrown on purpose");
  });
});

/** More memory than exists. */
export const RunsOut = dataset(() => new ArrayBuffer(2 ** 53 - 1));

/** Makes objects until the heap is full. */
export const FillsHeap = dataset(() => {
  for (const held: object[] = [];;) held.push({ held: held.length });
});

/** What looks to the reader like a mistake of ours. */
export const Fails = dataset(() => {
  throw new TypeError("not a function, on purpose");
});
