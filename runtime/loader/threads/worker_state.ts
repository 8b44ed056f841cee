import { WorkerError } from "../../../errors/mod.ts";
import type { FromWorker, ToWorker } from "./messages.ts";

/** What a worker is doing. */
export type WorkerState =
  /** It hasn't been told anything. */
  | "new"
  /** It is opening the file. */
  | "opening"
  /** It was told to make larger slots. */
  | "resizing"
  /** It asked where to put the batches of its slots, and is waiting for the places. */
  | "placing"
  /** It has the places, and is allocating the batches there. */
  | "allocating"
  /** Its slots are ready, and it is waiting for work. */
  | "ready"
  /** It is decoding a batch. */
  | "decoding"
  /** It reported an error, and does nothing more but end. */
  | "failed"
  /** It touches nothing any more. */
  | "closed";

/** The types of all messages, either way. */
type MessageType = ToWorker["type"] | FromWorker["type"];

/**
 * Which state follows when a worker acts on a message, or sends one. Everything else violates the
 * protocol.
 */
export const workerTransitions: {
  readonly [State in WorkerState]: { readonly [Type in MessageType]?: WorkerState };
} = {
  new: { open: "opening", failed: "failed" },
  opening: { capacity: "placing", ready: "ready", failed: "failed" },
  resizing: { capacity: "placing", ready: "ready", failed: "failed" },
  placing: { places: "allocating", failed: "failed" },
  allocating: { ready: "ready", failed: "failed" },
  ready: { decode: "decoding", resize: "resizing", close: "closed", failed: "failed" },
  decoding: { done: "ready", failed: "failed" },
  failed: { decode: "failed", resize: "failed", close: "closed", failed: "failed" },
  closed: {},
};

/** A worker's state, in the worker itself. */
export class WorkerProtocol {
  #state: WorkerState = "new";

  /** What the worker is doing. */
  get state(): WorkerState {
    return this.#state;
  }

  /**
   * Follows the worker through a message that it acts on, or sends.
   *
   * @throws {WorkerError} `"worker-protocol"` when the message doesn't fit the state, which then stays the same.
   */
  advance(type: MessageType): void {
    const next = workerTransitions[this.#state][type];
    if (next === undefined) throw outOfTurn(type, this.#state);
    this.#state = next;
  }
}

/**
 * A worker's state, as the loading thread follows it. That thread may send several messages in a row,
 * which the worker acts on one after another: each answer belongs to the earliest message without one.
 */
export class FollowedWorker {
  readonly #protocol = new WorkerProtocol();
  readonly #told: ToWorker["type"][] = [];

  /** What the worker was doing when it sent its last message. */
  get state(): WorkerState {
    return this.#protocol.state;
  }

  /** Notes that a message is sent to the worker. */
  tell(type: ToWorker["type"]): void {
    // It waits for nothing else in the meantime.
    if (type === "places") this.#protocol.advance(type);
    else this.#told.push(type);
  }

  /**
   * Notes that the worker sent a message.
   *
   * @throws {WorkerError} `"worker-protocol"` when its state doesn't allow the message.
   */
  hear(type: FromWorker["type"]): void {
    const { state } = this.#protocol;
    const isIdle = state === "new" || state === "ready";
    if (isIdle && type !== "failed" && this.#told.length > 0) {
      this.#protocol.advance(this.#told.shift()!);
    }
    this.#protocol.advance(type);
  }
}

function outOfTurn(type: MessageType, state: WorkerState): WorkerError {
  const wanted = Object.keys(workerTransitions[state]).join(", ") || "nothing more";
  return new WorkerError(
    `Cannot load batches: a worker in the state "${state}" exchanged the message "${type}"`,
    {
      code: "worker-protocol",
      found: type,
      wanted,
      hint: "make sure that the worker runs the same version of audiofield as the program",
    },
  );
}
