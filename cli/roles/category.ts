import { jsonLines } from "../export/formats/values.ts";
import { categoryCounts } from "../shared/category_counts.ts";
import { arrayBytes } from "./batch_bytes.ts";
import { textStart } from "./preview.ts";
import type { RoleCommands } from "./role.ts";

/** A string for each record, of those that the field has. */
export const categoryCommands: RoleCommands = {
  manifestValue: (value) => value,
  formats: [jsonLines],
  preview: (value) => textStart(value as string),
  categories: categoryCounts,
  batchBytes: arrayBytes,
};
