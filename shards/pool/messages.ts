import type { ErrorParts } from "../../errors/mod.ts";
import type { KernelModules } from "../../kernels/kernel_modules.ts";
import type { Reason } from "../sources/values/reason.ts";

/** What a worker is told first. */
export interface WorkerTask {
  /** The dataset's folder. */
  readonly folder: string;
  /** Where the inputs are, if not where they were when they were planned. */
  readonly input?: string | undefined;
  /** The WebAssembly modules that packing needs, compiled once for all workers. */
  readonly kernels: KernelModules;
  /** Whether workers wait until the disk has each shard. Default `true`. */
  readonly sync?: boolean | undefined;
  /** The memory of the gate that workers pass. */
  readonly gate: SharedArrayBuffer;
  /** The memory in which a worker says how far it is. */
  readonly progress: SharedArrayBuffer;
}

/** A message to a worker: which shard to pack next. */
export interface ToPackWorker {
  readonly shard: number;
}

/** A message from a worker. */
export type FromPackWorker =
  | { readonly type: "skip"; readonly reason: Reason }
  | { readonly type: "packed"; readonly wasThere: boolean }
  | {
    readonly type: "failed";
    readonly error: ErrorParts;
    /** The input that failed, if one did. */
    readonly where: string | undefined;
  };
