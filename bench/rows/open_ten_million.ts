import { join } from "node:path";
import { openDataset } from "../../runtime/mod.ts";
import { writeManyRecords } from "../many_records.ts";
import { type Row, row } from "../row.ts";
import { median, seconds } from "../side_by_side.ts";

const records = 10_000_000;

/** Opening a file of ten million records: how long it takes, and how much of the file it reads. */
export function openTenMillion(directory: string): Row[] {
  const path = join(directory, "ten_million.afd");
  writeManyRecords(path, records);
  const times = Array.from(
    { length: 21 },
    () => seconds(() => openDataset(path)[Symbol.dispose]()),
  );
  using dataset = openDataset(path, { storage: "positioned" });
  const out = new Int16Array(1);
  dataset.field("audio").decodeWindow!(records - 1, 0, 1, out);
  const { bytes } = dataset.file.storage.counters;
  Deno.removeSync(path);
  const name = "openDataset of 10,000,000 records";
  return [
    row(name, { value: median(times) * 1000, limit: 20, unit: "ms", bar: 1, wanted: "at most" }),
    row(`${name} and one sample of the last: bytes read`, {
      value: bytes,
      limit: 1_000_000,
      unit: "bytes",
      bar: 1,
      wanted: "at most",
    }),
  ];
}
