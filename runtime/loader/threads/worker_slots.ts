import { UsageError } from "../../../errors/mod.ts";
import type { LoadableDataset, ReadableFile } from "../readable_dataset.ts";
import type { Slot, SlotInput } from "../slots/slot.ts";
import type { SlotPlan } from "../slots/slot_plan.ts";
import type { DecodedSlot, FillSlot, SlotPool } from "../slots/slot_pool.ts";
import { threadMemory } from "../../../hosts/mod.ts";
import type { OpenMessage } from "./messages.ts";
import { LoaderWorker, type WorkerSlot } from "./loader_worker.ts";

/** Deals batches out to workers in turn, so that their order doesn't depend on which is faster. */
export class WorkerSlots implements SlotPool {
  readonly #workers: readonly LoaderWorker[];
  readonly #fill: FillSlot;
  /** Number of slots per worker. */
  readonly #each: number;
  readonly #begun: { readonly worker: LoaderWorker; readonly slot: WorkerSlot }[] = [];

  constructor(
    plan: SlotPlan,
    { dataset, workers, prefetch, hold, fill }: {
      dataset: LoadableDataset;
      workers: number;
      /** Number of batches to start ahead of the requested one. */
      prefetch: number;
      /** Number of batches that may be held at once. */
      hold: number;
      fill: FillSlot;
    },
  ) {
    // All held batches may belong to one worker, which needs a slot for its next one.
    this.#each = Math.max(hold, Math.ceil((prefetch + hold) / workers));
    this.#fill = fill;
    const { startWorker } = dataset;
    if (startWorker === undefined) throw noThreads(dataset.file.name);
    const source = sourceOf(dataset.file);
    const kept = dataset.file.shareKept();
    this.#workers = Array.from(
      { length: workers },
      (_, number) =>
        new LoaderWorker(plan, {
          ...{ dataset, startWorker, number, source, kept },
          slots: this.#slotsFor(plan),
        }),
    );
  }

  canBegin(b: number): boolean {
    return this.#workerOf(b).hasFree;
  }

  begin(b: number): void {
    const worker = this.#workerOf(b);
    const slot = worker.take();
    worker.decode(slot, this.#fill(b, slot));
    this.#begun.push({ worker, slot });
  }

  finish(): Promise<DecodedSlot> {
    const { worker, slot } = this.#begun.shift()!;
    return worker.finished(slot);
  }

  release(slot: Slot): void {
    (slot as WorkerSlot).worker.giveBack(slot as WorkerSlot);
  }

  async reset(): Promise<void> {
    for (const { worker, slot } of this.#begun.splice(0)) {
      // Nobody wants it any more; a worker that failed also fails the next epoch.
      await worker.finished(slot).catch(() => undefined);
      worker.giveBack(slot);
    }
  }

  resize(plan: SlotPlan): void {
    for (const worker of this.#workers) worker.resize(plan, this.#slotsFor(plan));
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.close()));
  }

  /** One worker's slots: what this thread writes to. */
  #slotsFor({ capacity, cropped, gained }: SlotPlan): SlotInput[] {
    return Array.from({ length: this.#each }, () => ({
      indices: new Uint32Array(threadMemory(capacity * 4)),
      starts: Array.from(
        { length: cropped },
        () => new Float64Array(threadMemory(capacity * 8)),
      ),
      gains: Array.from(
        { length: gained },
        () => new Float32Array(threadMemory(capacity * 4)),
      ),
    }));
  }

  #workerOf(b: number): LoaderWorker {
    return this.#workers[b % this.#workers.length]!;
  }
}

function noThreads(file: string): UsageError {
  return new UsageError(
    `Cannot load batches of "${file}" with workers: nothing here can start threads`,
    {
      code: "no-threads",
      file,
      hint: "leave `workers` out, or pass `startWorker` to loadBatches",
    },
  );
}

/** What workers open: the path or, for a file without one, one copy of its bytes for all. */
function sourceOf({ storage }: ReadableFile): OpenMessage["source"] {
  if (storage.prefetch !== undefined) {
    if (storage.again !== undefined) return storage.again();
    throw notAgain(storage.name);
  }
  if (storage.kind !== "memory" || storage.pieces !== undefined) return storage.name;
  const bytes = new Uint8Array(threadMemory(storage.size));
  bytes.set(storage.view(0, storage.size));
  return bytes;
}

function notAgain(file: string): UsageError {
  return new UsageError(
    `Cannot load "${file}" with workers: its storage can't be opened in another thread`,
    {
      code: "not-cloneable",
      file,
      hint: "leave `workers` out, or give the storage a method `again`",
    },
  );
}
