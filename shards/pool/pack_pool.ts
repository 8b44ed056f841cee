import { host, type Thread } from "../../hosts/mod.ts";
import { type ErrorParts, rebuiltError, WorkerError } from "../../errors/mod.ts";
import { kernelModule, type KernelModules } from "../../kernels/kernel_modules.ts";
import type { ShardProgress } from "../shard/pack_shard.ts";
import { InputFailure } from "../shared/failure.ts";
import type { Reason } from "../sources/values/reason.ts";
import type { FromPackWorker, ToPackWorker, WorkerTask } from "./messages.ts";
import { PoolGate } from "./pool_gate.ts";

/** How to pack shards with several workers. */
export interface PackPoolOptions extends Omit<WorkerTask, "gate" | "kernels"> {
  /** The module that workers run. */
  readonly entry: URL;
  readonly workers: number;
  /** The shards to pack, in order. */
  readonly shards: readonly number[];
  readonly events: PackEvents;
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
 * Packs shards with several workers. After a failure no further shard begins, and those that have begun
 * are completed.
 *
 * @returns the shards that failed.
 */
export async function packShards(options: PackPoolOptions): Promise<readonly FailedShard[]> {
  const { shards } = options;
  using gate = new PoolGate();
  gate.register();
  const waiting = [...shards];
  const failed: FailedShard[] = [];
  const count = Math.min(options.workers, shards.length);
  const kernels = {
    dsp: kernelModule("dsp"),
    encoders: kernelModule("encoders"),
    input: kernelModule("input"),
  };
  const work = async () => {
    const thread = new PackThread(options, { gate, kernels });
    for (;;) {
      const shard = failed.length === 0 ? waiting.shift() : undefined;
      if (shard === undefined) break;
      try {
        await thread.pack(shard);
      } catch (cause) {
        failed.push({ shard, cause });
      }
    }
    await thread.end();
  };
  await Promise.all(Array.from({ length: count }, work));
  return failed.sort((one, other) => one.shard - other.shard);
}

/** One worker. */
class PackThread {
  readonly #options: PackPoolOptions;
  readonly #thread: Thread;
  #shard = -1;
  /** The input that it is at. */
  #where: string | undefined;
  #settle: { resolve(): void; reject(cause: unknown): void } | undefined;
  #hasEnded = false;

  constructor(
    options: PackPoolOptions,
    { gate, kernels }: { gate: PoolGate; kernels: KernelModules },
  ) {
    this.#options = options;
    const { folder, input } = options;
    const task: WorkerTask = { folder, input, kernels, gate: gate.memory };
    let fault: unknown;
    this.#thread = host.threads!.start({ url: options.entry }, {
      message: (message) => this.#hear(message as FromPackWorker),
      error: (cause) => fault = cause,
      exit: (code) => {
        this.#hasEnded = true;
        this.#settle?.reject(this.#died(fault, code));
      },
    }, task);
  }

  /** Packs a shard. */
  pack(shard: number): Promise<void> {
    if (this.#hasEnded) return Promise.reject(this.#died(undefined, 0));
    this.#shard = shard;
    this.#where = undefined;
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      const message: ToPackWorker = { shard };
      this.#thread.post(message);
    });
  }

  /** Ends it. */
  async end(): Promise<void> {
    this.#settle = undefined;
    await this.#thread.terminate();
  }

  #hear(message: FromPackWorker): void {
    const { events } = this.#options;
    switch (message.type) {
      case "input":
        this.#where = message.where;
        return;
      case "progress":
        return events.onProgress(this.#shard, message.progress);
      case "skip":
        return events.onSkip(this.#shard, message.reason);
      case "packed":
        events.onPacked(this.#shard, message.wasThere);
        return this.#settle?.resolve();
      case "failed":
        return this.#settle?.reject(failureOf(message.error, message.where));
    }
  }

  #died(fault: unknown, code: number): unknown {
    const { folder, hint } = this.#options;
    const why = fault instanceof Error ? fault.message : `it ended with code ${code}`;
    const at = this.#where === undefined ? "" : ` at ${this.#where}`;
    const cause = new WorkerError(
      `Cannot pack shard ${this.#shard} of "${folder}": its worker died${at}: ${why}`,
      {
        code: "worker-died",
        file: folder,
        found: code,
        hint: hint ?? "pack with --resume to continue, and with --workers 1 to see what happens",
        cause: fault,
      },
    );
    return this.#where === undefined ? cause : new InputFailure(this.#where, cause);
  }
}

function failureOf(parts: ErrorParts, where: string | undefined): unknown {
  const error = rebuiltError(parts) ?? Object.assign(new Error(parts.message), {
    name: parts.name,
    stack: parts.stack,
  });
  return where === undefined ? error : new InputFailure(where, error);
}
