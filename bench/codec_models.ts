/**
 * Codec models in ONNX Runtime: how long ten seconds of audio take, and how close ten minutes in
 * pieces are to one run. Run with `deno task bench:codec`; `--minutes 2` needs less memory and
 * time.
 */
import { parseArgs } from "node:util";
import { encodeFromAudio, type OnnxCodec, openOnnxCodec } from "../models/mod.ts";
import { openAudio } from "../audio/mod.ts";

const folder = new URL("../tests/data/", import.meta.url).pathname;
const models = [
  ["encodec_tiny", { sampleRate: 24_000, hopLength: 320, nCodebooks: 8, vocabSize: 1024 }],
  ["dac_tiny", { sampleRate: 44_100, hopLength: 512, nCodebooks: 9, vocabSize: 1024 }],
] as const;

const { values } = parseArgs({ options: { minutes: { type: "string", default: "10" } } });
const minutes = Number(values.minutes);
const speech = clip(`${folder}clips/p01_speech_16k_s16.wav`);

for (const runtime of ["web", "node"] as const) {
  for (const [file, options] of models) {
    await using codec = await openOnnxCodec(`${folder}codec/${file}.onnx`, { ...options, runtime });
    const name = `${file}, onnxruntime-${runtime}`;
    const milliseconds = await shortest(codec, repeated(10));
    console.log(
      `${name}: 10 s in ${milliseconds.toFixed(0)} ms, ${
        (10_000 / milliseconds).toFixed(0)
      } × real time`,
    );
    if (runtime === "web") console.log(`${name}: ${await nearness(codec)}`);
  }
}

/** The shortest of seven rounds in milliseconds, including resampling. */
async function shortest(codec: OnnxCodec, samples: Int16Array): Promise<number> {
  let least = Infinity;
  for (let round = 0; round < 7; round++) {
    const start = performance.now();
    await encodeFromAudio({ samples, sampleRate: 16_000 }, codec);
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

/** How many tokens of a long clip in pieces equal those of one run. */
async function nearness(codec: OnnxCodec): Promise<string> {
  const samples = atRate(repeated(minutes * 60), codec.sampleRate);
  const start = performance.now();
  const { data } = await encodeFromAudio({ samples, sampleRate: codec.sampleRate }, codec);
  const seconds = (performance.now() - start) / 1000;
  const memory = Deno.memoryUsage().rss / 2 ** 30;
  const whole = await codec.encode(samples);
  const same = data.filter((token, at) => token === whole[at]).length;
  const share = (100 * same / whole.length).toFixed(4);
  return `${minutes} minutes in pieces: ${share} % of the ${whole.length} tokens of one run; ` +
    `${seconds.toFixed(1)} s, ${memory.toFixed(2)} GiB resident (one run: ` +
    `${(Deno.memoryUsage().rss / 2 ** 30).toFixed(2)})`;
}

/** Speech at 16 kHz over and over, at varying levels, so that no two stretches are alike. */
function repeated(seconds: number): Int16Array {
  return Int16Array.from(
    { length: 16_000 * seconds },
    (_, at) =>
      Math.round(speech[at % speech.length]! * (0.3 + 0.7 * Math.abs(Math.sin(at / 61_001)))),
  );
}

/** Interpolates linearly: how it sounds doesn't matter here. */
function atRate(samples: Int16Array, rate: number): Float32Array {
  return Float32Array.from({ length: Math.floor(samples.length * rate / 16_000) }, (_, at) => {
    const place = at * 16_000 / rate;
    const before = samples[Math.floor(place)] ?? 0;
    const after = samples[Math.floor(place) + 1] ?? 0;
    return (before + (after - before) * (place % 1)) / 32_768;
  });
}

function clip(path: string): number[] {
  using source = openAudio(path);
  const samples: number[] = [];
  for (let piece = source.next(); piece !== undefined; piece = source.next()) {
    for (const sample of piece) samples.push(sample);
  }
  return samples;
}
