import { UsageError } from "../../errors/mod.ts";
import type { Dataset } from "../../schema/mod.ts";
import { loadUserSchema } from "../shared/load_user_schema.ts";
import { requireFile } from "../../shards/shared/paths.ts";

/**
 * The dataset to pack: the schema's only one, or the one named.
 *
 * @throws {FileError} when there is no such schema file.
 * @throws {SchemaError} when it can't be used.
 * @throws {UsageError} when it isn't clear which dataset is meant.
 */
export async function chooseDataset(schema: string, name: string | undefined): Promise<Dataset> {
  requireFile(schema);
  const datasets = await loadUserSchema(schema);
  const [only] = datasets;
  if (name === undefined && only !== undefined && datasets.length === 1) return only;
  const chosen = datasets.find((dataset) => dataset.name === name);
  if (chosen !== undefined) return chosen;
  const names = datasets.map((dataset) => dataset.name).join(", ");
  throw new UsageError(
    name === undefined
      ? `Cannot choose a dataset: "${schema}" defines ${names}`
      : `Cannot find the dataset "${name}": "${schema}" defines ${names}`,
    {
      code: name === undefined ? "which-dataset" : "no-such-dataset",
      file: schema,
      found: name,
      hint: "name one of them with --dataset",
    },
  );
}
