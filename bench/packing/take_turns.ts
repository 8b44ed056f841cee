import process from "node:process";
import { median } from "../side_by_side.ts";

/** Seconds that some work took. */
export interface Cost {
  readonly wall: number;
  /** Of the processor, in this process: all threads, system calls included. */
  readonly processor: number;
}

/** A piece of work, which may be asynchronous. */
export type Work = () => void | Promise<void>;

/** What {@link takeTurns} measured. */
export interface Turns {
  /** The medians of the whole. */
  readonly whole: Cost;
  /** The medians of each part. */
  readonly parts: readonly Cost[];
  /** The medians of the whole, divided by the sum of the parts in the same round. */
  readonly ratio: Cost;
}

/**
 * Times a whole and its parts in turns, so that a noisy neighbour disturbs all of them. One round
 * beforehand warms up.
 */
export async function takeTurns(
  whole: Work,
  parts: readonly Work[],
  { rounds = 5 }: { rounds?: number } = {},
): Promise<Turns> {
  const times: { whole: Cost; parts: Cost[] }[] = [];
  for (let round = -1; round < rounds; round++) {
    const costs = { whole: await cost(whole), parts: [] as Cost[] };
    for (const part of parts) costs.parts.push(await cost(part));
    if (round >= 0) times.push(costs);
  }
  const middle = (of: (time: typeof times[number]) => Cost): Cost => ({
    wall: median(times.map((time) => of(time).wall)),
    processor: median(times.map((time) => of(time).processor)),
  });
  return {
    whole: middle(({ whole }) => whole),
    parts: parts.map((_, part) => middle(({ parts }) => parts[part]!)),
    ratio: middle(({ whole, parts }) => ({
      wall: whole.wall / sum(parts.map(({ wall }) => wall)),
      processor: whole.processor / sum(parts.map(({ processor }) => processor)),
    })),
  };
}

/** Does some work once, and says what it took. */
export async function cost(work: Work): Promise<Cost> {
  const before = process.cpuUsage();
  const start = performance.now();
  await work();
  const wall = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { wall, processor: (user + system) / 1e6 };
}

/** The sum of numbers. */
export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
