/** What must hold for a generated module and the reflective reader and writer. */
import assert from "node:assert/strict";
import {
  createDatasetWriter,
  openDataset,
  openDatasetAsync,
  type OpenOptions,
} from "../../runtime/mod.ts";
import type { StorageSource } from "../../runtime/storage/open_storage.ts";
import type { DatasetIr } from "../../schema/mod.ts";
import { batchesAgree } from "./_agree_batches.ts";
import { featureWindowsAgree } from "./_agree_feature_windows.ts";
import { tokenWindowsAgree } from "./_agree_token_windows.ts";
import { totalsAgree } from "./_agree_totals.ts";
import { valuesAgree } from "./_agree_values.ts";
import { windowsAgree } from "./_agree_windows.ts";
import type { GeneratedModule } from "./_generated.ts";
import type { DrawnRecord } from "./_records.ts";
import { References } from "./_references.ts";

/** A schema, its module, and records of it. */
export interface AgreementCase {
  readonly ir: DatasetIr;
  readonly module: GeneratedModule;
  readonly records: readonly DrawnRecord[];
  /** A path that files may be made from. */
  readonly stem: string;
}

/** Writes the records both ways, and reads them in every way. */
export async function generatedAgrees(given: AgreementCase): Promise<void> {
  const { ir, module, records } = given;
  const path = `${given.stem}.generated.afd`;
  write(path, given);
  const bytes = Deno.readFileSync(path);
  using baseline = openDataset(bytes);
  assert.equal(baseline.recordCount, records.length);
  const read = records.map((_, index) => baseline.toRecord(index));
  valuesAgree(ir, records, read);
  const references = new References(baseline, read);
  const ways: (readonly [StorageSource, OpenOptions])[] = [
    [path, { storage: "mapped" }],
    [path, { storage: "positioned", checksums: "always" }],
    [path, { storage: "memory" }],
    [bytes, { checksums: "never" }],
  ];
  for (const [source, options] of ways) {
    using generated = module.open(source, options);
    using reflective = openDataset(source, options);
    assert.equal(generated.recordCount, records.length);
    records.forEach((_, index) => {
      assert.deepEqual(generated.toRecord(index), read[index]);
      assert.deepEqual(reflective.toRecord(index), read[index]);
    });
    await batchesAgree({ ir, read, references, generated, reflective });
    await totalsAgree({ ir, read, generated, reflective });
    await windowsAgree({ ir, read, generated });
    await featureWindowsAgree({ ir, read, generated });
    await tokenWindowsAgree({ ir, read, generated, reflective });
  }
  const blob = new Blob([bytes]);
  using generated = await module.openAsync(blob);
  using reflective = await openDatasetAsync(blob);
  for (const index of records.keys()) {
    assert.deepEqual(await generated.toRecordAsync(index), read[index]);
  }
  await batchesAgree({ ir, read, references, generated, reflective, onlyAsync: true });
  await windowsAgree({ ir, read, generated, onlyAsync: true });
  await featureWindowsAgree({ ir, read, generated, onlyAsync: true });
  await tokenWindowsAgree({ ir, read, generated, reflective: baseline, onlyAsync: true });
}

function write(path: string, { ir, module, records, stem }: AgreementCase): void {
  {
    using writer = module.createWriter(path);
    for (const record of records) writer.append(record);
  }
  const other = `${stem}.reflective.afd`;
  {
    using writer = createDatasetWriter(other, { ir });
    for (const record of records) writer.append(record);
  }
  const [generated, reflective] = [Deno.readFileSync(path), Deno.readFileSync(other)];
  const at = generated.findIndex((byte, index) => byte !== reflective[index]);
  assert.equal(at, -1, `the generated writer's file differs from byte ${at} on`);
  assert.equal(generated.length, reflective.length);
}
