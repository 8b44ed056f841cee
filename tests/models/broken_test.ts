/** Models that aren't what they should be are refused, and the error says what was found. */
import assert from "node:assert/strict";
import { AudiofieldError, AudioInputError, ModelError, UsageError } from "../../errors/mod.ts";
import { openOnnxCodec } from "../../models/mod.ts";
import { codecFolder, codecs, index, openTiny } from "./_fixtures.ts";

/** Why each broken model is refused. */
const codes: Readonly<Record<string, string>> = {
  "codebooks_5.onnx": "model-output",
  "codebooks_undeclared.onnx": "model-output",
  "codes_negative.onnx": "token-range",
  "codes_too_large.onnx": "token-range",
  "empty.onnx": "model-unreadable",
  "external_data_missing.onnx": "model-unreadable",
  "fails_at_run.onnx": "model-run",
  "frames_half.onnx": "model-frames",
  "input_fixed_length.onnx": "model-input",
  "input_float64.onnx": "model-input",
  "input_int16.onnx": "model-input",
  "input_name.onnx": "model-input",
  "input_rank1.onnx": "model-input",
  "input_rank2.onnx": "model-input",
  "input_stereo.onnx": "model-input",
  "not_onnx.onnx": "model-unreadable",
  "opset_999.onnx": "model-unreadable",
  "output_float.onnx": "model-output",
  "output_frames_first.onnx": "model-output",
  "output_int32.onnx": "model-output",
  "output_name.onnx": "model-output",
  "output_nan.onnx": "model-output",
  "output_rank2.onnx": "model-output",
  "truncated.onnx": "model-unreadable",
  "truncated_toy.onnx": "model-unreadable",
  "two_inputs.onnx": "model-input",
  "unknown_op.onnx": "model-unreadable",
};

Deno.test("every broken model has its code", () => {
  const broken = index.broken.map(({ file }) => file).filter((file) => file !== "control_ok.onnx");
  assert.deepEqual(broken.sort(), Object.keys(codes).sort());
});

Deno.test("the sound toy model that the broken ones derive from is accepted", async () => {
  await using codec = await openToy("control_ok.onnx");
  assert.equal((await codec.encode(new Float32Array(24_001))).length, 8 * 76);
});

for (const { file, wrong } of index.broken.filter(({ file }) => file !== "control_ok.onnx")) {
  Deno.test(`${file} (${wrong}) is refused`, async () => {
    await assert.rejects(openToy(file), (error) => {
      assert.ok(error instanceof ModelError, String(error));
      assert.equal(error.code, codes[file], error.message);
      assert.equal(error.file, file);
      assert.match(error.message, new RegExp(`"${file}"`));
      assert.doesNotMatch(error.message, /\n|\.h:|\.cc/);
      // A model that loads has names and shapes to report.
      if (/^model-(in|out)put$/.test(error.code)) assert.match(String(error.found), /\(.*\)/);
      return true;
    });
  });
}

Deno.test("names other than the usual ones are found by their options", async () => {
  await using input = await openToy("input_name.onnx", { inputName: "waveform" });
  await using output = await openToy("output_name.onnx", { outputName: "tokens_out" });
  const samples = new Float32Array(640);
  assert.deepEqual(await input.encode(samples), await output.encode(samples));
});

Deno.test("NaN, infinity and no samples are refused before the model sees them", async () => {
  await using codec = await openTiny("encodec");
  for (const value of [NaN, Infinity, -Infinity]) {
    const samples = new Float32Array(1000);
    samples[321] = value;
    await assert.rejects(codec.encode(samples), (error) => {
      assert.ok(error instanceof AudioInputError);
      assert.equal(error.code, "non-finite");
      assert.match(error.message, /sample 321 of channel 0/);
      return true;
    });
  }
  await assert.rejects(codec.encode(new Float32Array(0)), UsageError);
});

Deno.test("a model of a different codec than the options name is refused", async () => {
  const dac = `${codecFolder}dac_tiny.onnx`;
  const wrong = [
    [{ ...codecs.dac, nCodebooks: 8 }, "model-output"],
    [{ ...codecs.dac, hopLength: 320 }, "model-frames"],
    [{ ...codecs.dac, vocabSize: 512 }, "token-range"],
    [{ ...codecs.dac, channels: 2 }, "model-input"],
  ] as const;
  for (const [options, code] of wrong) {
    await assert.rejects(openOnnxCodec(dac, options), { name: "ModelError", code });
  }
});

Deno.test("options out of range, and files that don't exist, are refused", async () => {
  for (const option of ["sampleRate", "hopLength", "nCodebooks", "vocabSize", "channels"]) {
    await assert.rejects(openTiny("encodec", { [option]: 0 }), { code: "arguments" });
    await assert.rejects(openTiny("encodec", { [option]: 1.5 }), { code: "arguments" });
  }
  await assert.rejects(openToy("nowhere.onnx"), (error) => {
    assert.ok(error instanceof AudiofieldError);
    assert.equal(error.code, "not-found");
    return true;
  });
});

function openToy(file: string, options: { inputName?: string; outputName?: string } = {}) {
  return openOnnxCodec(`${codecFolder}broken/${file}`, { ...codecs.encodec, ...options });
}
