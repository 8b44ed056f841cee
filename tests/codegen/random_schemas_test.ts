/**
 * Random schemas and records: generated, compiled, written and read, and compared with the
 * reflective reader and writer. `AUDIOFIELD_SEED` repeats the same ones.
 */
import fc from "fast-check";
import { type Dataset, irJson } from "../../schema/mod.ts";
import type { DatasetDocs } from "../../codegen/mod.ts";
import { datasetOf, drawnDataset, hardText } from "../schema/_arbitraries.ts";
import { generatedAgrees } from "./_agree.ts";
import { generatedModule } from "./_generated.ts";
import { type DrawnRecord, drawnRecord, withKeys } from "./_records.ts";
import { Workspace } from "./_workspace.ts";

const seed = Number(Deno.env.get("AUDIOFIELD_SEED") ?? Math.floor(Math.random() * 2 ** 31));
const schemas = 40;

interface DrawnCase {
  readonly dataset: Dataset;
  readonly docs: ReadonlyMap<string, DatasetDocs>;
  readonly records: readonly DrawnRecord[];
}

const drawnCase: fc.Arbitrary<DrawnCase> = drawnDataset.map(datasetOf).chain((dataset) =>
  fc.record({
    dataset: fc.constant(dataset),
    docs: drawnDocs(dataset),
    records: fc.array(drawnRecord(dataset.ir), { maxLength: 7 }).map((records) =>
      withKeys(dataset.ir, records)
    ),
  })
);

function drawnDocs({ name, ir }: Dataset): fc.Arbitrary<DrawnCase["docs"]> {
  const { length } = ir.fields;
  return fc.tuple(hardText, fc.array(hardText, { minLength: length, maxLength: length })).map(
    ([dataset, texts]) => {
      const fields = new Map(ir.fields.map((field, index) => [field.name, texts[index] ?? ""]));
      return new Map([[name, { dataset, fields }]]);
    },
  );
}

Deno.test(`moduleTexts() of random schemas (AUDIOFIELD_SEED=${seed})`, async (t) => {
  using workspace = new Workspace();
  const cases = await Promise.all(
    fc.sample(drawnCase, { seed, numRuns: schemas }).map(async (drawn, number) => {
      const text = await workspace.generate(`drawn_${number}.ts`, [drawn.dataset], drawn.docs);
      return { ...drawn, number, text };
    }),
  );
  await t.step("passes deno check, deno lint and deno fmt", () => workspace.gates());
  for (const { dataset, records, number, text } of cases) {
    const { name, ir } = dataset;
    await t.step(`${number}: ${name} agrees with the reflective reader and writer`, async () => {
      try {
        const module = generatedModule(await workspace.import(`drawn_${number}.ts`), name);
        await generatedAgrees({ ir, module, records, stem: workspace.path(`drawn_${number}`) });
      } catch (cause) {
        console.error(`AUDIOFIELD_SEED=${seed}\n${irJson(ir)}\n`, records, `\n${text}`);
        throw cause;
      }
    });
  }
});
