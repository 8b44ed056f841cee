import type { PieceRun } from "../piece_run.ts";

/** What keeps answers between visits: a `Cache` of Cache Storage, or what works like one. */
export interface PieceStore {
  /** The answer that was kept for a URL. */
  match(url: string): Promise<Response | undefined>;
  /** Keeps an answer. */
  put(url: string, response: Response): Promise<unknown>;
}

/** The pieces of one version of a file that are kept in a store. */
export class KeptPieces {
  readonly #store: PieceStore;
  readonly #prefix: string;
  /** Pieces that didn't hold what they should. */
  readonly #distrusted = new Set<number>();

  /** @param version what tells this version of the file from others. */
  constructor(store: PieceStore, url: URL, version: string) {
    this.#store = store;
    const file = encodeURIComponent(`${url.origin}${url.pathname}`);
    this.#prefix = `https://audiofield.invalid/${file}?version=${encodeURIComponent(version)}`;
  }

  /** Gives a run the pieces that are kept, up to the first that isn't. A store may fail. */
  async fill(run: PieceRun): Promise<void> {
    const found = await Promise.all(run.pieces.map((piece) => this.#bytesOf(run, piece)));
    for (const [place, bytes] of found.entries()) {
      if (bytes === undefined || run.at !== run.startOf(run.pieces[place]!)) return;
      run.take(bytes);
    }
  }

  /** Keeps the pieces of a run from a place on. A store that is full keeps nothing. */
  keep(run: PieceRun, from: number): void {
    run.pieces.slice(from).forEach((piece, place) => {
      this.#distrusted.delete(piece);
      // Copied, since memory of pieces is used again.
      const response = new Response(run.content(from + place).slice());
      this.#store.put(this.#urlOf(run, piece), response).catch(() => {});
    });
  }

  /** Doesn't take a piece from the store again. */
  distrust(piece: number): void {
    this.#distrusted.add(piece);
  }

  async #bytesOf(run: PieceRun, piece: number): Promise<Uint8Array | undefined> {
    if (this.#distrusted.has(piece)) return undefined;
    try {
      const response = await this.#store.match(this.#urlOf(run, piece));
      const bytes = response && new Uint8Array(await response.arrayBuffer());
      return bytes?.length === run.endOf(piece) - run.startOf(piece) ? bytes : undefined;
    } catch {
      return undefined;
    }
  }

  #urlOf(run: PieceRun, piece: number): string {
    return `${this.#prefix}&start=${run.startOf(piece)}&end=${run.endOf(piece)}`;
  }
}
