import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

/** The folder of the crate. */
export const CRATE: URL = new URL("./crate/", import.meta.url);

/** The folder of the built modules. */
export const BUILT: URL = new URL("./wasm/", import.meta.url);

/** The modules, each named after the crate's feature that it holds. */
export const MODULES = ["decoders", "dsp", "encoders", "input"] as const;

/** What `build.ts` records about a build, and `check.ts` compares. */
export interface Manifest {
  /** SHA-256 over the crate's sources, see {@link sourceHash}. */
  readonly sources: string;
  /** Per module, its size and the SHA-256 of its binary. */
  readonly modules: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;
}

/**
 * The SHA-256 over everything a kernel binary is made from: paths and contents of the crate's
 * sources, manifest, lock file and build settings, in order of their paths.
 */
export function sourceHash(): string {
  const sources = readdirSync(new URL("src/", CRATE), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".rs"))
    .map((path) => `src/${path.replaceAll("\\", "/")}`);
  const hash = createHash("sha256");
  for (const path of ["Cargo.toml", "Cargo.lock", ".cargo/config.toml", ...sources].sort()) {
    const contents = readFileSync(new URL(path, CRATE));
    hash.update(`${path}\n${contents.length}\n`).update(contents);
  }
  return hash.digest("hex");
}

/** The SHA-256 of some bytes, in hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
