import { join } from "node:path";
import type { LoaderCase } from "./cases.ts";

/** A consumer looks at every 4,001st value of a row. */
export const checksumStride = 4001;

/** A data set's values, written by `bench/peers/loaders/sources.py`. */
export class LoaderSource {
  readonly count: number;
  /** What the consumer's sum over each record must be. */
  readonly checksums: readonly number[];
  readonly bins: number;
  readonly #folder: string;
  readonly #starts: BigInt64Array;
  readonly #suffix: string | undefined;

  constructor(directory: string, { name }: LoaderCase) {
    this.#folder = join(directory, "sources", name);
    const facts = JSON.parse(Deno.readTextFileSync(join(this.#folder, "facts.json")));
    this.count = facts.count;
    this.checksums = facts.checksums;
    this.bins = facts.bins;
    // A .npy file ends with its values.
    const bytes = Deno.readFileSync(join(this.#folder, "starts.npy"));
    this.#starts = new BigInt64Array(bytes.slice(-8 * (this.count + 1)).buffer);
    this.#suffix = { E: "flac", F: "opus" }[name];
  }

  /** The records, one after another, as `append` takes them. */
  *records(): Generator<object | string> {
    if (this.#suffix !== undefined) {
      for (let index = 0; index < this.count; index++) {
        yield join(this.#folder, `${String(index).padStart(5, "0")}.${this.#suffix}`);
      }
      return;
    }
    using file = Deno.openSync(join(this.#folder, "values.bin"));
    for (let index = 0; index < this.count; index++) {
      const values = new Uint8Array(Number(this.#starts[index + 1]! - this.#starts[index]!) * 2);
      for (let filled = 0; filled < values.length;) {
        const read = file.readSync(values.subarray(filled));
        if (read === null) {
          throw new Error(`${this.#folder}/values.bin ends within record ${index}`);
        }
        filled += read;
      }
      yield this.#input(values.buffer);
    }
  }

  #input(values: ArrayBuffer): object {
    if (this.bins === 8) {
      return {
        data: new Uint16Array(values),
        shape: [this.bins, values.byteLength / 2 / this.bins],
      };
    }
    if (this.bins === 1) return { samples: new Int16Array(values), sampleRate: 16_000 };
    const data = Float32Array.from(new Float16Array(values));
    return { data, shape: [this.bins, data.length / this.bins] };
  }
}
