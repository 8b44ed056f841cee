/**
 * The module that the workers of `pack` run: each packs one shard after another.
 *
 * @module
 */
import { host } from "../../hosts/mod.ts";
import { errorParts } from "../../errors/mod.ts";
import { giveKernels } from "../../kernels/kernel_modules.ts";
import { packShard } from "../shard/pack_shard.ts";
import { InputFailure } from "../shared/failure.ts";
import type { CodecModels } from "../../runtime/mod.ts";
import type { FromPackWorker, ToPackWorker, WorkerTask } from "./messages.ts";
import { PoolGate } from "./pool_gate.ts";
import { WorkerProgress } from "./worker_progress.ts";

/** Runs a worker; `openModels` opens the models that the plan names. */
export function runPackWorker(openModels: (folder: string) => Promise<CodecModels>): void {
  const thread = host.threads!.own()!;
  const task = thread.data as WorkerTask;
  const post = (message: FromPackWorker) => thread.post(message);
  giveKernels(task.kernels);
  const gate = new PoolGate(task.gate);
  const progress = new WorkerProgress(task.progress);
  let models: Promise<CodecModels> | undefined;

  thread.hear((message) => void pack((message as ToPackWorker).shard));

  async function pack(shard: number): Promise<void> {
    gate.enter();
    try {
      if (gate.isClosed) return;
      models ??= openModels(task.folder);
      const { wasThere } = await packShard(task.folder, shard, {
        input: task.input,
        sync: task.sync,
        codecModels: await models,
        onSkip: (reason) => post({ type: "skip", reason }),
        onBegin() {
          if (gate.isClosed) throw new Error("interrupted");
          progress.begin();
        },
        onInput: (done) => progress.set(done),
      });
      post({ type: "packed", wasThere });
    } catch (cause) {
      const isInput = cause instanceof InputFailure;
      post({
        type: "failed",
        error: errorParts(isInput ? cause.cause : cause),
        where: isInput ? cause.where : undefined,
      });
    } finally {
      gate.leave();
    }
  }
}
