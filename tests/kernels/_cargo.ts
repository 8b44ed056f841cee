/** How tests run Cargo, and whether they can. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { CRATE } from "../../kernels/_sources.ts";

/** Compiling takes most of the time; these builds are never debugged or changed. */
const quickBuild = {
  CARGO_INCREMENTAL: "0",
  CARGO_PROFILE_DEV_DEBUG: "0",
  CARGO_PROFILE_TEST_DEBUG: "0",
  CARGO_PROFILE_RELEASE_LTO: "off",
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS: "16",
};

/** Without the settings of the binaries' build, and for this machine, not WebAssembly. */
export function cargo(...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = cargoWith("", ...args);
  return { status, output: `${stdout}${stderr}` };
}

/** The same with something on standard input; what it prints is apart from what it complains about. */
export function cargoWith(
  input: string,
  ...args: string[]
): { status: number | null; stdout: string; stderr: string } {
  const env = { ...Deno.env.toObject(), ...quickBuild, CARGO_TERM_COLOR: "never" };
  const cwd = fileURLToPath(CRATE);
  return spawnSync("cargo", args, { cwd, env, input, encoding: "utf8", maxBuffer: 2 ** 26 });
}

/** Why a gate can't run here; nothing when it can. */
export function obstacle(needs: string[]): string {
  if (cargo(...needs, "--version").status !== 0) {
    return ` (skipped: ${["cargo", ...needs].join(" ")} isn't installed)`;
  }
  return fetched() ? "" : " (skipped: the crate's dependencies can't be fetched)";
}

let fetchedBefore: boolean | undefined;

function fetched(): boolean {
  return fetchedBefore ??= cargo("fetch", "--locked").status === 0;
}
