import { AudiofieldError } from "../../../errors/mod.ts";
import { type Address, headersFor } from "./http_address.ts";
import {
  crossOrigin,
  mixedContent,
  shownUrl,
  unreachable,
  urlCredentials,
  wrongStatus,
} from "./http_errors.ts";
import type { HttpOptions } from "./http_options.ts";
import { pageOrigin } from "./page_origin.ts";
import { dropBody, Watch } from "./read_body.ts";
import { type Pause, pause, pauseAfter, Repeatable, retryAfter } from "./retry.ts";
import { Turns } from "./turns.ts";

/** What tests put in the place of the host's own. */
export interface HttpSurroundings {
  /** The origin of the page; nothing outside of browsers. */
  readonly origin?: string | undefined;
  /** Waits before a request is repeated. */
  readonly pause?: Pause;
  /** How long no byte may arrive before a request counts as broken, in milliseconds. */
  readonly patience?: number;
  /** How many requests may run at once, if several files share that. */
  readonly turns?: Turns;
}

/** Statuses after which a request is worth repeating. */
const passing = new Set([429, 500, 502, 503, 504]);

/** After so many bytes, a request that broke off has made progress: it goes on from there. */
const progressBytes = 16_384;

/** Makes requests for one file: bounded in number, repeated if they fail, with the caller's headers. */
export class HttpClient {
  /** The URL that the caller gave. */
  readonly url: URL;
  /** The URL as messages show it. */
  readonly name: string;
  readonly #options: HttpOptions;
  readonly #origin: string | undefined;
  readonly #pause: Pause;
  readonly #patience: number | undefined;
  readonly #turns: Turns;
  readonly #closing = new AbortController();
  readonly #signal: AbortSignal;
  /** Whether an answer came at all, so that a failure isn't for lack of permission. */
  #wasReached = false;

  /** @throws {UsageError} `"url-credentials"`, `"mixed-content"`. */
  constructor(url: URL, options: HttpOptions, surroundings: HttpSurroundings = {}) {
    const { origin = pageOrigin() } = surroundings;
    if (url.username !== "" || url.password !== "") throw urlCredentials(url);
    const isLocal = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
    if (url.protocol === "http:" && origin?.startsWith("https:") === true && !isLocal) {
      throw mixedContent(url, origin);
    }
    this.url = url;
    this.name = shownUrl(url.href);
    this.#options = options;
    this.#origin = origin;
    this.#pause = surroundings.pause ?? pause;
    this.#patience = surroundings.patience;
    this.#turns = surroundings.turns ?? new Turns(options.parallel ?? 16);
    const signals = [this.#closing.signal, ...options.signal === undefined ? [] : [options.signal]];
    this.#signal = AbortSignal.any(signals);
  }

  /** Whether a page of another origin asks, which isn't allowed everything. */
  get isCrossOrigin(): boolean {
    return this.#origin !== undefined && this.#origin !== this.url.origin;
  }

  /** Ends all requests. */
  close(): void {
    this.#closing.abort(new DOMException(`"${this.name}" was closed`, "AbortError"));
  }

  /**
   * Does something that makes requests, when it is its turn, and again if it fails in a way that may
   * pass.
   *
   * @param work its result says how many bytes arrived in all attempts; it takes what is there when it is
   *   done.
   */
  repeat<Result>(
    work: (watch: Watch) => Promise<Result>,
    arrived: () => number = () => 0,
  ): Promise<Result> {
    return this.#turns.take(async () => {
      const { retries = 6 } = this.#options;
      let before = arrived();
      for (let attempt = 0;; attempt++) {
        this.#signal.throwIfAborted();
        try {
          using watch = new Watch(this.#patience);
          return await work(watch);
        } catch (cause) {
          this.#signal.throwIfAborted();
          if (!(cause instanceof Repeatable)) throw this.#ofWork(cause);
          if (arrived() - before >= progressBytes) attempt = 0;
          before = arrived();
          if (attempt >= retries) throw cause.failure;
          const { found } = cause.failure as AudiofieldError;
          const status = typeof found === "number" ? found : 0;
          const wait = pauseAfter(cause, { attempt, file: this.name, status });
          await this.#pause(wait, this.#signal);
        }
      }
    });
  }

  /**
   * Asks for a range.
   *
   * @param range the value of `Range`; the whole file if omitted.
   * @returns an answer that isn't a passing failure.
   * @throws {Repeatable} when there is none, or it is one.
   */
  async ask(
    address: Address,
    range: string | undefined,
    { watch, extra = {} }: { watch: Watch; extra?: Readonly<Record<string, string>> },
  ): Promise<Response> {
    const own = await headersFor(address, { original: this.url, ...this.#headers() });
    const signal = AbortSignal.any([this.#signal, watch.signal]);
    const isPage = this.#origin !== undefined;
    const request: RequestInit = {
      headers: {
        ...(isPage || range === undefined ? {} : { "accept-encoding": "identity" }),
        ...own,
        ...extra,
        ...(range === undefined ? {} : { range }),
      },
      signal,
      // A browser's own cache would let requests for one file wait for each other.
      ...(isPage ? { cache: "no-store" } : {}),
    };
    let response: Response;
    try {
      response = await (this.#options.fetch ?? fetch)(address.url, request);
    } catch (cause) {
      this.#signal.throwIfAborted();
      const isSimple = Object.keys(own).length + Object.keys(extra).length === 0;
      throw await this.#notReached(address, { cause, isSimple });
    }
    watch.note();
    this.#wasReached = true;
    if (!passing.has(response.status)) return response;
    dropBody(response);
    throw new Repeatable(wrongStatus(this.name, response.status), retryAfter(response.headers));
  }

  /** The failure of a body that broke off. */
  broken(cause: unknown): Repeatable {
    return new Repeatable(unreachable(this.name, cause));
  }

  #headers(): Pick<HttpOptions, "headers"> {
    const { headers } = this.#options;
    return headers === undefined ? {} : { headers };
  }

  #ofWork(cause: unknown): unknown {
    return cause instanceof AudiofieldError ? cause : unreachable(this.name, cause);
  }

  /** Browsers don't say why a request failed; one without rights to read tells what it isn't. */
  async #notReached(
    { url }: Address,
    { cause, isSimple }: { cause: unknown; isSimple: boolean },
  ): Promise<Error> {
    const failure = new Repeatable(unreachable(this.name, cause));
    // A server that let a request without own headers pass may not let others.
    if (!this.isCrossOrigin || (this.#wasReached && isSimple)) return failure;
    try {
      await (this.#options.fetch ?? fetch)(url, { mode: "no-cors", method: "HEAD" });
      return crossOrigin(this.name, this.#origin!, cause);
    } catch {
      return failure;
    }
  }
}
