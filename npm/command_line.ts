import type { Internals } from "./stage.ts";
export async function buildCommandLine(_internals: Internals): Promise<void> {}
