import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { spawnSync } from "node:child_process";
import { env, platform } from "node:process";

const TARGET = "wasm32-unknown-unknown";

/** What to run the build with. */
export interface Toolchain {
  /** For people: which of the two ways was found. */
  readonly name: string;
  /** Environment variables to override. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Finds a Rust that can build for WebAssembly: rustup's target where it is installed, or a
 * distribution's `rustc` with the sources of Rust's library, which is then built as well.
 */
export function findToolchain(): Toolchain {
  requireTool("wasm-pack", "`cargo install wasm-pack`");
  requireTool("wasm-bindgen", "`cargo install wasm-bindgen-cli --version 0.2.130`");
  // Source locations in panic messages would carry this machine's paths into the binary; the option
  // that leaves them out is unstable. Crates that name their files themselves need the remapping as
  // well.
  const flags = ["-C", "target-feature=+simd128", "-Zlocation-detail=none", ...hideRegistries()];
  // Without it the compiler turns the loops' addresses into sums that WebAssembly can't fold.
  flags.push("-C", "llvm-args=-disable-lsr");
  const common = { RUSTC_BOOTSTRAP: "1", CARGO_ENCODED_RUSTFLAGS: flags.join("\x1f") };
  if (output("rustup", ["target", "list", "--installed"])?.split(/\s+/).includes(TARGET)) {
    return { name: "rustup", variables: common };
  }
  const packaged = findPackaged();
  if (packaged === undefined) {
    throw new Error(
      `Cannot build the kernels: no Rust for ${TARGET} was found; ` +
        `run \`rustup target add ${TARGET}\`, or on Debian \`apt install rustc-web cargo-web ` +
        `rust-web-src lld\``,
    );
  }
  return { name: `packaged, ${packaged.rustc}`, variables: { ...common, ...packaged.variables } };
}

/**
 * Flags that remove the folders of downloaded crates, each named after its registry, from paths.
 */
function hideRegistries(): string[] {
  const sources = join(env["CARGO_HOME"] ?? join(homedir(), ".cargo"), "registry/src");
  return listed(sources).map((name) => `--remap-path-prefix=${join(sources, name)}/=`);
}

function findPackaged(): { rustc: string; variables: Record<string, string> } | undefined {
  const linker = findLinker();
  for (const folder of ["/usr/bin", "/usr/local/bin"]) {
    const rustc = join(folder, "rustc");
    const sysroot = output(rustc, ["--print", "sysroot"])?.trim();
    if (sysroot === undefined || linker === undefined) continue;
    if (!existsSync(join(sysroot, "lib/rustlib/src/rust/library/std"))) continue;
    return {
      rustc,
      variables: {
        RUSTC: rustc,
        PATH: `${folder}${delimiter}${env["PATH"] ?? ""}`,
        CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER: linker,
        CARGO_UNSTABLE_BUILD_STD: "std,panic_abort",
      },
    };
  }
  return undefined;
}

function findLinker(): string | undefined {
  const installed = findOnPath("rust-lld") ?? findOnPath("wasm-ld");
  if (installed !== undefined) return installed;
  const toolchains = join(env["RUSTUP_HOME"] ?? join(homedir(), ".rustup"), "toolchains");
  for (const toolchain of listed(toolchains)) {
    const libraries = join(toolchains, toolchain, "lib/rustlib");
    for (const target of listed(libraries)) {
      const linker = join(libraries, target, "bin/rust-lld");
      if (existsSync(linker)) return linker;
    }
  }
  return undefined;
}

function requireTool(name: string, how: string): void {
  if (findOnPath(name) === undefined) {
    throw new Error(`Cannot build the kernels: ${name} was not found; run ${how}`);
  }
}

function findOnPath(name: string): string | undefined {
  const file = platform === "win32" ? `${name}.exe` : name;
  const folders = [...(env["PATH"] ?? "").split(delimiter), join(homedir(), ".cargo/bin")];
  return folders.map((folder) => join(folder, file)).find((path) => existsSync(path));
}

function listed(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function output(command: string, args: string[]): string | undefined {
  const result = spawnSync(command, args, { encoding: "utf8", cwd: dirname(homedir()) });
  return result.status === 0 ? result.stdout : undefined;
}
