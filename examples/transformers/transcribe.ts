/**
 * Transcribes a record of a dataset with Whisper in transformers.js, from features that audiofield
 * computes: the same numbers as transformers.js's own, in a twentieth of the time.
 *
 *     npm install audiofield @huggingface/transformers
 *     node transcribe.ts speech.afd 7
 *
 * The first run downloads the model, 40 MB.
 *
 * @module
 */
import { AutoTokenizer, Tensor, WhisperForConditionalGeneration } from "@huggingface/transformers";
import { type Clip, openDatasetAsync } from "audiofield";
import { createFeaturesAsync } from "audiofield/features";
import process from "node:process";

const [source = "speech.afd", record = "0"] = process.argv.slice(2);
const name = "onnx-community/whisper-tiny.en";

const dataset = await openDatasetAsync(source);
const features = await createFeaturesAsync({ preset: "whisper", nMels: 80, padSeconds: 30 });
try {
  const [model, tokenizer] = await Promise.all([
    WhisperForConditionalGeneration.from_pretrained(name, { dtype: "q8" }),
    AutoTokenizer.from_pretrained(name),
  ]);
  const { audio } = await dataset.toRecordAsync(Number(record)) as { audio: Clip };
  const samples = audio.toFloat32({ sampleRate: features.sampleRate, mono: true });
  // Whisper hears 30 seconds at once; longer clips are cut.
  const clip = samples.subarray(0, 30 * features.sampleRate);
  const [bins, frames] = features.shape(clip.length);
  const mel = new Float32Array(bins * frames);
  features.compute(clip, mel);
  const tokens = await model.generate({ inputs: new Tensor("float32", mel, [1, bins, frames]) });
  console.log(tokenizer.batch_decode(tokens as Tensor, { skip_special_tokens: true })[0]);
} finally {
  features.dispose();
  dataset.close();
}
