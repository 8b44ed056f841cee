import { UsageError } from "../../../errors/mod.ts";
import { planCrops } from "../crop/plan_crops.ts";
import { planBatches } from "../order/plan_batches.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import type { BatchPlan } from "../order/batch_plan.ts";
import type { OrderOptions } from "../order/order_options.ts";
import type { EpochPlan } from "./epoch.ts";
import { InlineRing } from "./inline_ring.ts";
import type { LoadableDataset, LoadableFields } from "./loadable.ts";
import { Loader } from "./loader.ts";
import { type LoaderOptions, resolveLoader } from "./loader_options.ts";
import type { FillIndices } from "./ring.ts";
import { planSlots, type Slot, SlotDecoder } from "./slot.ts";
import { WorkerRing } from "./worker_ring.ts";

/**
 * The batches of an epoch: what a dataset's `batches` gives. Batches are decoded into a fixed ring of
 * slots, by workers where there are any, and come in the same order however many there are.
 *
 * @throws {UsageError} `"invalid-option"`, `"no-such-field"`, `"no-windows"`, and as `planBatches` and
 *   `planCrops` do.
 */
export function loadBatches<
  Fields extends LoadableFields,
  Name extends keyof Fields = keyof Fields,
>(dataset: LoadableDataset<Fields>, options: LoaderOptions<Fields, Name>): Loader<Fields, Name> {
  const { file } = dataset;
  const names = file.ir.fields.map(({ name }) => name);
  const resolved = resolveLoader(options as LoaderOptions, { file: file.name, names });
  const { workers, prefetch, hold, onDamaged, fields } = resolved;
  const first = planEpoch(options, file);
  let current = first;
  const { plan, crops } = first;
  // Of the batch size where there is one, as another epoch may have larger batches than this one.
  const capacity = Math.max(
    plan.maxBatchSize,
    Math.min(options.batchSize ?? 0, plan.recordCount),
  );
  const slotPlan = planSlots(fields, { ir: file.ir, crops, capacity, onDamaged });
  const fill: FillIndices = (b, { indices, starts }) => {
    const count = current.plan.batch(b, indices);
    starts.forEach((places, field) =>
      current.crops!.starts(field, indices, { count, starts: places })
    );
    return count;
  };
  const decoder = new SlotDecoder(slotPlan, { fields: dataset.fields, file: file.name });
  const mustWait = file.storage.prefetch !== undefined;
  if (workers > 0 && mustWait) throw notShared(file.name);
  const ring = workers > 0
    ? new WorkerRing(slotPlan, {
      dataset,
      workers,
      slots: prefetch + hold,
      fill,
      crops,
    })
    : new InlineRing(decoder, {
      slots: Array.from({ length: prefetch + hold }, (): Slot => ({
        indices: new Uint32Array(capacity),
        starts: crops?.fields.map(() => new Float64Array(capacity)) ?? [],
        batches: decoder.allocate(),
      })),
      fill,
      mustWait,
    });
  return new Loader<Fields, Name>({
    first,
    planEpoch(epoch) {
      const { state: _state, shuffle, ...rest } = options;
      if (shuffle === undefined) throw alike(file.name);
      const next = planEpoch({ ...rest, shuffle: { ...shuffle, epoch } }, file);
      if (next.plan.maxBatchSize > capacity) throw larger(file.name, next.plan, capacity);
      return next;
    },
    use: (epoch) => current = epoch,
    ring,
    prefetch,
    hold,
    names: fields.map(({ name }) => name),
    file: file.name,
  });
}

function planEpoch(options: OrderOptions, file: AfdFile): EpochPlan {
  const { shuffle, window } = options;
  const plan = planBatches(options, { file });
  return { plan, crops: window === undefined ? undefined : planCrops(window, { file, shuffle }) };
}

function alike(file: string): UsageError {
  return new UsageError(`Cannot begin another epoch of "${file}": its epochs don't differ`, {
    code: "no-shuffle",
    file,
    hint: "pass shuffle: { seed }, or ask the dataset for batches again",
  });
}

function larger(file: string, { maxBatchSize }: BatchPlan, capacity: number): UsageError {
  return new UsageError(`Cannot begin another epoch of "${file}": its batches are larger`, {
    code: "batch-too-small",
    file,
    found: maxBatchSize,
    wanted: `at most ${capacity} records`,
    hint: "give batchSize beside the bucket's maxTotal",
  });
}

function notShared(file: string): UsageError {
  return new UsageError(`Cannot load "${file}" with workers: its bytes have to be waited for`, {
    code: "must-wait",
    file,
    hint: "leave `workers` out",
  });
}
