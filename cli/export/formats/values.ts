import type { ExportFormat } from "./format.ts";
import { jsonValue } from "./json_value.ts";

const encoder = new TextEncoder();

/** A text file for each record. */
export const txt: ExportFormat = {
  name: "txt",
  isSingleFile: false,
  encode: (field, record) => [encoder.encode(String(field.decode(record)))],
};

/** A file with the bytes of each record. */
export const bin: ExportFormat = {
  name: "bin",
  isSingleFile: false,
  encode(field, record) {
    const value = field.decode(record);
    if (!(value instanceof Uint8Array)) throw new TypeError(`"${field.name}" doesn't hold bytes`);
    return [value];
  },
};

/** One file, with a line for each record, which is also a line of a list of records. */
export const jsonLines: ExportFormat = {
  name: "jsonl",
  isSingleFile: true,
  encode(field, record, { keyOf }) {
    // A field of that name has its own value there.
    const key = keyOf === undefined || field.name === "key"
      ? ""
      : `"key": ${JSON.stringify(keyOf(record))}, `;
    const value = jsonValue(field.decode(record));
    return [
      encoder.encode(`{"record": ${record}, ${key}${JSON.stringify(field.name)}: ${value}}\n`),
    ];
  },
};
