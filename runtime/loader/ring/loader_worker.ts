import { AudiofieldError, UsageError, type WorkerError } from "../../../errors/mod.ts";
import { hostModule } from "../../hosts/host.ts";
import { MappedStorage } from "../../storage/mapped.ts";
import { errorOf, workerDied } from "./worker_errors.ts";
import type { LoadableDataset } from "./loadable.ts";
import type { FilledSlot } from "./ring.ts";
import type { RingSlot, SlotPlan } from "./slot.ts";
import { RemoteBatch } from "./shown_batch.ts";
import type { SharedPart } from "./shown_part.ts";
import { SlotMemory } from "./slot_memory.ts";
import type { FromWorker, OpenMessage } from "./worker_messages.ts";

/** How long a worker may take to finish what it is at once it is to end, in milliseconds. */
const patience = 5_000;

type Thread = InstanceType<typeof import("node:worker_threads").Worker>;

/** A slot whose batches a worker decodes. */
export interface WorkerSlot extends RingSlot {
  readonly worker: LoaderWorker;
  readonly views: readonly RemoteBatch[];
  /** Where its batches lie, if that is beside the file's mapping. */
  memory: SlotMemory | undefined;
}

/** The file's mapping, as it is lent to the worker. */
type Lent = { readonly storage: MappedStorage } & ReturnType<MappedStorage["lend"]>;

interface Waiting {
  readonly slot: WorkerSlot;
  outcome?: FilledSlot | AudiofieldError;
  settle?: (outcome: FilledSlot | AudiofieldError) => void;
}

/**
 * A worker and its slots: this thread's side. It is a thread of `node:worker_threads`, which Deno, Node
 * and Bun have: unlike a web worker, it says so when it ends, however it does.
 */
export class LoaderWorker {
  readonly #worker: Thread;
  readonly #ended: Promise<void>;
  readonly #file: string;
  readonly #number: number;
  readonly #lent: Lent | undefined;
  #slots: WorkerSlot[];
  #free: WorkerSlot[];
  /** Slots of before a resize that weren't given back yet. */
  readonly #left = new Set<WorkerSlot>();
  readonly #closing = new Int32Array(new SharedArrayBuffer(4));
  /** Batches that were asked for, in order. */
  readonly #waiting: Waiting[] = [];
  #failure: AudiofieldError | undefined;
  #closed: Promise<void> | undefined;

