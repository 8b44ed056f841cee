import { parseContentRange, parseUnsatisfied } from "./content_range.ts";
import type { AskedRange } from "./answer_form.ts";
import { checkForm } from "./answer_form.ts";
import type { HttpClient } from "./http_client.ts";
import { hiddenLength, wrongRange } from "./http_errors.ts";
import { BytesSink } from "./range_sink.ts";
import { dropBody, type Watch } from "./read_body.ts";
import { Repeatable } from "./retry.ts";

/** What a file lets its first requests do. */
export interface Asking {
  readonly client: HttpClient;
  /** Asks for a range, at the address of the moment. */
  ask(range: string, watch: Watch): Promise<Response>;
  /** Checks an answer, and returns where the range ends that it holds. */
  check(response: Response, asked: AskedRange): number;
  /** Reads the body of an answer to its end; it has so many bytes. */
  take(response: Response, sink: BytesSink, watch: Watch): Promise<void>;
}

/** A file's length, and some of its bytes: the last ones, or the first ones. */
export interface FirstBytes {
  readonly size: number;
  /** The last bytes, as far as they have arrived; nothing if only the beginning could be had. */
  readonly last?: BytesSink;
  readonly beginning?: Uint8Array<ArrayBuffer>;
}

/** How many bytes are asked for to learn a file's length. */
const beginningBytes = 64;

/** Statuses with which servers refuse ranges that count from the end. */
const refusesSuffix = new Set([400, 405, 416, 501]);

const nothing: FirstBytes = { size: 0, last: new BytesSink(0, 0) };

/** Asks for the last bytes by their number; nothing if the server refuses. */
export async function askForLast(
  asking: Asking,
  length: number,
  watch: Watch,
): Promise<FirstBytes | undefined> {
  const response = await asking.ask(`bytes=-${length}`, watch);
  const { status, headers } = response;
  const total = parseContentRange(headers.get("content-range") ?? "")?.total;
  const isEmpty = parseUnsatisfied(headers.get("content-range")) === 0;
  const isWhole = status === 200 && Number(headers.get("content-length") ?? NaN) <= length;
  if (status === 416 && isEmpty) {
    dropBody(response);
    return nothing;
  }
  if (
    refusesSuffix.has(status) || (status === 200 && !isWhole) ||
    (status === 206 && total === undefined)
  ) {
    dropBody(response);
    // What no other request would get past is said at once.
    if (status < 300) checkForm(response, asking.client.name);
    return undefined;
  }
  if (status !== 206) return await takeWhole(asking, response, { length, watch });
  const sink = new BytesSink(Math.max(0, total! - length), total!);
  asking.check(response, sink);
  try {
    await asking.take(response, sink, watch);
  } catch (cause) {
    // What is missing can be asked for now.
    if (!(cause instanceof Repeatable)) throw cause;
  }
  return { size: total!, last: sink };
}

/** Asks for the first bytes; a server without ranges may still send a file whole that is short. */
export async function askForFirst(
  asking: Asking,
  length: number,
  watch: Watch,
): Promise<FirstBytes> {
  const { client } = asking;
  const response = await asking.ask(`bytes=0-${beginningBytes - 1}`, watch);
  const { status, headers } = response;
  if (status === 416 && parseUnsatisfied(headers.get("content-range")) === 0) {
    dropBody(response);
    return nothing;
  }
  if (status === 200) return await takeWhole(asking, response, { length, watch });
  const end = asking.check(response, { at: 0, end: beginningBytes });
  const size = parseContentRange(headers.get("content-range") ?? "")?.total;
  if (size === undefined) {
    dropBody(response);
    throw client.isCrossOrigin
      ? hiddenLength(client.name)
      : wrongRange(client.name, headers.get("content-range") ?? "none", "the file's length");
  }
  const sink = new BytesSink(0, end);
  await asking.take(response, sink, watch);
  return { size, beginning: sink.bytes };
}

/** The bytes of a file that is sent whole, if it is short. */
async function takeWhole(
  asking: Asking,
  response: Response,
  { length, watch }: { length: number; watch: Watch },
): Promise<FirstBytes> {
  const size = asking.check(response, { at: 0, end: length });
  const sink = new BytesSink(0, size);
  await asking.take(response, sink, watch);
  return { size, last: sink };
}
