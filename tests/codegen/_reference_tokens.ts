/**
 * Batches of tokens, token by token, from whole records: the orders by their definitions, which
 * fast readers must agree with.
 */
import type { TokenBatchOptions } from "../../runtime/mod.ts";
import type { CodecTokens } from "../../schema/mod.ts";
import { bytesOf, type Contents } from "./_batch_contents.ts";
import { type Asked, referenceRows } from "./_reference_rows.ts";

/** The frames of a record: the tokens of each frame, codebook by codebook. */
type Frames = readonly (readonly number[])[];

/** Sequences of tokens that become rows of a batch, or columns of it. */
type Sequences = readonly (readonly number[])[];

const arrays = { uint16: Uint16Array, int32: Int32Array } as const;

/** The batch of a field with these records; nothing if one is too long. */
export function referenceTokens(
  all: readonly CodecTokens[],
  asked: Asked,
  { nCodebooks, ...options }: TokenBatchOptions & { readonly nCodebooks: number },
): Contents | undefined {
  const lengths = all.map(({ shape }) => shape[1]);
  const most = options.maxFrames ?? Math.max(0, ...lengths);
  const planned = referenceRows(lengths, asked, { ...options, most });
  if (planned === undefined) return undefined;
  const { rows, padded } = planned;
  const { codebooks = nCodebooks, order, layout, dtype = "uint16", padValue = 0 } = options;
  const orders = { ...options, codebooks };
  // A record of zeros only, turned into a row, has the length of all rows.
  const full = sequencesOf(Array(padded).fill(Array(codebooks).fill(0)), orders);
  const placed = rows.map(({ index, start, kept }) => {
    const { data } = all[index]!;
    const frames = Array.from(
      { length: kept },
      (_, frame) =>
        Array.from(
          { length: codebooks },
          (_, codebook) => data[codebook * lengths[index]! + start + frame]!,
        ),
    );
    return sequencesOf(frames, orders);
  });
  const isTurned = layout === "framesFirst";
  const steps = longest(full.main);
  const bytesFrom = (sequences: readonly Sequences[], steps: number) => {
    const list = sequences.flatMap((of) => laidOut(of, { steps, padValue, isTurned }));
    return bytesOf(dtype === "int64" ? BigInt64Array.from(list, BigInt) : arrays[dtype].from(list));
  };
  const shapeOf = ({ length }: Sequences, steps: number) =>
    isTurned ? [rows.length, steps, length] : [rows.length, length, steps];
  const isOne = order === "flattened" || order === "firstAndRest";
  return {
    shape: isOne ? [rows.length, steps] : shapeOf(full.main, steps),
    data: bytesFrom(placed.map(({ main }) => main), steps),
    lengths: placed.map(({ main }) => longest(main)),
    rest: bytesFrom(placed.map(({ rest }) => rest), padded),
    restShape: shapeOf(full.rest, padded),
  };
}

/** The sequences that a record's frames become, without padding after them. */
function sequencesOf(
  frames: Frames,
  { order, codebooks, beginToken, endToken, delays, padValue = 0 }: TokenBatchOptions & {
    readonly codebooks: number;
  },
): { main: Sequences; rest: Sequences } {
  const begin = beginToken === undefined ? [] : [beginToken];
  const end = endToken === undefined ? [] : [endToken];
  const marked = (tokens: readonly number[]) => [...begin, ...tokens, ...end];
  if (order === "flattened") return { main: [marked(frames.flat())], rest: [] };
  const all = Array.from(
    { length: codebooks },
    (_, codebook) => frames.map((frame) => frame[codebook]!),
  );
  if (order === "firstAndRest") return { main: [marked(all[0]!)], rest: all.slice(1) };
  const gap = (codebook: number) =>
    order === "delay" ? Array<number>(delays?.[codebook] ?? codebook).fill(padValue) : [];
  return {
    main: all.map((tokens, codebook) => [...begin, ...gap(codebook), ...tokens, ...end]),
    rest: [],
  };
}

function longest(sequences: Sequences): number {
  return Math.max(0, ...sequences.map(({ length }) => length));
}

/** Sequences as rows of `steps`, or as columns, padded. */
function laidOut(
  sequences: Sequences,
  { steps, padValue, isTurned }: { steps: number; padValue: number; isTurned: boolean },
): number[] {
  const rows = sequences.map((sequence) =>
    Array.from({ length: steps }, (_, step) => sequence[step] ?? padValue)
  );
  if (!isTurned) return rows.flat();
  return Array.from({ length: steps }, (_, step) => rows.map((row) => row[step]!)).flat();
}
