import { type Row, row, toldRow } from "../row.ts";
import type { LoaderCase } from "./cases.ts";
import { Ours } from "./ours.ts";

const rounds = 9;

/** For this library alone: what checksums cost, and how long one record takes. */
export async function singleRows(
  directory: string,
  cases: readonly LoaderCase[],
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const loaderCase of cases.filter(({ name }) => "AD".includes(name))) {
    using ours = await Ours.pack(directory, loaderCase);
    rows.push(...checksumRows(ours, loaderCase), ...latencyRows(ours, loaderCase));
  }
  return rows;
}

/** An epoch with checksums compared at the first touch, one after it, and one with them always. */
function checksumRows(ours: Ours, { name }: LoaderCase): Row[] {
  const times = { first: [] as number[], later: [] as number[], always: [] as number[] };
  const never: number[] = [];
  const epoch = () => 1 / ours.run(0);
  for (let round = 0; round < rounds; round++) {
    ours.reopen("first-touch");
    times.first.push(epoch());
    times.later.push(epoch());
    ours.reopen("always");
    times.always.push(epoch());
    ours.reopen("never");
    // The first epoch touches new batches.
    epoch();
    never.push(epoch());
  }
  const figures = (taken: readonly number[]) => ({
    // The fastest of each: disturbances only ever add time.
    value: Math.min(...taken) * 1e6,
    limit: Math.min(...never) * 1e6,
    unit: "µs",
  });
  const title = (when: string) => `${name}: checksums, ${when}: time per record, against none`;
  return [
    toldRow(title("the first epoch"), figures(times.first)),
    row(title("later epochs"), { ...figures(times.later), bar: 1.1, wanted: "at most" }),
    toldRow(title('"always"'), figures(times.always)),
  ];
}

function latencyRows(ours: Ours, { name }: LoaderCase): Row[] {
  ours.reopen("first-touch");
  ours.check();
  ours.latencies(1000);
  const times = ours.latencies(10_000).sort();
  const [middle, p99] = [times[5000]!, times[9900]!].map((ms) => ms * 1000);
  const title = `${name}: one record, 99th percentile against the median`;
  return [toldRow(title, { value: p99!, limit: middle!, unit: "µs" })];
}
