import { bin } from "../export/formats/values.ts";
import { runBytes } from "./batch_bytes.ts";
import type { RoleCommands } from "./role.ts";

const previewBytes = 16;

/** Opaque bytes. */
export const bytesCommands: RoleCommands = {
  formats: [bin],

  preview(value) {
    const bytes = value as Uint8Array;
    const start = bytes.subarray(0, previewBytes);
    const digits = Array.from(start, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
    return start.length < bytes.length ? `${digits} …` : digits;
  },

  batchBytes: runBytes,
};
