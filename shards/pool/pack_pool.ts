import { host, type Thread } from "../../hosts/mod.ts";
import { type ErrorParts, rebuiltError, WorkerError } from "../../errors/mod.ts";
import { kernelModule, type KernelModules } from "../../kernels/kernel_modules.ts";
import type { ShardProgress } from "../shard/pack_shard.ts";
import { whereInShard } from "../shard/planned_source.ts";
import { InputFailure } from "../shared/failure.ts";
import type { Reason } from "../sources/values/reason.ts";
import type { FromPackWorker, ToPackWorker, WorkerTask } from "./messages.ts";
import { PoolGate } from "./pool_gate.ts";
import { WorkerProgress } from "./worker_progress.ts";

/** Megabytes for new objects in each worker: more would be taken, but not make it faster. */
const youngMegabytes = 12;

/** How often progress is told, in milliseconds. */
const progressTime = 100;

/** How to start workers. */
export interface PackPoolOptions extends Omit<WorkerTask, "gate" | "kernels" | "progress"> {
  /** The module that workers run. */
  readonly entry: URL;
  readonly workers: number;
  /** What to do if a worker dies. Default: resume. */
  readonly hint?: string | undefined;
}

/** What is told while shards are packed. */
export interface PackEvents {
  onSkip(shard: number, reason: Reason): void;
  onProgress(shard: number, progress: ShardProgress): void;
  onPacked(shard: number, wasThere: boolean): void;
}

/** A shard that couldn't be packed. */
export interface FailedShard {
  readonly shard: number;
  readonly cause: unknown;
}

/**
 * Workers that pack shards. They start at once, so that they are ready when the plan is: it takes as
 * long to load what they need as to plan a thousand inputs.
 */
export class PackPool implements AsyncDisposable {
  readonly #gate = new PoolGate();
  readonly #threads: readonly PackThread[];

  constructor(options: PackPoolOptions) {
    this.#gate.register();
    const kernels = {
      dsp: kernelModule("dsp"),
      encoders: kernelModule("encoders"),
      input: kernelModule("input"),
    };
    this.#threads = Array.from(
      { length: options.workers },
      () => new PackThread(options, { gate: this.#gate, kernels }),
    );
  }

  /**
   * Packs shards. After a failure no further shard begins, and those that have begun are completed.
   *
   * @returns the shards that failed.
   */
  async pack(shards: readonly number[], events: PackEvents): Promise<readonly FailedShard[]> {
    const waiting = [...shards];
    const failed: FailedShard[] = [];
    const work = async (thread: PackThread) => {
      for (;;) {
        const shard = failed.length === 0 ? waiting.shift() : undefined;
        if (shard === undefined) return;
        try {
          await thread.pack(shard, events);
        } catch (cause) {
          failed.push({ shard, cause });
        }
      }
    };
    const threads = this.#threads.slice(0, shards.length);
    const timer = setInterval(() => threads.forEach((one) => one.tell(events)), progressTime);
    try {
      await Promise.all(threads.map(work));
    } finally {
      clearInterval(timer);
    }
    return failed.sort((one, other) => one.shard - other.shard);
  }

  /** Ends the workers. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.end()));
    this.#gate[Symbol.dispose]();
  }
}

/** One worker. */
class PackThread {
  readonly #options: PackPoolOptions;
  readonly #thread: Thread;
  readonly #progress = new WorkerProgress();
  /** The shard that it packs. */
  #shard: number | undefined;
  #events: PackEvents | undefined;
  #settle: { resolve(): void; reject(cause: unknown): void } | undefined;
  #fault: unknown;
  /** The code that it ended with. */
  #ended: number | undefined;

  constructor(
    options: PackPoolOptions,
    { gate, kernels }: { gate: PoolGate; kernels: KernelModules },
  ) {
    this.#options = options;
    const { folder, input, sync } = options;
    const progress = this.#progress.memory;
    const task: WorkerTask = { folder, input, sync, kernels, gate: gate.memory, progress };
    this.#thread = host.threads!.start({ url: options.entry, youngMegabytes }, {
      message: (message) => this.#hear(message as FromPackWorker),
      error: (cause) => this.#fault = cause,
      exit: (code) => {
        this.#ended = code;
        this.#settle?.reject(this.#died(code));
      },
    }, task);
  }

  /** Packs a shard. */
  pack(shard: number, events: PackEvents): Promise<void> {
    this.#shard = shard;
    this.#events = events;
    if (this.#ended !== undefined) return Promise.reject(this.#died(this.#ended));
    this.#progress.clear();
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      const message: ToPackWorker = { shard };
      this.#thread.post(message);
    });
  }

  /** Says how far it is. */
  tell(events: PackEvents): void {
    if (this.#shard !== undefined) events.onProgress(this.#shard, this.#progress.get());
  }

  /** Ends it. */
  async end(): Promise<void> {
    this.#settle = undefined;
    await this.#thread.terminate();
  }

  #hear(message: FromPackWorker): void {
    const [events, shard] = [this.#events!, this.#shard!];
    switch (message.type) {
      case "skip":
        return events.onSkip(shard, message.reason);
      case "packed":
        this.tell(events);
        this.#shard = undefined;
        events.onPacked(shard, message.wasThere);
        return this.#settle?.resolve();
      case "failed":
        this.#shard = undefined;
        return this.#settle?.reject(failureOf(message.error, message.where));
    }
  }

  #died(code: number): unknown {
    const { folder, input, hint } = this.#options;
    const fault = this.#fault;
    const shard = this.#shard!;
    const why = fault instanceof Error ? fault.message : `it ended with code ${code}`;
    const where = whereInShard(folder, { shard, place: this.#progress.begun - 1, input });
    const at = where === undefined ? "" : ` at ${where}`;
    const cause = new WorkerError(
      `Cannot pack shard ${shard} of "${folder}": its worker died${at}: ${why}`,
      {
        code: "worker-died",
        file: folder,
        found: code,
        hint: hint ?? "pack with --resume to continue, and with --workers 1 to see what happens",
        cause: fault,
      },
    );
    return where === undefined ? cause : new InputFailure(where, cause);
  }
}

function failureOf(parts: ErrorParts, where: string | undefined): unknown {
  const error = rebuiltError(parts) ?? Object.assign(new Error(parts.message), {
    name: parts.name,
    stack: parts.stack,
  });
  return where === undefined ? error : new InputFailure(where, error);
}
