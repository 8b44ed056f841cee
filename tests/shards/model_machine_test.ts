/** Plans say on which machine a codec model computes, and other machines are refused. */
import assert from "node:assert/strict";
import {
  checkModelMachine,
  modelMachine,
  processorFamily,
} from "../../cli/shards/model_machine.ts";
import type { PlannedModel } from "../../shards/plan/pack_plan.ts";
import { headerDifference, type PlanHeader } from "../../shards/plan/plan_difference.ts";
import { defineDataset, field } from "../../schema/mod.ts";

const here = { runtimeVersion: "1.30.0", processor: "x86_64 v4" };
const model: PlannedModel = {
  field: "codes",
  file: "encodec.onnx",
  sha256: "0".repeat(64),
  inputName: "audio",
  outputName: "codes",
  runtime: "web",
  ...here,
};

Deno.test("a machine is the same for every call, and knows the version that is imported", () => {
  assert.deepEqual(modelMachine("web"), modelMachine("web"));
  assert.match(modelMachine("node").runtimeVersion, /^\d+\.\d+\.\d+$/);
  assert.ok(processorFamily().startsWith(Deno.build.arch));
});

Deno.test("models are only used where they compute what they computed", () => {
  checkModelMachine(model, here);
  assert.throws(() => checkModelMachine({ ...model, runtimeVersion: "1.29.0" }, here), {
    name: "UsageError",
    code: "other-runtime",
    message: 'Cannot compute "codes": the plan was made with onnxruntime-web 1.29.0, and this is ' +
      "1.30.0; pack on machines like the one that planned, or plan again with --overwrite",
  });
  assert.throws(() => checkModelMachine({ ...model, processor: "aarch64" }, here), {
    code: "other-processor",
    found: "x86_64 v4",
    wanted: "aarch64",
  });
});

Deno.test("resuming names what is different", () => {
  const { ir } = defineDataset("Texts", { text: field.text() });
  const header = { ir, models: [model], rules: {}, size: {}, first: 0 } as unknown as PlanHeader;
  const other = (changes: Partial<PlannedModel>) =>
    headerDifference({ ...header, models: [{ ...model, ...changes }] }, header);
  assert.equal(other({}), undefined);
  assert.equal(
    other({ runtimeVersion: "1.29.0" }),
    'the version of ONNX Runtime, which computes "codes", changed: it was 1.29.0, and now is 1.30.0',
  );
  assert.equal(
    other({ processor: "aarch64" }),
    'the family of the processor, on which "codes" is computed, changed: it was aarch64, and now ' +
      "is x86_64 v4",
  );
});
