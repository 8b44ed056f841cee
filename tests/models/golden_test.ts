/** Tokens equal those of torch: exactly for stored inputs, nearly for the clips. */
import assert from "node:assert/strict";
import { encodeFromAudio, type OnnxRuntimeName } from "../../models/mod.ts";
import {
  agreement,
  caseOf,
  clipPart,
  codecFolder,
  type CodecName,
  goldenCodes,
  index,
  openTiny,
  storedInput,
} from "./_fixtures.ts";

const names: readonly CodecName[] = ["encodec", "dac"];

for (const runtime of ["web", "node"] as const satisfies readonly OnnxRuntimeName[]) {
  for (const name of names) {
    const ignore = runtime === "node" && !await isNodeRuntimeHere();
    Deno.test({
      name: `${name}: stored input gives the golden tokens, onnxruntime-${runtime}${
        ignore ? " (skipped: it isn't for this machine)" : ""
      }`,
      ignore,
      fn: async () => {
        await using codec = await openTiny(name, { runtime });
        const samples = storedInput(`p01_${name}_input.npy`);
        const golden = goldenCodes(`p01_${name}_codes${name === "dac" ? "_padded" : ""}.npy`);
        assert.deepEqual(Array.from(await codec.encode(samples)), golden);
      },
    });
  }
}

for (const name of names) {
  Deno.test(`${name}: prefixes of every kind of length give the golden tokens`, async () => {
    await using codec = await openTiny(name);
    const samples = storedInput(`p01_${name}_input.npy`);
    const { prefixes = [] } = caseOf(`p01_${name}`);
    for (const { samples: count, codes } of prefixes) {
      const tokens = Array.from(await codec.encode(samples.slice(0, count)));
      const frames = tokens.length / codec.nCodebooks;
      assert.equal(frames, Math.ceil(count / codec.hopLength));
      // DAC's golden tokens lack the frame that zeros complete.
      const whole = codes[0]?.length ?? 0;
      if (count % codec.hopLength !== 0 && name === "dac") continue;
      assert.deepEqual(tokens, codes.flat(), `${count} samples, ${whole} frames`);
    }
    assert.ok(prefixes.length > 3);
  });
}

for (const { id, ...rest } of index.cases) {
  Deno.test(`${id}: at least 99.5 % of the golden tokens from the clip's own samples`, async () => {
    const name = id.endsWith("dac") ? "dac" : "encodec";
    await using codec = await openTiny(name);
    const { data } = await encodeFromAudio(clipPart({ id, ...rest }), codec);
    const golden = goldenCodes(`${id}_codes${name === "dac" ? "_padded" : ""}.npy`);
    assert.ok(agreement(data, golden) >= 0.995, `${agreement(data, golden)}`);
  });
}

Deno.test("encodec: a quarter second of silence gives the golden tokens", async () => {
  await using codec = await openTiny("encodec");
  const tokens = await codec.encode(new Float32Array(6000));
  assert.deepEqual(Array.from(tokens), goldenCodes("silence_encodec_codes.npy"));
});

Deno.test("the SHA-256 is the file's", async () => {
  await using codec = await openTiny("encodec");
  assert.equal(codec.sha256, "5043d1f963ccd11f76dedb66a92b78db392f14c697df8df03647d2211ca40d90");
  const bytes = Deno.readFileSync(`${codecFolder}encodec_tiny.onnx`);
  assert.equal(bytes.length, 1_610_483);
});

/** Native code isn't built for every platform. */
async function isNodeRuntimeHere(): Promise<boolean> {
  try {
    await using _codec = await openTiny("encodec", { runtime: "node" });
    return true;
  } catch {
    return false;
  }
}
