/** The options of pitch fields: what is refused, what is kept, and their bytes. */
import assert from "node:assert/strict";
import { SchemaError } from "../../../errors/mod.ts";
import { defineDataset, field, fieldKind, pitchDefaults } from "../../../schema/mod.ts";

const kind = fieldKind("pitch")!;

for (
  const [options, code, message] of [
    [{ fMin: 600 }, "contradiction", /fMin: 600 Hz isn't below fMax, 600 Hz/],
    [{ fMax: 4001 }, "contradiction", /fMax: 4001 Hz is more than a quarter/],
    [{ winLength: 639 }, "contradiction", /winLength: 639 samples are less than two periods/],
    [{ winLength: 0 }, "invalid-option", /winLength/],
    [{ hopLength: 0 }, "invalid-option", /hopLength/],
    [{ sampleRate: 999 }, "invalid-option", /sampleRate/],
    [{ voicingThreshold: 1.1 }, "invalid-option", /voicingThreshold/],
    [{ voicingThreshold: NaN }, "invalid-option", /voicingThreshold/],
    [{ from: 3 }, "invalid-option", /from/],
    [{ from: "nothing" }, "invalid-source", /there is no field "nothing"/],
    [{ threshold: 0.5 }, "unknown-option", /unknown option "threshold"/],
  ] as const
) {
  Deno.test(`${JSON.stringify(options)} is refused`, () => {
    assert.throws(
      () => defineDataset("A", { f0: field.pitch(options as never) }),
      (error) => error instanceof SchemaError && error.code === code && message.test(error.message),
    );
  });
}

Deno.test("options at their default are left out", () => {
  assert.deepEqual(kind.canonicalize({ ...pitchDefaults }, "A.f0"), {});
  assert.deepEqual(kind.canonicalize({ winLength: 640, fMin: 50 }, "A.f0"), { winLength: 640 });
});

Deno.test("the configuration bytes hold the options", () => {
  const options = {
    sampleRate: 44_100,
    hopLength: 441,
    winLength: 2048,
    fMin: 43.5,
    fMax: 2093.25,
    voicingThreshold: 0.3,
  };
  const bytes = kind.toBinary(options);
  assert.equal(bytes.length, 40);
  assert.deepEqual(kind.fromBinary(bytes), options);
  assert.throws(() => kind.fromBinary(bytes.subarray(1)), { code: "configuration" });
  bytes[12] = 1;
  assert.throws(() => kind.fromBinary(bytes), { code: "configuration" });
});
