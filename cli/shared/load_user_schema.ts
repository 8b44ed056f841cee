import { setTimeout as startTimer } from "node:timers";
import { SchemaError } from "../../errors/mod.ts";
import type { Dataset } from "../../schema/mod.ts";
import { describeError } from "./describe_error.ts";
import { toFileUrl } from "../../shards/shared/paths.ts";
import { printError } from "./terminal.ts";

/** How long a schema may take, in milliseconds. */
const patience = 30_000;

let loading = 0;

/** Whether a schema is being evaluated: whatever is thrown and not caught now is its fault. */
export function isLoadingSchema(): boolean {
  return loading > 0;
}

/**
 * Evaluates a schema file. It is a program of the user's, which may do anything: never finish, end
 * the process, or leave something behind that fails.
 *
 * @param limit milliseconds that it may take.
 * @throws {SchemaError} when the file can't be loaded, throws, or exports no dataset.
 */
export async function loadUserSchema(
  path: string,
  { limit = patience }: { limit?: number } = {},
): Promise<Dataset[]> {
  // Imported only now, because every command calls isLoadingSchema().
  const { loadSchema } = await import("../../schema/mod.ts");
  using watch = new SchemaWatch(path, limit);
  const datasets = await Promise.race([loadSchema(toFileUrl(path), path), watch.failure]);
  // A promise that was rejected in the meantime is reported in a turn of its own.
  await Promise.race([new Promise((resume) => setTimeout(resume)), watch.failure]);
  return datasets;
}

/** Listens for what a schema may do besides throwing. */
class SchemaWatch implements Disposable {
  /** Rejects when the schema fails in a way that its import doesn't show. */
  readonly failure: Promise<never>;
  readonly #path: string;
  readonly #timer: ReturnType<typeof startTimer>;
  readonly #onIdle: (event: Event) => void;
  readonly #onUncaught: (event: PromiseRejectionEvent | ErrorEvent) => void;
  readonly #onUnload: () => void;

  constructor(path: string, limit: number) {
    this.#path = path;
    const { promise, reject } = Promise.withResolvers<never>();
    // Nobody may be waiting for it when it rejects.
    promise.catch(() => {});
    this.failure = promise;
    this.#timer = startTimer(
      () => reject(this.#error(`it didn't finish loading within ${limit / 1000} s`)),
      limit,
    );
    // Deno waits for it before it reports a top-level `await` that never settles, in its own words.
    // In all other cases, an idle process is noticed at once.
    this.#timer.unref();
    this.#onIdle = (event) => {
      event.preventDefault();
      reject(this.#error("it awaits something that never happens"));
    };
    this.#onUncaught = (event) => {
      event.preventDefault();
      const cause: unknown = "reason" in event ? event.reason : event.error;
      const reason = cause instanceof Error ? cause.message : String(cause);
      reject(this.#error(`it left behind an error that nothing caught: ${reason}`, cause));
    };
    this.#onUnload = () => {
      this[Symbol.dispose]();
      printError(describeError(this.#error("it ends the process")));
      Deno.exit(1);
    };
    addEventListener("beforeunload", this.#onIdle);
    addEventListener("unhandledrejection", this.#onUncaught);
    addEventListener("error", this.#onUncaught);
    addEventListener("unload", this.#onUnload);
    loading++;
  }

  [Symbol.dispose](): void {
    loading--;
    clearTimeout(this.#timer);
    removeEventListener("beforeunload", this.#onIdle);
    removeEventListener("unhandledrejection", this.#onUncaught);
    removeEventListener("error", this.#onUncaught);
    removeEventListener("unload", this.#onUnload);
  }

  #error(reason: string, cause?: unknown): SchemaError {
    return new SchemaError(`Cannot load the schema "${this.#path}": ${reason}`, {
      code: "schema-failed",
      file: this.#path,
      cause,
    });
  }
}
