/** Long audio is encoded in pieces, which can hardly be told from one run. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { ModelError } from "../../errors/mod.ts";
import { type CodecModel, encodeFromAudio } from "../../models/mod.ts";
import { encodePieces } from "../../runtime/mod.ts";
import { type CodecName, openTiny, storedInput } from "./_fixtures.ts";

/** Ten hops per second, so that a piece is short; tokens depend on a second to either side. */
class ToyModel implements CodecModel {
  readonly name = "toy.onnx";
  readonly sampleRate = 40;
  readonly hopLength = 4;
  readonly nCodebooks = 2;
  readonly vocabSize = 1000;
  readonly channels: number;
  longest = 0;

  constructor(channels = 1) {
    this.channels = channels;
  }

  encode(samples: Float32Array): Promise<Uint16Array> {
    const count = samples.length / this.channels;
    this.longest = Math.max(this.longest, count);
    const frames = Math.ceil(count / this.hopLength);
    const tokens = new Uint16Array(this.nCodebooks * frames);
    for (let codebook = 0; codebook < this.nCodebooks; codebook++) {
      for (let frame = 0; frame < frames; frame++) {
        let sum = codebook;
        for (let channel = 0; channel < this.channels; channel++) {
          const plane = samples.subarray(channel * count, (channel + 1) * count);
          const near = plane.slice(Math.max(0, frame * 4 - 40), frame * 4 + 40);
          sum += near.reduce((total, sample) => (total * 3 + sample) % 997, channel * 5);
        }
        tokens[codebook * frames + frame] = sum % 1000;
      }
    }
    return Promise.resolve(tokens);
  }
}

/** Whole numbers, whose sums are exact, cut into pieces of the given lengths. */
function* cut(samples: Float32Array, lengths: readonly number[]): Generator<Float32Array> {
  for (let at = 0, piece = 0; at < samples.length; piece++) {
    const length = lengths[piece % lengths.length] ?? 1;
    yield samples.subarray(at, at + length);
    at += length;
  }
}

Deno.test("encodePieces() equals one run of a model with a short memory, however audio arrives", async () => {
  await fc.assert(fc.asyncProperty(
    fc.oneof(fc.nat(3000), fc.constantFrom(0, 1, 519, 520, 521, 920, 921, 1320)),
    fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 5 }),
    async (count, lengths) => {
      const model = new ToyModel();
      const samples = Float32Array.from({ length: count }, (_, at) => (at * 7919) % 101);
      const { data, shape } = await encodePieces(model, cut(samples, lengths));
      assert.deepEqual(shape, [2, Math.ceil(count / 4)]);
      // A piece is ten seconds; with its surroundings, thirteen.
      assert.ok(model.longest <= 13 * 40);
      assert.deepEqual(Array.from(data), Array.from(await model.encode(samples)));
    },
  ));
});

Deno.test("encodePieces() passes on one channel after another", async () => {
  const model = new ToyModel(2);
  const count = 1500;
  const planar = Float32Array.from({ length: 2 * count }, (_, at) => (at * 7919) % 101);
  const frames = Float32Array.from(
    { length: 2 * count },
    (_, at) => planar[(at % 2) * count + Math.floor(at / 2)]!,
  );
  const { data } = await encodePieces(model, cut(frames, [600, 2]));
  assert.deepEqual(Array.from(data), Array.from(await model.encode(planar)));
});

Deno.test("encodePieces() refuses nonsensical results from a model", async () => {
  const given = (tokens: Uint16Array) =>
    Object.assign(new ToyModel(), { encode: () => Promise.resolve(tokens) });
  await assert.rejects(encodePieces(given(new Uint16Array(5)), [new Float32Array(8)]), (error) => {
    assert.ok(error instanceof ModelError);
    assert.equal(error.code, "model-frames");
    return true;
  });
  const tooLarge = Uint16Array.of(1, 2, 3, 1000);
  await assert.rejects(encodePieces(given(tooLarge), [new Float32Array(8)]), (error) => {
    assert.ok(error instanceof ModelError);
    assert.equal(error.code, "token-range");
    assert.match(error.message, /codebook 1 of frame 1 is 1000/);
    return true;
  });
});

Deno.test("encodeFromAudio() copies the channel of mono clips for stereo models", async () => {
  const samples = Float32Array.from({ length: 400 }, (_, at) => at % 31);
  const stereo = Float32Array.from({ length: 800 }, (_, at) => samples[at >> 1]!);
  const one = await encodeFromAudio({ samples, sampleRate: 40 }, new ToyModel(2));
  const two = await encodeFromAudio(
    { samples: stereo, sampleRate: 40, channels: 2 },
    new ToyModel(2),
  );
  assert.deepEqual(one, two);
});

Deno.test("encodeFromAudio() refuses clips with fewer channels than the model", async () => {
  const audio = { samples: new Float32Array(6), sampleRate: 40, channels: 2 };
  await assert.rejects(encodeFromAudio(audio, new ToyModel(3)), {
    name: "AudioInputError",
    code: "channels",
  });
});

for (const name of ["encodec", "dac"] as const satisfies readonly CodecName[]) {
  Deno.test(`${name}: 40 seconds in pieces produce 99.9 % of the tokens of one run`, async () => {
    await using codec = await openTiny(name);
    const clip = storedInput(`p01_${name}_input.npy`);
    // Repeated at different levels, so that no two pieces are alike.
    const samples = Float32Array.from(
      { length: 40 * codec.sampleRate },
      (_, at) => clip[at % clip.length]! * (0.3 + 0.7 * Math.abs(Math.sin(at / 90_001))),
    );
    const { data } = await encodePieces(codec, [samples]);
    const whole = await codec.encode(samples);
    const same = data.filter((token, at) => token === whole[at]).length;
    assert.ok(same / whole.length >= 0.999, `${same} of ${whole.length}`);
  });
}
