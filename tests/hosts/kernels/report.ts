/** What the pages use of a field. */
export interface Field {
  allocateBatch(size: number, options?: object): { readonly data: ArrayLike<number> };
  decodeBatch(indices: number[], batch: object): void;
  decodeBatchAsync(indices: number[], batch: object): Promise<void>;
}

/** Runs a page's program, and leaves what it says where the browser's driver looks for it. */
export async function reported(
  run: (say: (value: unknown) => void) => Promise<void>,
): Promise<void> {
  const said: unknown[] = [];
  try {
    await run((value) => said.push([value, fetchedModules()]));
  } catch (cause) {
    const { code, message } = cause as Error & { readonly code?: string };
    said.push([code ?? "bug", message]);
  }
  const lines = [...said, { done: said.length }].map((value) => JSON.stringify(value));
  (globalThis as { outcomes?: string[] }).outcomes = lines;
}

function fetchedModules(): string[] {
  return performance.getEntriesByType("resource").map(({ name }) => name.split("/").pop()!)
    .filter((name) => name.endsWith(".wasm"));
}
