import { jsonLines } from "../export/formats/values.ts";
import { categoryCounts } from "../shared/category_counts.ts";
import { arrayBytes } from "./batch_bytes.ts";
import { textStart } from "./preview.ts";
import type { RoleCommands } from "./role.ts";

/** One of the field's strings for each record. */
export const categoryCommands: RoleCommands = {
  formats: [jsonLines],
  preview: (value) => textStart(value as string),
  categories: categoryCounts,
  batchBytes: arrayBytes,
};
