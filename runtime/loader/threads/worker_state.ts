import { WorkerError } from "../../../errors/mod.ts";
import type { FromWorker, ToWorker } from "./messages.ts";

/** What a worker is doing. */
export type WorkerState =
  /** It was told nothing yet. */
  | "new"
  /** It opens the file. */
  | "opening"
  /** It was told to make larger slots. */
  | "resizing"
  /** It asked where the batches of its slots may lie, and waits for the places. */
  | "placing"
  /** It has the places, and allocates the batches there. */
  | "allocating"
  /** Its slots are there, and it waits for work. */
  | "ready"
  /** It decodes a batch. */
  | "decoding"
  /** It reported an error, and does nothing more than end. */
  | "failed"
  /** It touches nothing any more. */
  | "closed";

/** The types of all messages, either way. */
type MessageType = ToWorker["type"] | FromWorker["type"];

/**
 * Which state follows when a worker was told a message, and acts on it, or says one. What isn't here
 * is against the protocol.
 */
export const workerTransitions: {
  readonly [State in WorkerState]: { readonly [Type in MessageType]?: WorkerState };
} = {
  new: { open: "opening", failed: "failed" },
  opening: { room: "placing", ready: "ready", failed: "failed" },
  resizing: { room: "placing", ready: "ready", failed: "failed" },
  placing: { places: "allocating", failed: "failed" },
  allocating: { ready: "ready", failed: "failed" },
  ready: { decode: "decoding", resize: "resizing", close: "closed", failed: "failed" },
  decoding: { done: "ready", failed: "failed" },
  failed: { decode: "failed", resize: "failed", close: "closed", failed: "failed" },
  closed: {},
};

/** A worker's state, as the worker itself keeps it. */
export class WorkerProtocol {
  #state: WorkerState = "new";

  /** What the worker is doing. */
  get state(): WorkerState {
    return this.#state;
  }

  /**
   * Follows the worker through a message that it acts on, or says.
   *
   * @throws {WorkerError} `"worker-protocol"` when the message doesn't fit the state, which stays.
   */
  advance(type: MessageType): void {
    const next = workerTransitions[this.#state][type];
    if (next === undefined) throw outOfTurn(type, this.#state);
    this.#state = next;
  }
}

/**
 * A worker's state, as the thread that loads follows it. That thread may tell several things at once,
 * which the worker acts on one after the other: each answer belongs to the earliest that has none.
 */
export class FollowedWorker {
  readonly #protocol = new WorkerProtocol();
  readonly #told: ToWorker["type"][] = [];

  /** What the worker was doing when it said the last thing that was heard of it. */
  get state(): WorkerState {
    return this.#protocol.state;
  }

  /** The worker is told something. */
  tell(type: ToWorker["type"]): void {
    // It waits for nothing else meanwhile.
    if (type === "places") this.#protocol.advance(type);
    else this.#told.push(type);
  }

  /**
   * The worker said something.
   *
   * @throws {WorkerError} `"worker-protocol"` when it was in no state to say so.
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
    `Cannot load batches: a worker exchanged the message "${type}" while it was "${state}"`,
    {
      code: "worker-protocol",
      found: type,
      wanted,
      hint: "make sure that the worker runs the same version of audiofield as the program",
    },
  );
}
