import { createDatasetWriter, verifyFile } from "../../runtime/mod.ts";
import { type DatasetIr, defineDataset, field } from "../../schema/mod.ts";
import { type Row, row } from "../row.ts";
import { median, seconds } from "../side_by_side.ts";

/** Verifying from the page cache: a million tiny texts, and clips of 320,000 bytes. */
export function verifying(directory: string): Row[] {
  const texts = 1_000_000;
  const Texts = defineDataset("Texts", { text: field.text() });
  const small = write(`${directory}/texts.afd`, Texts.ir, {
    count: texts,
    recordOf: (record) => ({ text: `tiny text ${record}` }),
  });
  const samples = new Int16Array(160_000).map((_, at) => at * 7919);
  const Clips = defineDataset("Clips", { audio: field.waveform(), text: field.text() });
  const large = write(`${directory}/clips.afd`, Clips.ir, {
    count: 1500,
    recordOf: (record) => ({ audio: { samples, sampleRate: 16_000 }, text: `clip ${record}` }),
  });
  const bytes = Deno.statSync(large).size;
  return [
    row("verify, 1,000,000 tiny texts", {
      value: texts / timeOf(small),
      limit: 500_000,
      unit: "records/s",
      bar: 1,
      wanted: "at least",
    }),
    row("verify, 320,000-byte clips, page cache", {
      value: bytes / 1e9 / timeOf(large),
      limit: 2,
      unit: "GB/s",
      bar: 1,
      wanted: "at least",
    }),
  ];
}

function timeOf(path: string): number {
  return median(Array.from({ length: 5 }, () =>
    seconds(() => {
      if (!verifyFile(path).ok) throw new Error(`"${path}" isn't sound`);
    })));
}

function write(
  path: string,
  ir: DatasetIr,
  { count, recordOf }: { count: number; recordOf: (record: number) => Record<string, unknown> },
): string {
  const writer = createDatasetWriter(path, { ir });
  for (let record = 0; record < count; record++) writer.append(recordOf(record));
  writer.finish();
  return path;
}
