import { median } from "../side_by_side.ts";
import { batchesName, type LoaderCase, oursName } from "./cases.ts";
import { Ours } from "./ours.ts";
import type { LoaderPeer } from "./peer.ts";

/** One loader's figures on one data set. */
export interface LoaderFigure {
  readonly case: string;
  readonly loader: string;
  /** Records per second: the median of its turns. */
  readonly rate: number | null;
  /** How many times as fast this library was: the median over the rounds. */
  readonly oursToIt: number | null;
  /** `"whole"` if the epoch's checksum was compared with the source's. */
  readonly check: string;
}

/** Rounds that a slow loader takes part in. */
const slowRounds = 3;

interface Turns {
  readonly loader: string;
  readonly check: string;
  /** By round; a slow loader has none in some rounds. */
  readonly rates: (number | undefined)[];
  /** Whether its turns take much longer than they should, so that it gets only a few. */
  isSlow: boolean;
  run(): number | Promise<number>;
}

/**
 * Measures this library and its peers on one data set in turns, each over whole epochs of at least
 * `seconds`; a different loader begins each round.
 */
export async function compare(
  loaderCase: LoaderCase,
  peers: readonly LoaderPeer[],
  { directory, rounds, seconds }: { directory: string; rounds: number; seconds: number },
): Promise<LoaderFigure[]> {
  const { name } = loaderCase;
  using ours = await Ours.pack(directory, loaderCase);
  ours.check();
  const mine: Turns = {
    loader: oursName,
    check: loaderCase.lossy ? "unchecked" : "whole",
    rates: [],
    isSlow: false,
    run: () => ours.run(seconds),
  };
  const loading = (workers: number): Turns => ({
    loader: batchesName(workers),
    check: mine.check,
    rates: [],
    isSlow: false,
    run: () => ours.load(seconds, workers),
  });
  // Starting workers would take most of an epoch that only copies.
  const workers = loaderCase.isCoded ? [0, 2] : [0];
  const turns: Turns[] = [mine, ...workers.map(loading)];
  const failed: LoaderFigure[] = [];
  const opened: LoaderPeer[] = [];
  for (const peer of peers.filter(({ cases }) => cases.includes(name))) {
    try {
      const check = await peer.open(name);
      turns.push({
        loader: peer.name,
        check,
        rates: [],
        isSlow: false,
        run: () => peer.run(seconds),
      });
      opened.push(peer);
    } catch (cause) {
      const check = `failed: ${(cause as Error).message}`;
      failed.push({ case: name, loader: peer.name, rate: null, oursToIt: null, check });
      await peer.close().catch(() => undefined);
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < turns.length; turn++) {
      const one = turns[(turn + round) % turns.length]!;
      if (one.isSlow && round >= slowRounds) continue;
      const start = performance.now();
      one.rates[round] = await one.run();
      one.isSlow = performance.now() - start > 4000 * seconds;
    }
  }
  for (const peer of opened) await peer.close();
  return [
    ...turns.map(({ loader, check, rates }) => ({
      case: name,
      loader,
      rate: median(rates.flatMap((rate) => rate ?? [])),
      oursToIt: median(rates.flatMap((rate, round) => {
        const ours = mine.rates[round];
        return ours === undefined || rate === undefined ? [] : [ours / rate];
      })),
      check,
    })),
    ...failed,
  ];
}
