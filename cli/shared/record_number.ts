import { UsageError } from "../../errors/mod.ts";
import type { DatasetReader } from "../../runtime/mod.ts";

/** One record as a command line names it: by its number or its key. */
export type NamedRecord = { readonly number: number } | { readonly key: string };

/** What a command does with a record, and the command whose help says more. */
interface Purpose {
  readonly doing: string;
  readonly help: string;
}

/**
 * The record that `--record` or `--key` names; `undefined` if neither is given.
 *
 * @throws {UsageError} when both are given, or the number isn't one.
 */
export function namedRecord(
  { record, key }: { record: string | undefined; key: string | undefined },
  purpose: Purpose,
): NamedRecord | undefined {
  if (record !== undefined && key !== undefined) {
    throw new UsageError(`Cannot ${purpose.doing} a record: both --record and --key name one`, {
      code: "arguments",
      hint: "leave one of them out",
    });
  }
  if (key !== undefined) return { key };
  return record === undefined ? undefined : { number: recordNumber(record, purpose) };
}

/**
 * The number of a named record.
 *
 * @throws {UsageError} when the dataset has no keys, or no such key.
 */
export function numberOf(named: NamedRecord, dataset: DatasetReader): number {
  return "key" in named ? dataset.byKey(named.key) : named.number;
}

/**
 * A record's number as given on a command line. Not the parser's own integer, which words its
 * complaint about numbers beyond 2^53 differently.
 */
function recordNumber(text: string, { doing, help }: Purpose): number {
  const isNumber = /^\d+$/.test(text);
  if (isNumber && Number.isSafeInteger(Number(text))) return Number(text);
  throw new UsageError(
    isNumber
      ? `Cannot ${doing} record ${text}: no file has that many`
      : `Cannot ${doing} record ${JSON.stringify(text)}: expected a number, counted from 0`,
    {
      code: isNumber ? "no-such-record" : "arguments",
      found: text,
      hint: `see audiofield ${help} --help`,
    },
  );
}
