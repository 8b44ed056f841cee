import { getUint53 } from "../container/uint53.ts";
import type { OutputFile } from "./output_file.ts";
import type { Spool } from "./spool.ts";

/** Bytes of the metadata record of a run of bytes: its position, its length, and padding. */
const itemBytes = 16;

/**
 * Reads back what a field of texts has written, by record: its metadata from the table, and its bytes
 * from the output.
 */
export function storedRuns(table: Spool, output: OutputFile): (record: number) => Uint8Array {
  const metadata = new Uint8Array(itemBytes);
  const view = new DataView(metadata.buffer);
  return (record) => {
    table.read(record * itemBytes, metadata);
    const bytes = new Uint8Array(view.getUint32(8, true));
    output.read(getUint53(view, 0), bytes);
    return bytes;
  };
}
