import { AudiofieldError, type WorkerError } from "../../../errors/mod.ts";
import { kernelsForThread } from "../../../kernels/kernel_modules.ts";
import type { MappingLoan } from "../../storage/borrowed_mapping.ts";
import type { Storage } from "../../storage/storage.ts";
import type { LoadableDataset, LoadableFields } from "../readable_dataset.ts";
import type { Slot, SlotInput } from "../slots/slot.ts";
import type { SlotPlan } from "../slots/slot_plan.ts";
import type { DecodedSlot } from "../slots/slot_pool.ts";
import { host, sharesMemory, type Thread, threadMemory } from "../../../hosts/mod.ts";
import type { StartWorker } from "../worker_thread.ts";
import { ending, type FromWorker, type OpenMessage, type ToWorker } from "./messages.ts";
import type { SharedMembers } from "./published_batch.ts";
import { inputOf, setInput } from "./slot_input.ts";
import { SlotMemory } from "./slot_memory.ts";
import { WorkerBatchView } from "./worker_batch_view.ts";
import { errorOf, workerDied } from "./worker_errors.ts";
import { FollowedWorker } from "./worker_state.ts";

/** How long a worker that should end may take to finish what it is doing, in milliseconds. */
const patience = 5_000;

/** A slot whose batches a worker decodes. */
export interface WorkerSlot extends Slot {
  readonly worker: LoaderWorker;
  readonly views: readonly WorkerBatchView[];
  /** The memory of its batches, if that is next to the file's mapping. */
  memory: SlotMemory | undefined;
}

/** The file's mapping that is lent to the worker, and the storage that owns it. */
interface Loan extends MappingLoan {
  readonly storage: Storage;
}

interface Waiting {
  readonly slot: WorkerSlot;
  outcome?: DecodedSlot | AudiofieldError;
  settle?: (outcome: DecodedSlot | AudiofieldError) => void;
}

/** A worker and its slots, in the loading thread. */
export class LoaderWorker {
  readonly #thread: Thread;
  readonly #followed = new FollowedWorker();
  readonly #ended: Promise<void>;
  readonly #file: string;
  readonly #number: number;
  readonly #loan: Loan | undefined;
  readonly #fields: LoadableFields;
  #slots: WorkerSlot[];
  #free: WorkerSlot[];
  /** Slots from before a resize that haven't been given back. */
  readonly #left = new Set<WorkerSlot>();
  /** See {@link ending}. */
  readonly #ending = new Int32Array(threadMemory(4));
  /** The requested batches, in order. */
  readonly #waiting: Waiting[] = [];
  #failure: AudiofieldError | undefined;
  #closed: Promise<void> | undefined;

