import assert from "node:assert/strict";
import { type FieldSlot, type StoredAudioTap, WaveformEncoder } from "../../../runtime/mod.ts";

/** A slot that keeps what is written, and a tap that keeps what it sees. */
function ears() {
  const [written, heard]: [number[], number[]] = [[], []];
  const begun: unknown[] = [];
  const slot: FieldSlot = {
    field: "audio",
    file: `${Deno.cwd()}/none.afd`,
    record: 0,
    metadata: new DataView(new ArrayBuffer(24)),
    write: (bytes) => void written.push(...bytes),
    length: 0,
    width: 0,
    note: () => {},
  };
  const tap: StoredAudioTap = {
    begin: (audio) => void begun.push(audio),
    write: (bytes) => void heard.push(...bytes),
  };
  return { slot, tap, written, heard, begun };
}

Deno.test("WaveformEncoder passes what it stores to a tap", () => {
  const samples = Float32Array.from({ length: 6_000 }, (_, at) => Math.sin(at / 3));
  for (const normalize of [false, true]) {
    for (const sampleRate of [16_000, 44_100]) {
      const encoder = new WaveformEncoder({
        sampleRate: 16_000,
        channels: "source",
        dtype: "int32",
        normalize,
        resample: "sinc",
      });
      const { slot, tap, written, heard, begun } = ears();
      encoder.encode({ samples, sampleRate, channels: 3 }, slot, tap);
      assert.deepEqual(begun, [{ sampleRate: 16_000, channels: 3, dtype: "int32" }]);
      assert.equal(written.length, slot.length * 3 * 4);
      assert.deepEqual(heard, written);
    }
  }
});
