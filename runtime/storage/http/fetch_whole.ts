import type { HttpClient } from "./http_client.ts";
import { html, wrongRange, wrongStatus } from "./http_errors.ts";
import { BytesSink } from "./range_sink.ts";
import { dropBody, readBody, TooManyBytes } from "./read_body.ts";

/**
 * Fetches a whole file of at most `most` bytes. The server may compress it.
 *
 * @throws {FileError} when it can't be had.
 */
export function fetchWhole(client: HttpClient, most: number): Promise<Uint8Array<ArrayBuffer>> {
  return client.repeat(async (watch) => {
    const address = { url: client.url.href, isKept: false };
    const response = await client.ask(address, undefined, { watch });
    const { name } = client;
    if (response.status !== 200) {
      dropBody(response);
      throw wrongStatus(name, response.status);
    }
    if (response.headers.get("content-type")?.toLowerCase().startsWith("text/html") === true) {
      dropBody(response);
      throw html(name, response.status);
    }
    const claimed = response.headers.get("content-length");
    const isPlain = response.headers.get("content-encoding") === null;
    const sink = new BytesSink(0, most);
    try {
      await readBody(response, { most, watch, take: (bytes) => sink.take(bytes) });
    } catch (cause) {
      if (cause instanceof TooManyBytes) {
        throw wrongRange(name, `more than ${most} bytes`, `at most ${most} bytes`);
      }
      throw client.broken(cause);
    }
    if (isPlain && claimed !== null && Number(claimed) !== sink.at) {
      throw client.broken(new Error(`the answer ended after ${sink.at} of ${claimed} bytes`));
    }
    return sink.bytes;
  });
}