  constructor(
    plan: SlotPlan,
    { dataset, startWorker, number, source, kept, slots }: {
      dataset: LoadableDataset;
      startWorker: StartWorker;
      number: number;
      source: OpenMessage["source"];
      kept: OpenMessage["kept"];
      slots: readonly SlotInput[];
    },
  ) {
    const { file, module } = dataset;
    this.#file = file.name;
    this.#number = number;
    this.#fields = dataset.fields;
    this.#slots = this.#viewSlots(plan, slots);
    this.#free = [...this.#slots];
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    this.#ended = ended;
    let cause: unknown;
    this.#thread = startWorker({
      message: (message) => this.#hear(message as FromWorker),
      error: (error) => {
        cause = error;
      },
      exit: (code) => {
        this.#fail(this.#died(code, cause));
        end();
      },
    }, file.name);
    const { storage } = file;
    const loan = storage.lend?.();
    this.#loan = loan && { ...loan, storage };
    this.#tell({
      type: "open",
      source,
      kept,
      mapping: loan?.range,
      options: {
        checksums: file.checksums,
        ...(storage.kind === "positioned" ? { storage: "positioned" } : {}),
      },
      // Browsers' bundles have no module of its own to import; the file's schema says the same.
      module: host.name === "browser" ? undefined : module,
      identity: file.identity,
      plan,
      kernels: kernelsForThread(),
      slots,
      compared: file.shareCompared(),
      ending: this.#ending,
    });
  }

  /** Whether it has a free slot. */
  get hasFree(): boolean {
    return this.#free.length > 0;
  }

  /** Takes a free slot. */
  take(): WorkerSlot {
    return this.#free.pop()!;
  }

  /** Gives a slot back; slots from before a {@link resize} are freed. */
  giveBack(slot: WorkerSlot): void {
    if (this.#slots.includes(slot)) this.#free.push(slot);
    else if (this.#left.delete(slot)) slot.memory?.[Symbol.dispose]();
  }

  /** Replaces all slots; no batch may be in progress. */
  resize(plan: SlotPlan, slots: readonly SlotInput[]): void {
    for (const slot of this.#slots) {
      if (this.#free.includes(slot)) slot.memory?.[Symbol.dispose]();
      else this.#left.add(slot);
    }
    this.#slots = this.#viewSlots(plan, slots);
    this.#free = [...this.#slots];
    this.#tell({ type: "resize", plan, slots });
  }

  /** Requests the batch whose records a slot holds. */
  decode(slot: WorkerSlot, count: number): void {
    this.#waiting.push({ slot });
    const input = sharesMemory() ? {} : { input: inputOf(slot, count) };
    this.#tell({ type: "decode", slot: this.#slots.indexOf(slot), count, ...input });
  }

  /** Waits for the batch that was requested in a slot. */
  finished(slot: WorkerSlot): Promise<DecodedSlot> {
    const waiting = this.#waiting.find((one) => one.slot === slot)!;
    return new Promise((resolve, reject) => {
      const settle = (outcome: DecodedSlot | AudiofieldError) => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        if (outcome instanceof AudiofieldError) reject(outcome);
        else resolve(outcome);
      };
      const outcome = waiting.outcome ?? this.#failure;
      if (outcome === undefined) waiting.settle = settle;
      else settle(outcome);
    });
  }

  /** Ends the worker after the batch that it is decoding; resolves when it has ended. */
  close(): Promise<void> {
    return this.#closed ??= this.#close();
  }

  async #close(): Promise<void> {
    Atomics.store(this.#ending, 0, ending.wanted);
    this.#tell({ type: "close" });
    const timer = setTimeout(() => this.#thread.terminate(), patience);
    await this.#ended;
    clearTimeout(timer);
    // A thread that was terminated in the middle of something may still write: what was lent to it is
    // never reused.
    if (Atomics.load(this.#ending, 0) !== ending.reached) return;
    for (const slot of [...this.#slots, ...this.#left]) slot.memory?.[Symbol.dispose]();
    this.#loan?.giveBack();
  }

  #viewSlots(plan: SlotPlan, slots: readonly SlotInput[]): WorkerSlot[] {
    return slots.map((slot) => {
      const views = plan.fields.map(({ name }) => new WorkerBatchView(this.#fields[name]!));
      const members = views.map(({ members }) => members);
      return { ...slot, worker: this, memory: undefined, views, members };
    });
  }

  #tell(message: ToWorker): void {
    this.#followed.tell(message.type);
    this.#thread.post(message);
  }

  #hear(message: FromWorker): void {
    try {
      this.#followed.hear(message.type);
    } catch (cause) {
      return this.#fail(cause as WorkerError);
    }
    switch (message.type) {
      case "failed":
        return this.#fail(errorOf(message.error, { file: this.#file, worker: this.#number }));
      case "ready":
        return this.#share(message.slots);
      case "capacity":
        return this.#place(message.sizes);
      case "done": {
        const { slot: place, count, skipped = [], parts, input } = message;
        const slot = this.#slots[place]!;
        if (input !== undefined) setInput(slot, input);
        slot.views.forEach((view, field) => view.update(count, parts?.[field]));
        return this.#settle(slot, { slot, count, skipped });
      }
    }
  }

  /** Allocates memory for all slots next to the mapping, if there is room. */
  #place(sizes: readonly number[]): void {
    const places: number[] = [];
    for (const slot of this.#slots) {
      // The memory that it was given before is no longer in use.
      slot.memory?.[Symbol.dispose]();
      slot.memory = this.#loan && SlotMemory.allocate(this.#loan, sizes);
      places.push(...slot.memory?.places ?? []);
    }
    if (this.#slots.some(({ memory }) => memory === undefined)) {
      for (const slot of this.#slots) {
        slot.memory?.[Symbol.dispose]();
        slot.memory = undefined;
      }
      places.length = 0;
    }
    this.#tell({ type: "places", places });
  }

  #share(slots: readonly (readonly SharedMembers[])[]): void {
    slots.forEach((parts, place) => {
      const { views, memory } = this.#slots[place]!;
      parts.forEach((part, field) => views[field]!.look(part, memory));
    });
  }

  #settle(slot: WorkerSlot, outcome: DecodedSlot): void {
    const waiting = this.#waiting.find((one) => one.slot === slot && one.outcome === undefined);
    if (waiting === undefined) return;
    waiting.outcome = outcome;
    waiting.settle?.(outcome);
  }

  #fail(error: AudiofieldError): void {
    if (this.#closed !== undefined) return;
    this.#failure ??= error;
    // Batches that it finished before can still be returned.
    for (const waiting of [...this.#waiting]) {
      if (waiting.outcome === undefined) waiting.settle?.(this.#failure);
    }
  }

  #died(code: number, cause: unknown): WorkerError {
    return workerDied(cause, { file: this.#file, worker: this.#number, code });
  }
}
