import { cpus } from "node:os";
import type { Figures } from "../../plan/mod.ts";
import { FormRun } from "./form_run.ts";
import type { StorageForm } from "./storage_form.ts";

const rounds = 9;

/** Measures all forms in turns, each from its own file in `folder`; the best round counts. */
export async function measureForms(
  forms: readonly StorageForm[],
  folder: string,
  say: (what: string) => void,
): Promise<Figures> {
  const runs: FormRun[] = [];
  try {
    for (const form of forms) {
      say(`packing: ${form.title}`);
      runs.push(await FormRun.start(form, folder));
    }
    for (let round = 1; round <= rounds; round++) {
      say(`measuring: round ${round} of ${rounds}`);
      for (const run of runs) run.measure();
    }
    return { machine: machineName(), rows: runs.map((run) => run.row()) };
  } finally {
    for (const run of runs) run[Symbol.dispose]();
  }
}

function machineName(): string {
  const cores = cpus();
  const model = cores[0]?.model.trim() ?? Deno.build.arch;
  return `${cores.length} × ${model}, ${Deno.build.os}, Deno ${Deno.version.deno}`;
}
