import { bin } from "../export/formats/values.ts";
import { pathOf } from "../pack/values/place.ts";
import { readRegularFile } from "../shared/read_regular_file.ts";
import { runBytes } from "./batch_bytes.ts";
import type { RoleCommands } from "./role.ts";

const previewBytes = 16;

/** Opaque bytes. */
export const bytesCommands: RoleCommands = {
  manifestValue: (value, place) => readRegularFile(pathOf(value, place)),
  formats: [bin],

  preview(value) {
    const bytes = value as Uint8Array;
    const start = bytes.subarray(0, previewBytes);
    const digits = Array.from(start, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
    return start.length < bytes.length ? `${digits} …` : digits;
  },

  batchBytes: runBytes,
};
