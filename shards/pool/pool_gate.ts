/** How long an interrupted command waits for its workers, in milliseconds. */
const patience = 2000;

/** Places in the shared memory. */
const closed = 0;
const working = 1;

const open = new Set<PoolGate>();

/**
 * Lets workers through to inputs until it is closed, and knows when all of them have stopped. The
 * memory is shared, since a command that is interrupted can't wait for messages.
 */
export class PoolGate implements Disposable {
  /** To make the same gate of in a worker. */
  readonly memory: SharedArrayBuffer;
  readonly #state: Int32Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(8)) {
    this.memory = memory;
    this.#state = new Int32Array(memory);
  }

  /** In the thread that has workers: {@link stopWorkers} closes it from now on. */
  register(): void {
    open.add(this);
  }

  /** Whether workers should stop. */
  get isClosed(): boolean {
    return Atomics.load(this.#state, closed) === 1;
  }

  /** A worker begins a shard. */
  enter(): void {
    Atomics.add(this.#state, working, 1);
  }

  /** A worker has nothing open any more. */
  leave(): void {
    Atomics.sub(this.#state, working, 1);
    Atomics.notify(this.#state, working);
  }

  /** Stops workers, and blocks until they have stopped, or until patience is over. */
  close(): void {
    Atomics.store(this.#state, closed, 1);
    const end = performance.now() + patience;
    for (;;) {
      const count = Atomics.load(this.#state, working);
      const rest = end - performance.now();
      if (count === 0 || rest <= 0) return;
      Atomics.wait(this.#state, working, count, rest);
    }
  }

  [Symbol.dispose](): void {
    open.delete(this);
  }
}

/** Stops all workers of this process that pack, before what they left incomplete is removed. */
export function stopWorkers(): void {
  for (const gate of open) gate.close();
}
