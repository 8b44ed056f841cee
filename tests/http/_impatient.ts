/** Datasets over HTTP that don't really wait between attempts. */
import { type DatasetReader, openDatasetAsync } from "../../runtime/mod.ts";
import { firstEndBytes } from "../../runtime/container/open_waiting.ts";
import { type HttpParts, HttpStorage } from "../../runtime/storage/http/http_storage.ts";

/** A dataset, and the pauses that were made so far, in seconds. */
export interface Impatient extends Disposable {
  readonly dataset: DatasetReader;
  readonly pauses: number[];
}

/** Opens a file over HTTP; pauses are noted, and take no time. */
export async function openImpatient(
  url: string,
  parts: HttpParts & { pauses?: number[] } = {},
): Promise<Impatient> {
  const { pauses = [], ...rest } = parts;
  const storage = await HttpStorage.open(new URL(url), {
    endBytes: firstEndBytes,
    pause: (seconds) => {
      pauses.push(seconds);
      return Promise.resolve();
    },
    ...rest,
  });
  const dataset = await openDatasetAsync(storage);
  return { dataset, pauses, [Symbol.dispose]: () => dataset.close() };
}
