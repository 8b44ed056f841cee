/**
 * Runs the tests in a page. Each outcome is a line in `outcomes`.
 *
 * @module
 */
import { init } from "audiofield";
import { casesOf, type Host } from "./cases.ts";
import { report } from "./report.ts";

const page = globalThis as unknown as { outcomes: string[]; crossOriginIsolated: boolean };
page.outcomes = [];

const host: Host = {
  bytes: async (name) => new Uint8Array(await (await fetch(`/data/${name}`)).arrayBuffer()),
  url: (name) => `/data/${name}`,
  module: (name) => import(`./generated/${name.replace(/\.ts$/, ".js")}`),
  prepare: () => init(),
  hasThreads: true,
};

const plan = await (await fetch("/plan.json")).json();
await report(casesOf(plan, host), (line) => page.outcomes.push(line));
