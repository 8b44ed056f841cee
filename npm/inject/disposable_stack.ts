/**
 * `DisposableStack` and its asynchronous twin for hosts that lack them, which Node 22 does: as much
 * as the library uses.
 *
 * @module
 */

// Bundlers don't inject one such module into another.
import { symbolAsyncDispose, symbolDispose } from "./symbols.ts";

type Release = () => unknown;

/** Releases in reverse order whatever happens, and throws the last failure. */
class Stack {
  #releases: Release[] = [];

  use<Value extends Disposable | null | undefined>(value: Value): Value {
    if (value !== null && value !== undefined) {
      this.#releases.push(() => value[symbolDispose]());
    }
    return value;
  }

  adopt<Value>(value: Value, release: (value: Value) => void): Value {
    this.#releases.push(() => release(value));
    return value;
  }

  defer(release: () => void): void {
    this.#releases.push(release);
  }

  move(): this {
    const moved = new (this.constructor as new () => this)();
    moved.#releases = this.#releases;
    this.#releases = [];
    return moved;
  }

  dispose(): void {
    let failure: { readonly cause: unknown } | undefined;
    for (const release of this.#taken()) {
      try {
        release();
      } catch (cause) {
        failure = { cause };
      }
    }
    if (failure !== undefined) throw failure.cause;
  }

  [symbolDispose](): void {
    this.dispose();
  }

  /** What is left to release, latest first; then nothing is. */
  #taken(): Release[] {
    const releases = this.#releases.reverse();
    this.#releases = [];
    return releases;
  }

  protected async releaseAll(): Promise<void> {
    let failure: { readonly cause: unknown } | undefined;
    for (const release of this.#taken()) {
      try {
        await release();
      } catch (cause) {
        failure = { cause };
      }
    }
    if (failure !== undefined) throw failure.cause;
  }

  protected add(release: Release): void {
    this.#releases.push(release);
  }
}

class AsyncStack extends Stack {
  override use<Value extends Disposable | AsyncDisposable | null | undefined>(value: Value): Value {
    if (value === null || value === undefined) return value;
    this.add(() =>
      symbolAsyncDispose in value ? value[symbolAsyncDispose]() : value[symbolDispose]()
    );
    return value;
  }

  disposeAsync(): Promise<void> {
    return this.releaseAll();
  }

  [symbolAsyncDispose](): Promise<void> {
    return this.releaseAll();
  }
}

const host: { DisposableStack?: unknown; AsyncDisposableStack?: unknown } = globalThis;
const DisposableStack = host["DisposableStack"] ?? Stack;
const AsyncDisposableStack = host["AsyncDisposableStack"] ?? AsyncStack;

export { AsyncDisposableStack, DisposableStack };
