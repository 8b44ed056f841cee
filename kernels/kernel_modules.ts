/**
 * The WebAssembly modules, each loaded when something first needs it and no sooner: read from the
 * file beside this code where the host has files, fetched where it doesn't, or given by the program.
 *
 * @module
 */
import { FileError, UsageError } from "../errors/mod.ts";
import { compileWasm } from "./compile_wasm.ts";
import { fetchKernel } from "./fetch_kernel.ts";
import { isLocal, readKernel } from "./read_kernel.ts";
import { kernelUrl } from "./kernel_files.ts";
import { type KernelName, kernelNames } from "./kernel_names.ts";

/** Where a module comes from: its address, its bytes, or itself, compiled. */
export type KernelSource = URL | string | BufferSource | WebAssembly.Module;

/** Sources by the modules' names. */
export type KernelSources = { readonly [Name in KernelName]?: KernelSource | undefined };

/** Sources as they are passed to other threads. */
export type KernelModules = {
  readonly [Name in KernelName]?: WebAssembly.Module | BufferSource | string;
};

const compiled = new Map<KernelName, WebAssembly.Module>();
const given = new Map<KernelName, BufferSource | URL>();
const loading = new Map<KernelName, Promise<void>>();

/**
 * A compiled module, without waiting.
 *
 * @throws {UsageError} `"kernels-not-loaded"` where it can only be loaded asynchronously.
 * @throws {FileError} `"no-permission"` or `"kernels-missing"` when its file can't be read.
 * @throws {AudiofieldError} `"no-simd"` or `"kernel-refused"` when the host doesn't compile it.
 */
export function kernelModule(name: KernelName): WebAssembly.Module {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  let module: WebAssembly.Module;
  const source = sourceOf(name);
  if (!(source instanceof URL)) {
    module = compileWasm(name, source, "the bytes that were given");
  } else if (isLocal(source)) {
    module = compileWasm(name, readKernel(name, source), `"${source.href}"`);
  } else {
    throw new UsageError(
      `Cannot use the kernels "${name}" yet: here they can't be loaded without waiting`,
      {
        code: "kernels-not-loaded",
        found: source.href,
        wanted: name,
        hint: "call the method whose name ends in `Async`; or `await init()` first, or " +
          'import "audiofield/embedded"',
      },
    );
  }
  compiled.set(name, module);
  return module;
}

/** Whether {@link kernelModule} needn't wait for a module. */
export function isKernelAtHand(name: KernelName): boolean {
  if (compiled.has(name)) return true;
  const source = given.get(name) ?? kernelUrl(name);
  return source instanceof URL ? isLocal(source) : source !== undefined;
}

/**
 * Loads modules, at the same time, unless they are loaded already.
 *
 * @throws {FileError} `"no-permission"` or `"kernels-missing"` when one can't be had.
 * @throws {AudiofieldError} `"no-simd"` or `"kernel-refused"` when the host doesn't compile one.
 */
export async function loadKernels(names: readonly KernelName[]): Promise<void> {
  await Promise.all(names.map(loadKernel));
}

function loadKernel(name: KernelName): Promise<void> | undefined {
  if (compiled.has(name)) return undefined;
  let pending = loading.get(name);
  if (pending === undefined) {
    pending = compileLater(name).finally(() => loading.delete(name));
    loading.set(name, pending);
  }
  return pending;
}

async function compileLater(name: KernelName): Promise<void> {
  const source = sourceOf(name);
  if (!(source instanceof URL) || isLocal(source)) {
    kernelModule(name);
    return;
  }
  const module = await fetchKernel(name, source);
  // Another one may have been given meanwhile; whatever is used already stays.
  if (!compiled.has(name)) compiled.set(name, module);
}

function sourceOf(name: KernelName): BufferSource | URL {
  const source = given.get(name) ?? kernelUrl(name);
  if (source !== undefined) return source;
  throw new FileError(`Cannot find the kernels "${name}": this code doesn't know where it lies`, {
    code: "kernels-missing",
    hint: 'say where they are with `init({ wasm })`, or import "audiofield/embedded"',
  });
}

/**
 * Says where modules come from. One that is in use already stays what it is.
 *
 * @throws {UsageError} `"invalid-option"` when there is no such module, or it can't come from there.
 */
export function giveKernels(sources: KernelSources): void {
  for (const [name, source] of Object.entries(sources)) {
    if (!isKernelName(name)) throw wrongSource(name, undefined);
    if (source === undefined) continue;
    if (source instanceof WebAssembly.Module) {
      if (!compiled.has(name)) compiled.set(name, source);
      continue;
    }
    given.set(name, typeof source === "string" ? urlOf(name, source) : checked(name, source));
  }
}

/**
 * The modules that are in use, for another thread, which needn't compile them again; and where the
 * others come from, as the other thread's code may lie somewhere else.
 */
export function kernelsForThread(): KernelModules {
  return Object.fromEntries(kernelNames.map((name) => {
    const source = compiled.get(name) ?? given.get(name) ?? kernelUrl(name);
    return [name, source instanceof URL ? source.href : source];
  }));
}

function isKernelName(name: string): name is KernelName {
  return (kernelNames as readonly string[]).includes(name);
}

/** Like an address in a page: relative to it. */
function urlOf(name: KernelName, text: string): URL {
  const { location }: { location?: { href?: string } } = globalThis;
  if (URL.canParse(text, location?.href)) return new URL(text, location?.href);
  throw wrongSource(name, text);
}

function checked(name: KernelName, source: URL | BufferSource): URL | BufferSource {
  if (source instanceof URL || ArrayBuffer.isView(source) || source instanceof ArrayBuffer) {
    return source;
  }
  throw wrongSource(name, source);
}

function wrongSource(name: string, found: unknown): UsageError {
  if (!isKernelName(name)) {
    return new UsageError(`There are no kernels "${name}"`, {
      code: "invalid-option",
      found: name,
      wanted: kernelNames.join(", "),
      hint: "use one of these names",
    });
  }
  const given = JSON.stringify(found) ?? typeof found;
  return new UsageError(`Cannot load the kernels "${name}" from ${given}`, {
    code: "invalid-option",
    found: given,
    wanted: "a URL, bytes, or a WebAssembly.Module",
    hint: "pass one of these; relative addresses work in pages only",
  });
}
