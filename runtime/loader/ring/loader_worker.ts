import { AudiofieldError } from "../../../errors/mod.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import { errorOf } from "./error_parts.ts";
import type { LoadableDataset } from "./loadable.ts";
import type { FilledSlot } from "./ring.ts";
import type { Slot, SlotPlan } from "./slot.ts";
import type { FieldPart, FromWorker, OpenMessage, SharedValues } from "./worker_messages.ts";

/** How long a worker that has work may do nothing at all before it counts as dead, in milliseconds. */
const patience = 5_000;
/** How often that is looked at. */
const interval = 250;

/** A slot whose batches a worker decodes. */
export interface WorkerSlot extends Slot {
  readonly worker: LoaderWorker;
  readonly batches: ShownBatch[];
}

/** A field's batch as this thread sees it: the values are in shared memory, or came in the message. */
interface ShownBatch {
  data?: ArrayBufferView;
  shape: readonly number[];
  lengths?: Uint32Array;
  values?: readonly unknown[];
  present?: Uint8Array;
}

interface Waiting {
  readonly slot: WorkerSlot;
  outcome?: FilledSlot | AudiofieldError;
  settle?: (outcome: FilledSlot | AudiofieldError) => void;
}

/** A worker and its slots: this thread's side. */
export class LoaderWorker {
  readonly #worker: Worker;
  readonly #file: string;
  readonly #number: number;
  readonly #slots: WorkerSlot[];
  readonly #free: WorkerSlot[];
  readonly #pulse = new Int32Array(new SharedArrayBuffer(4));
  /** Batches that were asked for, in order. */
  readonly #waiting: Waiting[] = [];
  #watch: ReturnType<typeof setInterval> | undefined;
  #failure: AudiofieldError | undefined;
  #closed = false;

  constructor(
    plan: SlotPlan,
    { dataset, number, slots }: {
      dataset: LoadableDataset;
      number: number;
      slots: OpenMessage["slots"];
    },
  ) {
    const { file, module } = dataset;
    this.#file = file.name;
    this.#number = number;
    this.#slots = slots.map((slot) => ({
      ...slot,
      worker: this,
      batches: plan.fields.map(() => ({ shape: [] })),
    }));
    this.#free = [...this.#slots];
    this.#worker = new Worker(new URL("./worker.ts", import.meta.url).href, { type: "module" });
    this.#worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#hear(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(this.#died(event.message));
    };
    const message: OpenMessage = {
      type: "open",
      source: sourceOf(file),
      options: {
        checksums: file.checksums,
        ...(file.storage.kind === "positioned" ? { storage: "positioned" } : {}),
      },
      module,
      checksum: file.trailer.tailChecksum,
      plan,
      slots,
      pulse: this.#pulse,
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

  /** Gives a slot back. */
  giveBack(slot: WorkerSlot): void {
    this.#free.push(slot);
  }

  /** Asks for the batch whose records stand in a slot. */
  decode(slot: WorkerSlot, count: number): void {
    this.#waiting.push({ slot });
    this.#worker.postMessage({ type: "decode", slot: this.#slots.indexOf(slot), count });
    this.#watchOver();
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

  /** Ends the worker. */
  close(): void {
    this.#closed = true;
    clearInterval(this.#watch);
    this.#watch = undefined;
    this.#worker.terminate();
  }

  #hear(message: FromWorker): void {
    if (message.type === "failed") this.#fail(errorOf(message.error));
    else if (message.type === "ready") this.#share(message.slots);
    else {
      const { slot: place, count, skipped, parts } = message;
      const slot = this.#slots[place]!;
      slot.batches.forEach((batch, field) => show(batch, parts[field]!));
      this.#settle(slot, { slot, count, skipped });
    }
  }

  #share(slots: readonly SharedValues[]): void {
    slots.forEach((values, place) =>
      values.forEach((data, field) => {
        if (data !== undefined) this.#slots[place]!.batches[field]!.data = data;
      })
    );
  }

  #settle(slot: WorkerSlot, outcome: FilledSlot): void {
    const waiting = this.#waiting.find((one) => one.slot === slot && one.outcome === undefined);
    if (waiting === undefined) return;
    waiting.outcome = outcome;
    waiting.settle?.(outcome);
    if (this.#waiting.every((one) => one.outcome !== undefined)) {
      clearInterval(this.#watch);
      this.#watch = undefined;
    }
  }

  #fail(error: AudiofieldError): void {
    if (this.#closed) return;
    this.#failure ??= error;
    clearInterval(this.#watch);
    this.#watch = undefined;
    // What it had finished before can still be given out.
    for (const waiting of [...this.#waiting]) {
      if (waiting.outcome === undefined) waiting.settle?.(this.#failure);
    }
  }

  /** A worker that was killed says nothing; one that works reads something now and then. */
  #watchOver(): void {
    if (this.#watch !== undefined) return;
    let pulse = Atomics.load(this.#pulse, 0);
    let waiting = this.#waiting.length;
    let since = performance.now();
    this.#watch = setInterval(() => {
      const now = Atomics.load(this.#pulse, 0);
      const left = this.#waiting.filter((one) => one.outcome === undefined).length;
      if (now !== pulse || left !== waiting) {
        [pulse, waiting, since] = [now, left, performance.now()];
      } else if (performance.now() - since > patience) {
        this.#fail(this.#died(`it has done nothing for ${patience / 1000} seconds`));
      }
    }, interval);
  }

  #died(why: string): AudiofieldError {
    const what = `Cannot load batches of "${this.#file}": worker ${this.#number} died`;
    return new AudiofieldError(`${what}: ${why}`, {
      code: "worker-died",
      file: this.#file,
      found: why,
      hint: "go on from the loader's state(), or load without workers to see what happens",
    });
  }
}

function show(batch: ShownBatch, { data, ...part }: FieldPart): void {
  Object.assign(batch, part);
  if (data !== undefined) batch.data = data;
}

/** What a worker opens: the file's path, or its bytes where there is none. */
function sourceOf({ storage }: AfdFile): string | Uint8Array {
  return storage.kind === "memory" ? storage.view(0, storage.size) : storage.name;
}
