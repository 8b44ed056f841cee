/** Features equal those of the libraries that models were trained with, in every golden case. */
import assert from "node:assert/strict";
import { differingHalves } from "./_half.ts";
import { isWithin, type Parity } from "./_compare.ts";
import { casesOf, fieldGroups, kernelGroups, runAsField, runAsKernel } from "./_run.ts";

function check(parity: Parity): void {
  const { error, tolerance, loudError, loudTolerance } = parity;
  const bounds =
    `differs by ${error} of ${tolerance}, where loud by ${loudError} of ${loudTolerance}`;
  assert.ok(isWithin(parity), bounds);
}

for (const golden of casesOf(fieldGroups)) {
  Deno.test(`a field gives what ${golden.id} holds`, () => check(runAsField(golden)));
}

for (const golden of casesOf(kernelGroups)) {
  Deno.test(`the kernels give what ${golden.id} holds`, () => check(runAsKernel(golden)));
}

Deno.test("float16 is rounded as NumPy rounds it", () => {
  const { values, different } = differingHalves();
  assert.equal(values, 727);
  assert.equal(different, 0);
});
