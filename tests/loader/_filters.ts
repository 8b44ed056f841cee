/** Random records and filters, and what a filter means, said in the plainest way. */
import fc from "fast-check";
import { createDatasetWriter, type DatasetReader, openDataset } from "../../runtime/mod.ts";
import type { FieldConditions } from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";

const Filtered = defineDataset("Filtered", {
  audio: field.waveform({ sampleRate: 16_000 }),
  small: field.uint8(),
  signed: field.int16(),
  speaker: field.uint32(),
  id: field.int64(),
  serial: field.uint64(),
  score: field.float32(),
  exact: field.float64(),
  clean: field.bool(),
  split: field.category(),
  language: field.category(),
  transcript: field.text(),
  blob: field.bytes(),
});

/** A record of {@link filteredDataset}, as it is read; audio and blobs by their lengths alone. */
export interface FilteredRecord {
  readonly audio: number;
  readonly small: number;
  readonly signed: number;
  readonly speaker: number;
  readonly id: bigint;
  readonly serial: bigint;
  readonly score: number;
  readonly exact: number;
  readonly clean: boolean;
  readonly split: string;
  readonly language: string;
  readonly transcript: string;
  readonly blob: number;
}

/** Values that fields have and conditions name: few, so that they meet. */
const pools = {
  small: [0, 1, 2, 255],
  signed: [-32_768, -1, 0, 1, 7],
  speaker: [0, 3, 84, 1_048_576, 4_294_967_295],
  id: [-(2n ** 63n), -(2n ** 53n), -1n, 0n, 5n, 2n ** 53n, 2n ** 63n - 1n],
  serial: [0n, 1n, 2n ** 53n, 2n ** 64n - 1n],
  score: [-0, 0.1, 0.7, 1, -1.5, NaN, Infinity, -Infinity],
  exact: [0, 0.1, 0.7, -1.5, 5e-324, Number.MAX_VALUE, NaN, Infinity, -Infinity],
  split: ["", "train", "test", "tester", "naïve", "nai\u0308ve", "😀"],
  language: ["de", "en", "", "日本語"],
  transcript: [
    "",
    "a",
    "the cat",
    "the dog",
    'quo"te',
    "日本",
    "日本語",
    "and",
    "\n",
    "😀",
    "\uffff",
  ],
} as const;

const recordArbitrary: fc.Arbitrary<FilteredRecord> = fc.record({
  audio: fc.nat(40),
  small: fc.constantFrom(...pools.small),
  signed: fc.constantFrom(...pools.signed),
  speaker: fc.constantFrom(...pools.speaker),
  id: fc.constantFrom(...pools.id),
  serial: fc.constantFrom(...pools.serial),
  score: fc.constantFrom(...pools.score),
  exact: fc.constantFrom(...pools.exact),
  clean: fc.boolean(),
  split: fc.constantFrom(...pools.split),
  language: fc.constantFrom(...pools.language),
  transcript: fc.constantFrom(...pools.transcript),
  blob: fc.nat(4),
});

/** Records of a small dataset. */
export const filteredRecords: fc.Arbitrary<FilteredRecord[]> = fc.array(recordArbitrary, {
  maxLength: 30,
});

/** A file in memory of such records. */
export function filteredDataset(records: readonly FilteredRecord[]): DatasetReader {
  const directory = Deno.makeTempDirSync();
  try {
    const path = `${directory}/filtered.afd`;
    writeFiltered(path, records);
    return openDataset(Deno.readFileSync(path));
  } finally {
    Deno.removeSync(directory, { recursive: true });
  }
}

/** Writes such records to a file. */
export function writeFiltered(path: string, records: readonly FilteredRecord[]): void {
  using writer = createDatasetWriter(path, { ir: Filtered.ir });
  for (const { audio, blob, ...values } of records) {
    writer.append({
      ...values,
      audio: { samples: new Int16Array(audio), sampleRate: 16_000 },
      blob: new Uint8Array(blob),
    });
  }
  writer.finish();
}

/** A record as it is read, by `toRecord`. */
export function recordOf(dataset: DatasetReader, index: number): FilteredRecord {
  const { audio, blob, ...values } = dataset.toRecord(index);
  return {
    ...values,
    audio: (audio as { samples: ArrayLike<number> }).samples.length,
    blob: (blob as Uint8Array).length,
  } as FilteredRecord;
}

