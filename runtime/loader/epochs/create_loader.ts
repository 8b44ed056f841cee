import { UsageError } from "../../../errors/mod.ts";
import { isKernelAtHand, kernelModule, loadKernels } from "../../../kernels/kernel_modules.ts";
import type { KernelName } from "../../../kernels/kernel_names.ts";
import { kernelsFor } from "../../fields/kind/kernels_for.ts";
import type { FieldOptions } from "../batch_types.ts";
import { planCrops } from "../crop/plan_crops.ts";
import type { OrderOptions } from "../order/order_options.ts";
import { planOrder } from "../order/plan_batches.ts";
import { fetchForLoading } from "../order/plan_batches_async.ts";
import { selectOnce, selectOnceAsync } from "../order/select_for_order.ts";
import type { RecordSelection } from "../filter/select_records.ts";
import type { LoadableDataset, LoadableFields, ReadableFile } from "../readable_dataset.ts";
import { fillGains, resolveGains } from "../slots/gains.ts";
import { LocalSlots } from "../slots/local_slots.ts";
import { type EpochPlan, planSlots } from "../slots/slot_plan.ts";
import type { FillSlot } from "../slots/slot_pool.ts";
import { capacityForBoth } from "../slots/slot_capacity.ts";
import { WorkerSlots } from "../threads/worker_slots.ts";
import { Loader, type LoaderParts } from "./loader.ts";
import { type LoaderOptions, orderOf, resolveLoader } from "./loader_options.ts";

/** Batches that are fetched ahead of the loop where bytes must be waited for. */
const batchesAhead = 3;

/**
 * The batches of an epoch: what a dataset's `batches` returns. Batches are decoded into a fixed number
 * of slots, by workers if there are any. Their order is the same for any number of workers.
 *
 * @throws {UsageError} `"invalid-option"`, `"no-such-field"`, `"no-windows"`, and the errors of
 *   `planBatches` and `planCrops`.
 */
export function createLoader<
  Fields extends LoadableFields,
  Name extends keyof Fields = keyof Fields,
  const Given extends FieldOptions<Fields> = object,
>(
  dataset: LoadableDataset<Fields>,
  options: LoaderOptions<Fields, Name, Given>,
): Loader<Fields, Name, Given> {
  const { file } = dataset;
  // Its mapping, which workers borrow and which holds batches, is gone too.
  if (file.closed) throw file.closedError();
  const names = file.ir.fields.map(({ name }) => name);
  const resolved = resolveLoader(options as LoaderOptions, {
    file: file.name,
    names,
    ahead: file.storage.prefetch === undefined ? 0 : batchesAhead,
  });
  const { workers, prefetch, hold, onDamaged, fields } = resolved;
  const mustWait = file.storage.prefetch !== undefined;
  const kernels = kernelsOf(fields, file);
  const gained = resolveGains(options.gain ?? {}, { file: file.name, ir: file.ir, fields });
  const slotsOf = (epoch: EpochPlan) =>
    planSlots(epoch, { dataset, chosen: fields, gains: gained, onDamaged });
  /** The options of another epoch. */
  const optionsOf = (epoch: number): OrderOptions => {
    if (file.closed) throw file.closedError();
    const { state: _state, shuffle, ...rest } = options;
    if (shuffle === undefined) throw alike(file.name);
    return { ...rest, shuffle: { ...shuffle, epoch } };
  };
  const partsOf = (first: EpochPlan, plan: LoaderParts["planEpoch"]): LoaderParts => {
    let current = first;
    let slotPlan = slotsOf(first);
    const fill: FillSlot = (b, { indices, starts, gains }) => {
      const count = current.plan.batch(b, indices);
      starts.forEach((places, field) =>
        current.crops!.starts(field, indices, { count, starts: places })
      );
      gains.forEach((values, place) =>
        fillGains(gained[place]!, values, { indices, count, file: file.name })
      );
      return count;
    };
    // Threads get what is compiled already.
    if (workers > 0) kernels.forEach(kernelModule);
    const slots = workers > 0
      ? new WorkerSlots(slotPlan, { dataset, workers, prefetch, hold, fill })
      : new LocalSlots(slotPlan, { dataset, slots: prefetch + hold, fill, mustWait });
    return {
      first,
      planEpoch: plan,
      use(epoch) {
        if (epoch === current) return;
        current = epoch;
        const enough = capacityForBoth(slotPlan, slotsOf(epoch));
        if (enough === slotPlan) return;
        slotPlan = enough;
        slots.resize(enough);
      },
      slots,
      prefetch,
      hold,
      names: fields.map(({ name }) => name),
      file: file.name,
    };
  };
  const selectNow = selectOnce(options, file);
  const planNow = (order: OrderOptions) => planEpoch(order, { file, select: selectNow });
  if (mustWait || !kernels.every(isKernelAtHand)) {
    const parts = async () => {
      await loadKernels(kernels);
      if (!mustWait) return partsOf(planNow(options), (epoch) => planNow(optionsOf(epoch)));
      await fetchForLoading(options, { file, loaded: fields.map(({ name }) => name) });
      // Members that this thread makes of batches that workers decoded.
      if (workers > 0) {
        for (const { name } of fields) {
          using _lease = await dataset.fields[name as Name]!.prefetch?.([]);
        }
      }
      const select = selectOnceAsync(options, file);
      const planned = async (order: OrderOptions) => {
        const selection = await select();
        return planEpoch(order, { file, select: () => selection });
      };
      return partsOf(await planned(options), (epoch) => planned(optionsOf(epoch)));
    };
    return new Loader<Fields, Name, Given>(file.name, parts());
  }
  return new Loader<Fields, Name, Given>(
    file.name,
    partsOf(planNow(options), (epoch) => planNow(optionsOf(epoch))),
  );
}

/** The WebAssembly that the chosen fields may need. */
function kernelsOf(
  chosen: readonly { readonly name: string; readonly options: object }[],
  { ir }: ReadableFile,
): readonly KernelName[] {
  const all = chosen.flatMap(({ name, options }) => {
    const field = ir.fields.find((one) => one.name === name);
    return field === undefined ? [] : kernelsFor(field, options);
  });
  return [...new Set(all)];
}

function planEpoch(
  options: OrderOptions,
  { file, select }: { file: ReadableFile; select: () => RecordSelection | undefined },
): EpochPlan {
  const { shuffle, window } = options;
  const plan = planOrder(orderOf(options), { file, select });
  return { plan, crops: window === undefined ? undefined : planCrops(window, { file, shuffle }) };
}

function alike(file: string): UsageError {
  return new UsageError(`Cannot start another epoch of "${file}": all its epochs are the same`, {
    code: "no-shuffle",
    file,
    hint: "pass shuffle: { seed }, or ask the dataset for batches again",
  });
}
