import { setUint53 } from "../runtime/container/uint53.ts";
import { encodePreamble } from "../runtime/container/preamble.ts";
import { columnsOf } from "../runtime/output/column.ts";
import { OutputFile } from "../runtime/output/output_file.ts";
import { writeEnding } from "../runtime/output/write_ending.ts";
import { defineDataset, field } from "../schema/mod.ts";

/** Clips of 64 bytes, because records are aligned to that. */
const clipSamples = 32;
const clipBytes = clipSamples * 2;
const itemBytes = 24;
/** Records written at a time. */
const pieceRecords = 2 ** 16;

/**
 * Writes a valid file of `count` clips of 2 ms, thousands of records at a time. A writer that takes
 * one record at a time would need minutes.
 */
export function writeManyRecords(path: string, count: number): void {
  const { ir } = defineDataset("Many", { audio: field.waveform() });
  const output = new OutputFile(path);
  try {
    const columns = columnsOf(ir, output, { deferred: [], onNote: () => {} });
    const { table, totals } = columns[0]!;
    output.write(encodePreamble());
    const start = output.position;
    const payload = new Uint8Array(pieceRecords * clipBytes);
    for (let first = 0; first < count; first += pieceRecords) {
      const records = Math.min(pieceRecords, count - first);
      output.write(payload.subarray(0, records * clipBytes));
      table.write(metadata(start + first * clipBytes, records));
    }
    const totalLength = count * clipSamples;
    Object.assign(totals, { maxWidth: 1, totalLength, maxLength: clipSamples });
    Object.assign(totals, { totalBytes: count * clipBytes, maxBytes: clipBytes });
    writeEnding(output, {
      ir,
      columns,
      recordCount: count,
      payloadEnd: output.position,
      provenance: undefined,
    });
    output.commit();
  } catch (cause) {
    output.abort();
    throw cause;
  }
}

/** The metadata of consecutive clips, the first at `position`. */
function metadata(position: number, records: number): Uint8Array {
  const bytes = new Uint8Array(records * itemBytes);
  const view = new DataView(bytes.buffer);
  for (let record = 0; record < records; record++) {
    const at = record * itemBytes;
    setUint53(view, at, position + record * clipBytes);
    view.setUint32(at + 8, clipSamples, true);
    view.setUint32(at + 12, Math.floor(clipSamples / 16), true);
    view.setUint32(at + 16, 16_000, true);
    view.setUint8(at + 20, 1);
  }
  return bytes;
}
