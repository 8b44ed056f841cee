import type { MetadataValue } from "../../runtime/mod.ts";
import { jsonLines } from "../export/formats/values.ts";
import { arrayBytes } from "./batch_bytes.ts";
import { jsonNumber } from "./preview.ts";
import type { RoleCommands } from "./role.ts";

/** A number or boolean per record. */
export const scalarCommands: RoleCommands = {
  formats: [jsonLines],
  preview: (value) => jsonNumber(value as MetadataValue),
  batchBytes: arrayBytes,
};
