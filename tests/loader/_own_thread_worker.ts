/** Workers that run in the loading thread, as a host without threads could provide them. */
import type { StartWorker } from "../../runtime/mod.ts";
import { openForWorker } from "../../runtime/dataset/open_for_worker.ts";
import { DecodingWorker } from "../../runtime/loader/threads/decoding_worker.ts";
import type { ToWorker } from "../../runtime/loader/threads/messages.ts";

/** Starts such workers, and counts them. */
export class OwnThreadWorkers {
  started = 0;
  ended = 0;

  readonly start: StartWorker = (events) => {
    this.started++;
    const worker = new DecodingWorker({
      post: (message) => queueMicrotask(() => events.message(message)),
      inTurn: (work) => Promise.resolve().then(work),
      open: openForWorker,
      end: () => {
        this.ended++;
        queueMicrotask(() => events.exit(0));
      },
    });
    return {
      post: (message) => queueMicrotask(() => worker.hear(message as ToWorker)),
      terminate: () => events.exit(1),
    };
  };
}
