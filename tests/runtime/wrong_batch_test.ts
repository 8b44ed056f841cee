/** A batch is filled only by fields like the one that made it. */
import assert from "node:assert/strict";
import { UsageError } from "../../errors/mod.ts";
import { createDatasetWriter, type FieldReader, openDataset } from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { SpeechFile } from "../loader/_speech_file.ts";

const Everything = defineDataset("Everything", {
  pcm: field.waveform(),
  wide: field.waveform({ dtype: "float32" }),
  flac: field.flac(),
  chunks: field.chunkedWaveform({ chunkSeconds: 1 }),
  drums: field.stems({ names: ["kick", "snare"] }),
  mel: field.melSpectrogram({ preset: "original", from: "pcm" }),
  mel40: field.melSpectrogram({ preset: "original", from: "pcm", nMels: 40 }),
  pitch: field.pitch({ from: "pcm" }),
  codes: field.codecTokens({ nCodebooks: 2, frameRate: 75 }),
  speaker: field.uint32(),
  weight: field.float32(),
  text: field.text(),
  label: field.category(),
});

function pack(path: string): void {
  using writer = createDatasetWriter(path, { ir: Everything.ir });
  const clip = { samples: new Int16Array(1600).fill(5), sampleRate: 16_000 };
  const wide = { samples: new Float32Array(1600), sampleRate: 16_000 };
  const codes = { data: new Uint16Array(14), shape: [2, 7] };
  writer.append({
    ...{ pcm: clip, wide, flac: clip, chunks: clip, drums: { kick: clip, snare: clip } },
    ...{ codes, speaker: 3, weight: 0.5, text: "one", label: "loud" },
  });
  writer.finish();
}

/** The batch that any field allocates and fills. */
type Filled = FieldReader & { decodeBatch(indices: number[], batch: unknown): void };

Deno.test("a batch of a different kind, type or shape is an error that says which, and isn't filled", () => {
  const path = Deno.makeTempFileSync({ suffix: ".afd" });
  Deno.removeSync(path);
  try {
    pack(path);
    using dataset = openDataset(path);
    const fields = [...dataset.fields.values()] as Filled[];
    for (const taker of fields) {
      taker.decodeBatch([0], taker.allocateBatch(1));
      for (const giver of fields.filter((one) => one !== taker)) {
        const batch = giver.allocateBatch(1);
        assert.throws(() => taker.decodeBatch([0], batch), (error) => {
          assert.ok(error instanceof UsageError, `${taker.name} into ${giver.name}: ${error}`);
          assert.equal(error.code, "wrong-batch");
          assert.equal(error.field, taker.name);
          assert.match(
            error.message,
            /^Cannot decode ".*" into a batch of .*: it takes a batch of /,
          );
          return true;
        });
      }
      for (const nothing of [undefined, null, {}, new Float32Array(5)]) {
        assert.throws(() => taker.decodeBatch([0], nothing), { code: "wrong-batch" });
      }
    }
  } finally {
    Deno.removeSync(path);
  }
});

Deno.test("a generated field accepts the equivalent reflective field's batch, converted or not", () => {
  using file = new SpeechFile(3, () => 20);
  using speech = file.open();
  using reader = openDataset(file.path);
  for (const options of [{}, { dtype: "float32" }] as const) {
    const batch = reader.field("audio").allocateBatch(2, options as never);
    speech.audio.decodeBatch([2, 1], batch as never);
    const { data } = batch as { data: ArrayLike<number> };
    assert.equal(data[0], "dtype" in options ? 2 / 32_768 : 2);
  }
  const wrong = { name: "UsageError", code: "wrong-batch", field: "speaker" };
  const audio = speech.audio.allocateBatch(2);
  assert.throws(() => speech.speaker.decodeBatch([0], audio as never), {
    ...wrong,
    message: /"speaker" into a batch of int16 waveforms: it takes a batch of scalars in a Uint32/,
  });
});
