import process from "node:process";
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
  readonly #onIdle: () => void;
  readonly #onUncaught: (cause: unknown) => void;
  readonly #onExit: () => void;

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
    this.#onIdle = () => reject(this.#error("it awaits something that never happens"));
    this.#onUncaught = (cause) => {
      const reason = cause instanceof Error ? cause.message : String(cause);
      reject(this.#error(`it left behind an error that nothing caught: ${reason}`, cause));
    };
    this.#onExit = () => {
      this[Symbol.dispose]();
      printError(describeError(this.#error("it ends the process")));
      process.exit(1);
    };
    process.on("beforeExit", this.#onIdle);
    process.on("unhandledRejection", this.#onUncaught);
    process.on("uncaughtException", this.#onUncaught);
    process.on("exit", this.#onExit);
    // `Deno.exit` is heard of nowhere else.
    globalThis.addEventListener?.("unload", this.#onExit);
    loading++;
  }

  [Symbol.dispose](): void {
    loading--;
    clearTimeout(this.#timer);
    process.off("beforeExit", this.#onIdle);
    process.off("unhandledRejection", this.#onUncaught);
    process.off("uncaughtException", this.#onUncaught);
    process.off("exit", this.#onExit);
    globalThis.removeEventListener?.("unload", this.#onExit);
  }

  #error(reason: string, cause?: unknown): SchemaError {
    return new SchemaError(`Cannot load the schema "${this.#path}": ${reason}`, {
      code: "schema-failed",
      file: this.#path,
      cause,
    });
  }
}
