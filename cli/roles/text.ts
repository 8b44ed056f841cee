import { jsonLines, txt } from "../export/formats/values.ts";
import { runBytes } from "./batch_bytes.ts";
import type { RoleCommands } from "./role.ts";

const previewCharacters = 80;

/** Text. */
export const textCommands: RoleCommands = {
  manifestValue: (value) => value,
  folder: { what: "text", endings: [], sideEnding: () => ".txt" },
  formats: [txt, jsonLines],

  preview(value) {
    const text = value as string;
    // By characters, so that no surrogate pair is cut in two.
    const start = [...text.slice(0, previewCharacters * 2)].slice(0, previewCharacters).join("");
    return start.length < text.length ? `${start}…` : text;
  },

  batchBytes: runBytes,
};
