/**
 * The original design's own tokens, in every case: configuration, metadata (except `data_ptr`) and
 * payload are exact. Empty tokens and a vocabulary of 65,536 are refused there but not here.
 */
import assert from "node:assert/strict";
import { createDatasetWriter, openDataset } from "../../../runtime/mod.ts";
import { defineDataset, field, fieldKind, type ResolvedCodecTokens } from "../../../schema/mod.ts";
import seed from "../../data/seed/tokens.json" with { type: "json" };

interface SeedCase {
  readonly id: string;
  readonly params: { n_codebooks: number; vocab_size: number; frame_rate: number };
  readonly input?: string;
  readonly to_binary_hex?: string;
  readonly metadata_hex?: string;
  readonly payload?: string;
}

const cases: readonly SeedCase[] = seed.cases;
const folder = new URL("../../data/seed/", import.meta.url).pathname;
const kind = fieldKind("codecTokens")!;
const hex = (bytes: Uint8Array) => bytes.toHex();

/** What the design can't store. */
const ours: Readonly<Record<string, string>> = { codec_06_tok_a: "080000004b000000" };

function datasetOf({ n_codebooks, vocab_size, frame_rate }: SeedCase["params"]) {
  const codes = { nCodebooks: n_codebooks, vocabSize: vocab_size, frameRate: frame_rate };
  return defineDataset("A", { codes: field.codecTokens(codes) });
}

for (const golden of cases) {
  Deno.test(`${golden.id}: configuration`, () => {
    const { ir } = datasetOf(golden.params);
    const options = kind.resolve(ir.fields[0]!.options) as ResolvedCodecTokens;
    const bytes = kind.toBinary(options);
    assert.equal(hex(bytes), golden.to_binary_hex ?? ours[golden.id]);
    assert.deepEqual(kind.fromBinary(bytes), options);
  });
}

for (const golden of cases.filter(({ metadata_hex }) => metadata_hex !== undefined)) {
  Deno.test(`${golden.id}: metadata and payload`, () => {
    const path = Deno.makeTempFileSync();
    try {
      const { ir } = datasetOf(golden.params);
      using writer = createDatasetWriter(path, { ir, overwrite: true });
      writer.append({ codes: `${folder}${golden.input}` });
      writer.finish();
      const bytes = Deno.readFileSync(path);
      using dataset = openDataset(bytes);
      const { tableOffset } = dataset.file.entry(0);
      const record = bytes.slice(tableOffset, tableOffset + 16);
      assert.equal(hex(record.subarray(8)), golden.metadata_hex?.slice(16));
      const { position, length } = dataset.field("codes").extent(0)!;
      const payload = bytes.subarray(position, position + length);
      assert.deepEqual(payload, Deno.readFileSync(`${folder}${golden.payload}`));
    } finally {
      Deno.removeSync(path);
    }
  });
}

for (
  const [id, code] of [
    ["codec_02_tok_big", "token-range"],
    ["codec_05_tok_1d", "array-shape"],
  ]
) {
  Deno.test(`${id} is refused, as in the original design`, () => {
    const golden = cases.find((one) => one.id === id)!;
    const path = Deno.makeTempFileSync();
    const writer = createDatasetWriter(path, { ir: datasetOf(golden.params).ir, overwrite: true });
    assert.throws(() => writer.append({ codes: `${folder}${golden.input}` }), { code, record: 0 });
    writer.abort();
    Deno.removeSync(path);
  });
}
