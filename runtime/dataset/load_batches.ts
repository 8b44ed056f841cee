import type { FieldOptions } from "../loader/batch_types.ts";
import { createLoader } from "../loader/epochs/create_loader.ts";
import type { Loader } from "../loader/epochs/loader.ts";
import type { LoaderOptions } from "../loader/epochs/loader_options.ts";
import type { LoadableDataset, LoadableFields } from "../loader/readable_dataset.ts";
import { startLoaderWorker } from "./start_loader_worker.ts";

/**
 * The batches of an epoch: what a dataset's `batches` returns. Their order is the same however many
 * workers decode them. Workers are the library's own, unless the dataset has a `startWorker`.
 *
 * @throws {UsageError} `"invalid-option"`, `"no-such-field"`, `"no-windows"`, and the errors of
 *   `planBatches` and `planCrops`.
 */
export function loadBatches<
  Fields extends LoadableFields,
  Name extends keyof Fields = keyof Fields,
  const Given extends FieldOptions<Fields> = object,
>(
  dataset: LoadableDataset<Fields>,
  options: LoaderOptions<Fields, Name, Given>,
): Loader<Fields, Name, Given> {
  return createLoader<Fields, Name, Given>({ startWorker: startLoaderWorker, ...dataset }, options);
}
