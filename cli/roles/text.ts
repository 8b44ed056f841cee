import { jsonLines, txt } from "../export/formats/values.ts";
import { runBytes } from "./batch_bytes.ts";
import { textStart } from "./preview.ts";
import type { RoleCommands } from "./role.ts";

/** Text. */
export const textCommands: RoleCommands = {
  formats: [txt, jsonLines],

  preview: (value) => textStart(value as string),
  batchBytes: runBytes,
};
