/**
 * Times a loop in a page, named by its address. What it says is a line in `outcomes`.
 *
 * @module
 */
import { loops } from "./loops.ts";

const page = globalThis as unknown as { outcomes: string[]; location: { hash: string } };
page.outcomes = [];
const data = async (file: string) => new Uint8Array(await (await fetch(`/${file}`)).arrayBuffer());
const measured = await loops[page.location.hash.slice(1)]!(data);
page.outcomes.push(JSON.stringify(measured), JSON.stringify({ done: 1 }));
