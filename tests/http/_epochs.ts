/** Everything that an epoch returns, to be compared. */
import type { DatasetReader, LoaderOptions } from "../../runtime/mod.ts";

interface AnyPart {
  readonly shape: readonly number[];
  readonly data?: { slice(start: number, end: number): ArrayLike<number | bigint> };
  readonly values?: readonly unknown[];
  readonly lengths?: Uint32Array;
}

/** The batches of an epoch: indices, starts of crops, and what each field has. */
export async function epochOf(
  dataset: DatasetReader,
  options: LoaderOptions,
): Promise<unknown[]> {
  const seen: unknown[] = [];
  for await (using batch of dataset.batches(options)) {
    const starts = Object.entries(batch.starts).map(([name, places]) => [name, [...places]]);
    const fields = Object.entries(batch.fields).map(([name, part]) => {
      const { shape, data, values, lengths } = part as unknown as AnyPart;
      const size = shape.reduce((a, b) => a * b, 1);
      return {
        name,
        shape: [...shape],
        data: data && Array.from(data.slice(0, size)),
        values: values?.map((value) => value instanceof Uint8Array ? [...value] : value),
        lengths: lengths && [...lengths.slice(0, shape[0])],
      };
    });
    seen.push({ indices: [...batch.indices], starts, fields });
  }
  return seen;
}
