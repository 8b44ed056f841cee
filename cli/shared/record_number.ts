import { UsageError } from "../../errors/mod.ts";

/**
 * A record's number as a command line gives it. Not the parser's own integer: that has another
 * complaint about numbers beyond 2^53.
 *
 * @param doing what is to be done with the record, for messages.
 * @param help the command whose help says more.
 * @throws {UsageError} when it isn't one.
 */
export function recordNumber(
  text: string,
  { doing, help }: { doing: string; help: string },
): number {
  const isNumber = /^\d+$/.test(text);
  if (isNumber && Number.isSafeInteger(Number(text))) return Number(text);
  throw new UsageError(
    isNumber
      ? `Cannot ${doing} record ${text}: no file has so many`
      : `Cannot ${doing} record ${JSON.stringify(text)}: expected a number, counted from 0`,
    {
      code: isNumber ? "no-such-record" : "arguments",
      found: text,
      hint: `see audiofield ${help} --help`,
    },
  );
}
