/** What keeps bytes that it could fetch again. */
export interface CacheUser {
  /** Lets go of bytes that nobody uses, the oldest first, until `isEnough` or there are no more. */
  evict(isEnough: () => boolean): void;
}

/** Bytes that may be kept without need, by all files of a dataset together. */
export class CacheBudget {
  readonly #limit: number;
  #held = 0;
  /** Those that hold bytes; the one that was used last comes last. */
  readonly #users = new Set<CacheUser>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Bytes that are held. */
  get held(): number {
    return this.#held;
  }

  /** Notes that something is used. */
  use(user: CacheUser): void {
    this.#users.delete(user);
    this.#users.add(user);
  }

  /** Notes that so many bytes more are held, or fewer. */
  add(bytes: number): void {
    this.#held += bytes;
  }

  /** Forgets a user. */
  leave(user: CacheUser): void {
    this.#users.delete(user);
  }

  /** Makes room, if more is held than may be. */
  makeRoom(): void {
    if (this.#held <= this.#limit) return;
    for (const user of this.#users) {
      user.evict(() => this.#held <= this.#limit);
      if (this.#held <= this.#limit) return;
    }
  }
}
