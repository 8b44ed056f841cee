/** How a frame's tokens can follow one another in a batch. */
export const tokenOrders: readonly TokenOrder[] = [
  "parallel",
  "delay",
  "flattened",
  "firstAndRest",
];

/** The order of a batch's tokens. */
export type TokenOrder = "parallel" | "delay" | "flattened" | "firstAndRest";

/** Which axis of a record comes first. */
export type TokenLayout = "codebooksFirst" | "framesFirst";

/** What decides where tokens go. */
export interface TokenStepsOptions {
  readonly order: TokenOrder;
  readonly layout: TokenLayout;
  /** Codebooks that are kept, counted from the first. */
  readonly codebooks: number;
  /** How many steps each of them is delayed; above 0 only in the order `"delay"`. */
  readonly delays: readonly number[];
  /** Whether a token comes before the first frame, and one after the last. */
  readonly hasBegin: boolean;
  readonly hasEnd: boolean;
}

/**
 * Where the tokens of a record go. Whatever the order, each codebook's tokens lie at a fixed
 * stride, so a record is one run per codebook. Positions and lengths are counts of elements.
 */
export class TokenSteps {
  /** Whether each codebook is a row of its own, rather than all of them taking turns in one. */
  readonly isInRows: boolean;
  readonly #options: TokenStepsOptions;
  readonly #isTurned: boolean;
  readonly #extra: number;
  readonly #before: 0 | 1;

  constructor(options: TokenStepsOptions) {
    const { layout, order, delays, hasBegin, hasEnd } = options;
    this.isInRows = layout === "codebooksFirst" && order !== "flattened";
    this.#options = options;
    this.#isTurned = layout === "framesFirst";
    this.#before = hasBegin ? 1 : 0;
    this.#extra = this.#before + (hasEnd ? 1 : 0) + Math.max(...delays);
  }

  /** The length of the sequence that `frames` frames become, including special tokens. */
  steps(frames: number): number {
    const { order, codebooks } = this.#options;
    return (order === "flattened" ? frames * codebooks : frames) + this.#extra;
  }

  /**
   * Elements of a record padded to `frames` frames; in the order `"firstAndRest"`, of its first
   * codebook alone.
   */
  mainElements(frames: number): number {
    const { order, codebooks } = this.#options;
    const isOne = order === "flattened" || order === "firstAndRest";
    return this.steps(frames) * (isOne ? 1 : codebooks);
  }

  /** The most elements that up to `records` records take if they have `total` frames together. */
  mainOf(records: number, total: number): number {
    const extra = this.mainElements(0);
    return records * extra + total * (this.mainElements(1) - extra);
  }

  /** Elements of the other codebooks, if the first one is kept apart. */
  restElements(frames: number): number {
    const { order, codebooks } = this.#options;
    return order === "firstAndRest" ? frames * (codebooks - 1) : 0;
  }

  /** Where the row of a codebook begins; rows of the rest are counted from its start. */
  rowOf(codebook: number, frames: number): number {
    const { order } = this.#options;
    if (order === "firstAndRest") {
      if (codebook === 0) return 0;
      return this.#isTurned ? codebook - 1 : (codebook - 1) * frames;
    }
    if (order === "flattened") return codebook;
    return this.#isTurned ? codebook : codebook * this.steps(frames);
  }

  /** Elements from the start of a row to where a codebook begins in it. */
  headOf(codebook: number): number {
    return this.isInRows ? 0 : this.rowOf(codebook, 0);
  }

  /** Steps from the row's start to its first frame. */
  firstStepOf(codebook: number): number {
    const { order, delays } = this.#options;
    if (order === "firstAndRest" && codebook > 0) return 0;
    return this.#before + delays[codebook]!;
  }

  /** Elements from where a codebook begins to the token of its first frame. */
  leadOf(codebook: number): number {
    // A flattened sequence has one begin token, not one per codebook.
    return this.#options.order === "flattened"
      ? this.#before
      : this.firstStepOf(codebook) * this.strideOf(codebook);
  }

  /** Elements from one token of a codebook to the next. */
  strideOf(codebook: number): number {
    const { order, codebooks } = this.#options;
    if (order === "flattened") return codebooks;
    if (order === "firstAndRest" && codebook === 0) return 1;
    if (!this.#isTurned) return 1;
    return order === "firstAndRest" ? codebooks - 1 : codebooks;
  }

  /** Whether a codebook has begin and end tokens of its own. */
  isMarked(codebook: number): boolean {
    const { order } = this.#options;
    return codebook === 0 || order === "parallel" || order === "delay";
  }

  /** The shape of a batch of `records` records padded to `frames` frames. */
  shapeInto(shape: number[], records: number, frames: number): void {
    const { order, codebooks } = this.#options;
    shape[0] = records;
    const steps = this.steps(frames);
    if (order === "flattened" || order === "firstAndRest") {
      shape[1] = steps;
    } else {
      shape[1] = this.#isTurned ? steps : codebooks;
      shape[2] = this.#isTurned ? codebooks : steps;
    }
  }

  /** The same for the rest. */
  restShapeInto(shape: number[], records: number, frames: number): void {
    const others = this.#options.order === "firstAndRest" ? this.#options.codebooks - 1 : 0;
    shape[0] = records;
    shape[1] = this.#isTurned ? frames : others;
    shape[2] = this.#isTurned ? others : frames;
  }
}