type Condition = FieldConditions[string];

/** A range of one bound, or of two that a value may lie between. */
function rangeOf(
  values: readonly (number | bigint)[],
  { one, stated }: { one: boolean; stated: (value: number | bigint) => number | bigint | string },
): fc.Arbitrary<Condition> {
  const sorted = values.filter((value) => !Number.isNaN(value)).toSorted((a, b) => a < b ? -1 : 1);
  const bound = fc.constantFrom(...sorted);
  const single = fc.tuple(fc.constantFrom("min", "max", "above", "below"), bound)
    .map(([name, value]) => ({ [name]: stated(value) }));
  const place = fc.nat(sorted.length - 1);
  const lower = one ? fc.constant("min") : fc.constantFrom("min", "above");
  const upper = one ? fc.constant("max") : fc.constantFrom("max", "below");
  const both = fc.tuple(lower, place, upper, place)
    // Alike, they are an error unless both are included.
    .filter(([low, first, high, last]) =>
      first < last || first === last && low === "min" && high === "max"
    )
    .map(([low, first, high, last]) => ({
      [low]: stated(sorted[first]!),
      [high]: stated(sorted[last]!),
    }));
  return fc.oneof(single, both);
}

function listOf<Value>(value: fc.Arbitrary<Value>, least: number): fc.Arbitrary<Value[]> {
  return fc.array(value, { minLength: least, maxLength: 4 });
}

/** Lengths in samples, and in ten-millionths of a second, which decimals have exactly. */
const lengths = [0, 1, 2, 10, 20, 39, 40, 41];
const seconds = [0, 1, 624, 625, 626, 6_250, 12_499, 25_000].map((units) => units / 1e7);

/**
 * Random conditions, by field name.
 *
 * @param form `"text"` for those that the command line can state: one member each.
 */
function conditionsOf(form: "json" | "text"): Record<string, fc.Arbitrary<Condition>> {
  const one = form === "text";
  const least = one ? 2 : 1;
  const plain = (values: readonly number[]): fc.Arbitrary<Condition> => {
    const finite = one ? values.filter(Number.isFinite) : values;
    const value = fc.constantFrom(...finite.filter((value) => !Number.isNaN(value)));
    const range = rangeOf(finite, { one, stated: (bound) => bound });
    return fc.oneof(value, listOf(value, least), range) as fc.Arbitrary<Condition>;
  };
  const wide = (values: readonly bigint[]): fc.Arbitrary<Condition> => {
    // As the command line has them; JSON takes either for those that are safe.
    const stated = (value: number | bigint) =>
      Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    const value = one
      ? fc.constantFrom(...values.map(stated))
      : fc.constantFrom(...values, ...values.map(stated), ...values.map(String));
    const range = rangeOf(values, { one, stated: one ? stated : (bound) => bound });
    return fc.oneof(value, listOf(value, least), range) as fc.Arbitrary<Condition>;
  };
  const length = fc.constantFrom("length").chain((name) =>
    rangeOf(lengths, { one, stated: (bound) => bound }).map((range) => ({ [name]: range }))
  ) as fc.Arbitrary<Condition>;
  const timed = rangeOf(seconds, { one, stated: (bound) => bound })
    .map((range) => ({ seconds: range })) as fc.Arbitrary<Condition>;
  const text = (
    values: readonly string[],
    { isCategory }: { isCategory: boolean },
  ): fc.Arbitrary<Condition> => {
    const value = fc.constantFrom(...values, "unheard of");
    const prefix = fc.constantFrom("", "t", "the", "the c", "日本", "é", "zz");
    const prefixes = fc.oneof(prefix, listOf(prefix, least)).map((prefix) => ({ prefix }));
    const missing = fc.boolean().map((missing) => ({ missing }));
    const lengths = isCategory ? [] : [length];
    const several = fc.tuple(prefixes, missing, ...lengths)
      .map((parts) => Object.assign({}, ...parts) as Condition);
    const parts = one ? [] : [several];
    return fc.oneof(
      value,
      listOf(value, least),
      prefixes,
      missing,
      ...lengths,
      ...parts,
    ) as fc.Arbitrary<
      Condition
    >;
  };
  const both = fc.tuple(length, timed)
    .map((parts) => Object.assign({}, ...parts) as Condition);
  return {
    audio: one ? fc.oneof(length, timed) : fc.oneof(length, timed, both),
    small: plain([...pools.small, 300, 1.5]),
    signed: plain([...pools.signed, 0.5]),
    speaker: plain(pools.speaker),
    id: wide(pools.id),
    serial: wide(pools.serial),
    score: plain([...pools.score, 0.35]),
    exact: plain(pools.exact),
    clean: one
      ? fc.oneof(fc.boolean(), listOf(fc.boolean(), 2))
      : fc.oneof(fc.boolean(), listOf(fc.boolean(), 1)),
    split: text(pools.split, { isCategory: true }),
    language: text(pools.language, { isCategory: true }),
    transcript: text(pools.transcript, { isCategory: false }),
    blob: length,
  };
}

