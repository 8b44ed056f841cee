/** Hours of Opus, made in seconds: the packets of a short recording, over and over. */
import { mendPages, pageStarts } from "../audio/_ogg_pages.ts";

/** Packets of 20 ms in a page. */
const packetsPerPage = 50;

/** Samples of a packet at 48 kHz, which positions count. */
const packetSamples = 960;

/** An Ogg Opus file of `seconds`, with the header and the packets of a short one. */
export function longOpus(short: Uint8Array, seconds: number): Uint8Array<ArrayBuffer> {
  const [head, tags, ...pages] = pageStarts(short).map((start, at, all) =>
    short.subarray(start, all[at + 1] ?? short.length)
  );
  // The last packet may be cut by its position; the ones before it are whole.
  const packets = pages.flatMap(packetsOf).slice(0, -1);
  const count = Math.round(seconds * 50);
  const parts: Uint8Array[] = [head!, tags!];
  for (let first = 0; first < count; first += packetsPerPage) {
    const held = Array.from(
      { length: Math.min(packetsPerPage, count - first) },
      (_, at) => packets[(first + at) % packets.length]!,
    );
    parts.push(pageOf(held, {
      number: parts.length,
      position: (first + held.length) * packetSamples,
      isLast: first + held.length === count,
      serial: head!.subarray(14, 18),
    }));
  }
  const file = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  mendPages(file);
  return file;
}

function packetsOf(page: Uint8Array): Uint8Array[] {
  const segments = page[26]!;
  const packets: Uint8Array[] = [];
  let start = 27 + segments;
  let end = start;
  for (let at = 0; at < segments; at++) {
    const length = page[27 + at]!;
    end += length;
    if (length === 255) continue;
    packets.push(page.subarray(start, end));
    start = end;
  }
  return packets;
}

function pageOf(
  packets: readonly Uint8Array[],
  { number, position, isLast, serial }: {
    number: number;
    position: number;
    isLast: boolean;
    serial: Uint8Array;
  },
): Uint8Array {
  const lacing = packets.flatMap(({ length }) => [
    ...new Array<number>(Math.floor(length / 255)).fill(255),
    length % 255,
  ]);
  const size = packets.reduce((sum, { length }) => sum + length, 0);
  const page = new Uint8Array(27 + lacing.length + size);
  const view = new DataView(page.buffer);
  page.set(new TextEncoder().encode("OggS"));
  page[5] = isLast ? 4 : 0;
  view.setBigUint64(6, BigInt(position), true);
  page.set(serial, 14);
  view.setUint32(18, number, true);
  page[26] = lacing.length;
  page.set(lacing, 27);
  let at = 27 + lacing.length;
  for (const packet of packets) {
    page.set(packet, at);
    at += packet.length;
  }
  return page;
}
