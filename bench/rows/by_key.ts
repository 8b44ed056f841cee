import { join } from "node:path";
import { createDatasetWriter, openDataset } from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { type Row, row } from "../row.ts";
import { median, seconds } from "../side_by_side.ts";

const records = 1_000_000;
const lookups = 100_000;

/** Finding a record by its key among a million: in a file just opened, and from then on. */
export function byKey(directory: string): Row[] {
  const path = join(directory, "keyed.afd");
  pack(path);
  const first = Array.from({ length: 21 }, (_, round) => {
    using dataset = openDataset(path);
    return seconds(() => find(dataset.byKey(keyOf(placeOf(round))), round));
  });
  using dataset = openDataset(path);
  const rounds = Array.from({ length: 9 }, (_, round) =>
    seconds(() => {
      for (let at = 0; at < lookups; at++) {
        const place = round * lookups + at;
        find(dataset.byKey(keyOf(placeOf(place))), place);
      }
    }));
  return [
    row("byKey of 1,000,000 keys, file just opened", {
      value: median(first) * 1000,
      limit: 5,
      unit: "ms",
      bar: 1,
      wanted: "at most",
    }),
    row("byKey of 1,000,000 keys, later", {
      value: median(rounds) / lookups * 1e6,
      limit: 20,
      unit: "µs",
      bar: 1,
      wanted: "at most",
    }),
  ];
}

/** Jumps about, so that no lookup is near the one before. */
function placeOf(step: number): number {
  return (Math.imul(step, 0x9e37_79b1) >>> 0) % records;
}

/** As LibriSpeech names utterances. */
function keyOf(place: number): string {
  return `${place % 2484}-${place % 5831}-${String(place).padStart(7, "0")}`;
}

function find(record: number, step: number): void {
  if (record !== placeOf(step)) throw new Error(`found ${record}, not ${placeOf(step)}`);
}

function pack(path: string): void {
  const { ir } = defineDataset("Keyed", { id: field.text({ means: "key" }) });
  const writer = createDatasetWriter(path, { ir });
  for (let place = 0; place < records; place++) writer.append({ id: keyOf(place) });
  writer.finish();
}
