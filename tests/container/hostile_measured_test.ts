/** What a schema text takes before it is refused. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { crc32 } from "../../runtime/container/crc32.ts";
import { encodeDirectory } from "../../runtime/container/directory.ts";
import { maxJsonBytes } from "../../runtime/container/limits.ts";
import { encodeTrailer } from "../../runtime/container/trailer.ts";
import { HangLimit } from "../shared/_hang_limit.ts";
import { openCode } from "./_reads.ts";
import { smallFile } from "./_small.ts";
import { Tampered, withSchema } from "./_tamper.ts";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();

Deno.test("a schema text of many megabytes, or of many levels, isn't parsed", () => {
  const sound = smallFile();
  const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
  const limit = new HangLimit(10_000);
  assert.equal(openCode(withSchema(sound, nested(33), sha256)), "schema");
  for (const filler of ["[],", "{},"]) {
    const text = `[${filler.repeat(maxJsonBytes / 3)}0]`;
    const before = Deno.memoryUsage().heapUsed;
    assert.equal(openCode(withLargeSchema(sound, text)), "schema");
    assert.ok(Deno.memoryUsage().heapUsed - before < 32 * maxJsonBytes);
  }
  limit.check("opening them");
});

/** {@link withSchema} for a text that takes too long to be copied number by number. */
function withLargeSchema(sound: Uint8Array<ArrayBuffer>, text: string): Uint8Array<ArrayBuffer> {
  const schema = new TextEncoder().encode(text);
  const [{ directory, trailer }, padding] = [new Tampered(sound), new Uint8Array(64)];
  const gap = (length: number, multiple: number) => -length & (multiple - 1);
  const encoded = encodeDirectory({
    ...directory,
    irLength: schema.length,
    fingerprint: sha256(schema),
  });
  const before = gap(schema.length, 8);
  const after = gap(schema.length + before + encoded.length, 64);
  const tail = joined(schema, padding.subarray(0, before), encoded, padding.subarray(0, after));
  const end = encodeTrailer({
    ...trailer,
    directoryOffset: trailer.tailOffset + schema.length + before,
    directoryLength: encoded.length,
    tailChecksum: crc32(tail),
    fileLength: trailer.tailOffset + tail.length + 64,
  });
  return joined(sound.subarray(0, trailer.tailOffset), tail, end);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