  constructor(
    plan: SlotPlan,
    { dataset, number, source, slots }: {
      dataset: LoadableDataset;
      number: number;
      source: OpenMessage["source"];
      slots: OpenMessage["slots"];
    },
  ) {
    const { file, module } = dataset;
    this.#file = file.name;
    this.#number = number;
    if (file.storage instanceof MappedStorage) {
      this.#lent = { storage: file.storage, ...file.storage.lend() };
    }
    this.#slots = this.#shownSlots(plan, slots);
    this.#free = [...this.#slots];
    this.#worker = startThread(file.name);
    this.#worker.on("message", (message: FromWorker) => this.#hear(message));
    let cause: unknown;
    this.#worker.on("error", (error) => cause = error);
    this.#ended = new Promise((resolve) => {
      this.#worker.on("exit", (code) => {
        this.#fail(this.#died(code, cause));
        resolve();
      });
    });
    const message: OpenMessage = {
      type: "open",
      source,
      lent: this.#lent?.range,
      options: {
        checksums: file.checksums,
        ...(file.storage.kind === "positioned" ? { storage: "positioned" } : {}),
      },
      module,
      checksum: file.trailer.tailChecksum,
      plan,
      slots,
      compared: file.shareCompared(),
      closing: this.#closing,
    };
    this.#worker.postMessage(message);
  }

  /** Whether it has a slot that nobody uses. */
  get hasFree(): boolean {
    return this.#free.length > 0;
  }

  /** Takes a free slot. */
  take(): WorkerSlot {
    return this.#free.pop()!;
  }

  /** Gives a slot back; those of before a {@link resize} are nobody's any more. */
  giveBack(slot: WorkerSlot): void {
    if (this.#slots.includes(slot)) this.#free.push(slot);
    else if (this.#left.delete(slot)) slot.memory?.[Symbol.dispose]();
  }

  /** Has other slots in place of all that there are; no batch may be asked for. */
  resize(plan: SlotPlan, slots: OpenMessage["slots"]): void {
    for (const slot of this.#slots) {
      if (this.#free.includes(slot)) slot.memory?.[Symbol.dispose]();
      else this.#left.add(slot);
    }
    this.#slots = this.#shownSlots(plan, slots);
    this.#free = [...this.#slots];
    this.#worker.postMessage({ type: "resize", plan, slots });
  }

  /** Asks for the batch whose records stand in a slot. */
  decode(slot: WorkerSlot, count: number): void {
    this.#waiting.push({ slot });
    this.#worker.postMessage({ type: "decode", slot: this.#slots.indexOf(slot), count });
  }

  /** Waits for the batch that was asked for in a slot. */
  finished(slot: WorkerSlot): Promise<FilledSlot> {
    const waiting = this.#waiting.find((one) => one.slot === slot)!;
    return new Promise((resolve, reject) => {
      const settle = (outcome: FilledSlot | AudiofieldError) => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        if (outcome instanceof AudiofieldError) reject(outcome);
        else resolve(outcome);
      };
      const outcome = waiting.outcome ?? this.#failure;
      if (outcome === undefined) waiting.settle = settle;
      else settle(outcome);
    });
  }

  /** Ends the worker, once it is done with the batch it is at; resolves when it has ended. */
  close(): Promise<void> {
    return this.#closed ??= this.#close();
  }

  async #close(): Promise<void> {
    Atomics.store(this.#closing, 0, 1);
    this.#worker.postMessage({ type: "close" });
    const timer = setTimeout(() => this.#worker.terminate(), patience);
    await this.#ended;
    clearTimeout(timer);
    // A thread that was ended in the middle of something is trusted with nothing: what was lent to it
    // stays as it is.
    if (Atomics.load(this.#closing, 0) !== 2) return;
    for (const slot of [...this.#slots, ...this.#left]) slot.memory?.[Symbol.dispose]();
    this.#lent?.giveBack();
  }

  #shownSlots(plan: SlotPlan, slots: OpenMessage["slots"]): WorkerSlot[] {
    return slots.map((slot) => {
      const views = plan.fields.map(() => new RemoteBatch());
      const shown = views.map(({ members }) => members);
      return { ...slot, worker: this, memory: undefined, views, shown };
    });
  }

  #hear(message: FromWorker): void {
    if (message.type === "failed") {
      this.#fail(errorOf(message.error, { file: this.#file, worker: this.#number }));
    } else if (message.type === "ready") this.#share(message.slots);
    else if (message.type === "room") this.#place(message.sizes);
    else {
      const { slot: place, count, skipped = [], parts } = message;
      const slot = this.#slots[place]!;
      slot.views.forEach((view, field) => view.update(count, parts?.[field]));
      this.#settle(slot, { slot, count, skipped });
    }
  }

  /** Finds memory for all slots beside the mapping, if there is any. */
  #place(sizes: readonly number[]): void {
    const { storage } = this.#lent!;
    const places: number[] = [];
    for (const slot of this.#slots) {
      // What it was given before it was asked to lay them out anew is not in use any more.
      slot.memory?.[Symbol.dispose]();
      slot.memory = SlotMemory.allocate(storage, sizes);
      places.push(...slot.memory?.places ?? []);
    }
    if (this.#slots.some(({ memory }) => memory === undefined)) {
      for (const slot of this.#slots) {
        slot.memory?.[Symbol.dispose]();
        slot.memory = undefined;
      }
      places.length = 0;
    }
    this.#worker.postMessage({ type: "places", places });
  }

  #share(slots: readonly (readonly SharedPart[])[]): void {
    slots.forEach((parts, place) => {
      const { views, memory } = this.#slots[place]!;
      parts.forEach((part, field) => views[field]!.look(part, memory));
    });
  }

  #settle(slot: WorkerSlot, outcome: FilledSlot): void {
    const waiting = this.#waiting.find((one) => one.slot === slot && one.outcome === undefined);
    if (waiting === undefined) return;
    waiting.outcome = outcome;
    waiting.settle?.(outcome);
  }

  #fail(error: AudiofieldError): void {
    if (this.#closed !== undefined) return;
    this.#failure ??= error;
    // What it had finished before can still be given out.
    for (const waiting of [...this.#waiting]) {
      if (waiting.outcome === undefined) waiting.settle?.(this.#failure);
    }
  }

  #died(code: number, cause: unknown): WorkerError {
    return workerDied(cause, { file: this.#file, worker: this.#number, code });
  }
}

/** @throws {UsageError} `"no-threads"`. */
function startThread(file: string): Thread {
  const threads = hostModule("node:worker_threads");
  // The limits are those that threads have anyway. Asked for, reaching one of them ends the thread;
  // otherwise, the process.
  if (threads !== undefined) {
    return new threads.Worker(new URL("../../dataset/loader_worker_entry.ts", import.meta.url), {
      resourceLimits: {},
    });
  }
  throw new UsageError(`Cannot load batches of "${file}" with workers: there are no threads here`, {
    code: "no-threads",
    file,
    hint: "leave `workers` out",
  });
}
