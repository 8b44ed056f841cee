import { median } from "../side_by_side.ts";
import type { LoaderCase } from "./cases.ts";
import { Ours } from "./ours.ts";
import type { LoaderPeer } from "./peer.ts";

/** What this library is called in the tables. */
export const oursName = "audiofield decodeBatch";

/** What one loader did on one data set. */
export interface LoaderFigure {
  readonly case: string;
  readonly loader: string;
  /** Records a second: the median of its turns. */
  readonly rate: number | null;
  /** How many times as fast this library was: the median over the rounds. */
  readonly oursToIt: number | null;
  /** `"whole"` where the epoch's checksum was compared with the source's. */
  readonly check: string;
}

interface Turns {
  readonly loader: string;
  readonly check: string;
  readonly rates: number[];
  run(): number | Promise<number>;
}

/**
 * Measures this library and its peers on one data set in turns, each over whole epochs of at least
 * `seconds`; who begins changes from round to round.
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
    run: () => ours.run(seconds),
  };
  const turns: Turns[] = [mine];
  const failed: LoaderFigure[] = [];
  const opened: LoaderPeer[] = [];
  for (const peer of peers.filter(({ cases }) => cases.includes(name))) {
    try {
      const check = await peer.open(name);
      turns.push({ loader: peer.name, check, rates: [], run: () => peer.run(seconds) });
      opened.push(peer);
    } catch (cause) {
      const check = `failed: ${(cause as Error).message}`;
      failed.push({ case: name, loader: peer.name, rate: null, oursToIt: null, check });
      await peer.close().catch(() => undefined);
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < turns.length; turn++) {
      const { run, rates } = turns[(turn + round) % turns.length]!;
      rates.push(await run());
    }
  }
  for (const peer of opened) await peer.close();
  return [
    ...turns.map(({ loader, check, rates }) => ({
      case: name,
      loader,
      rate: median(rates),
      oursToIt: median(rates.map((rate, round) => mine.rates[round]! / rate)),
      check,
    })),
    ...failed,
  ];
}
