/**
 * The module that the workers of `pack` run: each packs one shard after another.
 *
 * @module
 */
import process from "node:process";
import { parentPort, workerData } from "node:worker_threads";
import { errorParts } from "../../errors/mod.ts";
import { packShard } from "../shard/pack_shard.ts";
import { InputFailure } from "../shared/failure.ts";
import type { CodecModels } from "../../runtime/mod.ts";
import type { FromPackWorker, ToPackWorker, WorkerTask } from "./messages.ts";

/** Runs a worker; `openModels` opens the models that the plan names. */
export function runPackWorker(openModels: (folder: string) => Promise<CodecModels>): void {
  const channel = parentPort!;
  const task = workerData as WorkerTask;
  const post = (message: FromPackWorker) => channel.postMessage(message);
  const stop = new AbortController();
  let models: Promise<CodecModels> | undefined;

  channel.on("message", (message: ToPackWorker) => {
    if (message.type === "stop") stop.abort(new Stopped());
    else void pack(message.shard);
  });

  async function pack(shard: number): Promise<void> {
    try {
      models ??= openModels(task.folder);
      const { wasThere } = await packShard(task.folder, shard, {
        input: task.input,
        codecModels: await models,
        signal: stop.signal,
        onSkip: (reason) => post({ type: "skip", reason }),
        onBegin: (where) => post({ type: "input", where }),
        async onInput(progress) {
          post({ type: "progress", progress });
          await turn();
        },
      });
      post({ type: "packed", wasThere });
    } catch (cause) {
      if (cause instanceof Stopped) process.exit();
      const isInput = cause instanceof InputFailure;
      post({
        type: "failed",
        error: errorParts(isInput ? cause.cause : cause),
        where: isInput ? cause.where : undefined,
      });
    }
  }
}

class Stopped extends Error {}

let last = performance.now();

/** Messages arrive between turns: without any, a worker would never hear that it has to stop. */
async function turn(): Promise<void> {
  if (performance.now() - last < 50) return;
  await new Promise((resume) => setTimeout(resume));
  last = performance.now();
}
