import { WorkerError } from "../errors/mod.ts";
import type { OwnThread, Thread, ThreadEvents, Threads, WebWorkerScope } from "./threads.ts";
import { type ControlMessage, isControl, webLocks } from "./web_messages.ts";

/** How often a worker says that it is alive where there are no locks, in milliseconds. */
const beatMilliseconds = 1_000;

/**
 * How many beats may be missing before a worker counts as dead. They are counted by a timer, so that a
 * page that the browser has frozen doesn't miss any.
 */
const patience = 10;

let started = 0;

/**
 * Web workers. Browsers don't tell when one ends, so each holds a lock while it lives, and whoever
 * started it waits for the same lock. Where there are no locks, it has to say now and then that it is
 * alive.
 */
export const webThreads: Threads = {
  start: ({ url, web }, events) => new WebThread(web, { events, url: url.href }),
  own: ownThread,
};

class WebThread implements Thread {
  readonly #worker: Worker | undefined;
  readonly #events: ThreadEvents;
  readonly #url: string;
  readonly #lock: string | undefined;
  readonly #timer: ReturnType<typeof setInterval>;
  /** How many beats are missing. */
  #missing = 0;
  #isAlive = false;
  #hasEnded = false;

  constructor(
    make: (() => Worker) | undefined,
    { events, url }: { events: ThreadEvents; url: string },
  ) {
    this.#events = events;
    this.#url = url;
    this.#timer = setInterval(() => this.#miss(), beatMilliseconds);
    this.#lock = webLocks() && `audiofield-thread-${++started}-${Math.random()}`;
    try {
      this.#worker = make!();
    } catch (cause) {
      // Whoever started it has to have it first.
      queueMicrotask(() => this.#end(this.#notLoaded(cause), 1));
      return;
    }
    this.#worker.addEventListener("message", ({ data }) => this.#hear(data));
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault();
      const { message, error = message } = event as ErrorEvent;
      this.#end(this.#isAlive ? asError(error) : this.#notLoaded(error), 1);
    });
    this.#worker.addEventListener("messageerror", () => {
      this.#end(new Error("a message of it couldn't be read"), 1);
    });
    const start: ControlMessage = { audiofieldThread: "start", lock: this.#lock };
    this.#worker.postMessage(start);
  }

  post(message: object, transfer: readonly ArrayBuffer[] = []): void {
    if (!this.#hasEnded) this.#worker?.postMessage(message, [...transfer]);
  }

  terminate(): void {
    this.#end(undefined, 1);
  }

  #hear(message: unknown): void {
    if (this.#hasEnded) return;
    this.#missing = 0;
    if (!isControl(message)) return this.#events.message(message);
    if (message.audiofieldThread === "end") return this.#end(undefined, 0);
    if (this.#isAlive) return;
    this.#isAlive = true;
    if (this.#lock === undefined) return;
    // From here on the lock tells.
    clearInterval(this.#timer);
    void webLocks()!.request(this.#lock, () => {
      this.#end(new Error("the browser ended it, which it does when memory runs out"), 1);
    });
  }

  #miss(): void {
    if (++this.#missing < patience) return;
    this.#end(
      this.#isAlive ? new Error("it has been silent for seconds") : this.#notLoaded(undefined),
      1,
    );
  }

  #end(cause: unknown, code: number): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    clearInterval(this.#timer);
    this.#worker?.terminate();
    if (cause !== undefined) this.#events.error(cause);
    this.#events.exit(code);
  }

  #notLoaded(cause: unknown): WorkerError {
    const said = cause instanceof Error ? cause.message : cause;
    const why = typeof said === "string" && said !== "" ? `: ${said}` : "";
    return new WorkerError(`Cannot start a worker: its module could not be loaded${why}`, {
      code: "worker-not-loaded",
      found: this.#url,
      wanted: "a JavaScript module with the right MIME type that the page's policy (CSP) allows",
      hint: "pass your own to init({ worker }), or the one of audiofield/worker/inline",
      cause,
    });
  }
}

function asError(cause: unknown): unknown {
  return cause instanceof Error ? cause : new Error(String(cause));
}

function ownThread(): OwnThread | undefined {
  const scope = workerScope();
  if (scope === undefined) return undefined;
  const waiting: unknown[] = [];
  let listener = (message: unknown): void => void waiting.push(message);
  scope.addEventListener("message", ({ data }) => {
    if (isControl(data)) startLiving(scope, data);
    else listener(data);
  });
  return {
    data: undefined,
    post: (message, transfer = []) => scope.postMessage(message, transfer),
    hear(listen) {
      listener = listen;
      for (const message of waiting.splice(0)) listen(message);
    },
    inTurn: (work) =>
      new Promise((resolve, reject) => {
        setTimeout(() => {
          try {
            resolve(work());
          } catch (cause) {
            reject(cause);
          }
        });
      }),
    end() {
      say(scope, "end");
      scope.close();
    },
  };
}

/** Does what shows that this worker lives. */
function startLiving(scope: WebWorkerScope, message: ControlMessage): void {
  if (message.audiofieldThread !== "start") return;
  if (message.lock === undefined) {
    say(scope, "alive");
    setInterval(() => say(scope, "alive"), beatMilliseconds);
    return;
  }
  void webLocks()!.request(message.lock, () => {
    say(scope, "alive");
    // Held until this worker ends.
    return new Promise<void>(() => {});
  });
}

function say(scope: WebWorkerScope, what: "alive" | "end"): void {
  const message: ControlMessage = { audiofieldThread: what };
  scope.postMessage(message, []);
}

/** This thread's global object, if it is a dedicated worker. */
function workerScope(): WebWorkerScope | undefined {
  const scope = globalThis as Partial<WebWorkerScope> & { readonly document?: unknown };
  const isWorker = scope.document === undefined && typeof scope.postMessage === "function";
  return isWorker ? scope as WebWorkerScope : undefined;
}