/** Random filters; in the form `"text"` each object has one member, as the command line's have. */
export function filterOf(form: "json" | "text"): fc.Arbitrary<FieldConditions> {
  const conditions = conditionsOf(form);
  const { filter } = fc.letrec<{ filter: FieldConditions }>((tie) => {
    const single = fc.oneof(
      ...Object.entries(conditions).map(([name, condition]) =>
        condition.map((one): FieldConditions => ({ [name]: one }))
      ),
    );
    const several = fc.record(conditions, { requiredKeys: [] });
    const parts = (least: number) => fc.array(tie("filter"), { minLength: least, maxLength: 3 });
    const not = tie("filter").map((one): FieldConditions => ({ not: one }));
    const joined = (least: number) =>
      fc.tuple(fc.constantFrom("and", "or"), parts(least))
        .map(([name, all]): FieldConditions => ({ [name]: all }));
    const mixed = fc.tuple(several, fc.option(parts(1)), fc.option(tie("filter")))
      .map(([fields, or, not]): FieldConditions => ({
        ...fields,
        ...or === null ? {} : { or },
        ...not === null ? {} : { not },
      }));
    return {
      filter: form === "text"
        ? fc.oneof({ depthSize: "small" }, single, not, joined(2))
        : fc.oneof({ depthSize: "small" }, single, several, not, joined(1), mixed),
    };
  });
  return filter;
}

/** Whether a record passes a filter. */
export function passes(filter: FieldConditions, record: FilteredRecord): boolean {
  return Object.entries(filter).every(([name, part]) => {
    if (name === "and") return (part as FieldConditions[]).every((one) => passes(one, record));
    if (name === "or") return (part as FieldConditions[]).some((one) => passes(one, record));
    if (name === "not") return !passes(part as FieldConditions, record);
    return holds(name, part, record[name as keyof FilteredRecord]);
  });
}

function holds(name: string, condition: unknown, value: FilteredRecord[keyof FilteredRecord]) {
  const stated = (given: unknown) =>
    typeof value === "bigint"
      ? BigInt(given as string)
      : name === "score"
      ? Math.fround(given as number)
      : given;
  if (typeof condition !== "object") return value === stated(condition);
  if (Array.isArray(condition)) return condition.some((one) => value === stated(one));
  return Object.entries(condition as object).every(([part, given]): boolean => {
    if (part === "seconds") {
      return within((value as number) * 625, given, (s) => Math.round(s * 1e7));
    }
    if (part === "length") {
      const length = typeof value === "string" ? new TextEncoder().encode(value).length : value;
      return within(length as number, given, (bound) => bound);
    }
    if (part === "missing") return (value === "") === given;
    if (part === "prefix") {
      return [given].flat().some((prefix) => (value as string).startsWith(prefix));
    }
    return within(value as number, { [part]: given }, stated as (bound: number) => number);
  });
}

function within(
  value: number,
  range: Record<string, number>,
  stated: (bound: number) => number,
): boolean {
  const { min, max, above, below } = range;
  return (min === undefined || value >= stated(min)) &&
    (max === undefined || value <= stated(max)) &&
    (above === undefined || value > stated(above)) &&
    (below === undefined || value < stated(below));
}
