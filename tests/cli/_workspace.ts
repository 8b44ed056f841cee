import { cpSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  cacheModule,
  denoCommand,
  denoCommandLine,
  projectConfig,
  projectFolder,
} from "../_deno.ts";
import { onnxPackages } from "../../models/onnx_runtime.ts";

/** The command line's program. */
const program = join(projectFolder, "cli/main.ts");

/** Leads to the packages that are fetched when a command needs them. */
const drawing = join(projectFolder, "cli/plot/render.ts");
const generating = join(projectFolder, "cli/gen/generate_all.ts");

/** What a command left behind. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A separate folder for one test, and the real command line run in it. */
export class Workspace implements Disposable {
  readonly folder: string = Deno.makeTempDirSync({ prefix: "audiofield_cli_" });

  /** Runs `audiofield` directly, in the workspace or a folder of it. */
  async run(
    args: readonly string[],
    { cwd = ".", env = {}, denied }: RunOptions = {},
  ): Promise<Outcome> {
    await cacheFor(args);
    const flags = denied === undefined ? [] : [`--deny-read=${this.path(denied)}`];
    return await this.#spawn(["run", "-A", ...flags, program, ...args], {
      cwd: join(this.folder, cwd),
      env,
    });
  }

  /** Runs a script in the workspace. */
  runScript(name: string): Promise<Outcome> {
    return this.#spawn(["run", "-A", ...projectConfig, name], { cwd: this.folder, env: {} });
  }

  /** Runs `deno task audiofield` in the workspace. */
  async runTask(args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
    // The task is quiet, but what it runs isn't.
    await Promise.all([cacheModule(program), cacheModule(generating)]);
    const config = join(projectFolder, "deno.json");
    return await this.#spawn(["task", "--config", config, "audiofield", ...args], {
      cwd: this.folder,
      env,
    });
  }

  /** Runs `audiofield` with its standard output to a file, which may be a device. */
  runInto(output: string, args: readonly string[]): Promise<Outcome> {
    const command = denoCommandLine(["run", "-A", program, ...args]);
    return this.#shell(`exec "$@" > "${output}"`, command);
  }

  /** Runs a bash script in which `audiofield` is the command line. */
  runBash(script: string): Promise<Outcome> {
    const command = denoCommandLine(["run", "-A", program]).map((word) => `'${word}'`).join(" ");
    return this.#shell(`audiofield() { ${command} "$@"; }\n${script}`, [], "bash");
  }

  /** Runs `audiofield` where no file can grow beyond a size, as on a full disk. */
  async runLimited(
    args: readonly string[],
    { fileKilobytes }: { fileKilobytes: number },
  ): Promise<Outcome> {
    // What Deno keeps of the program in its cache counts against the limit too, so it is kept before.
    using elsewhere = new Workspace();
    cpSync(this.folder, elsewhere.folder, { recursive: true });
    await elsewhere.run(args);
    // The unit is 512 bytes by POSIX.
    const script = `ulimit -f ${fileKilobytes * 2}; exec "$@"`;
    const command = denoCommandLine(["run", "-A", "--no-code-cache", program, ...args]);
    return await this.#shell(script, command);
  }

  /** Starts `audiofield` without waiting for it. */
  start(args: readonly string[]): Deno.ChildProcess {
    return this.#command(["run", "-A", program, ...args], {
      cwd: this.folder,
      env: {},
    }).spawn();
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Writes a file, and the folders above it. */
  write(name: string, content: string | Uint8Array): void {
    Deno.mkdirSync(dirname(this.path(name)), { recursive: true });
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    Deno.writeFileSync(this.path(name), bytes);
  }

  read(name: string): Uint8Array {
    return Deno.readFileSync(this.path(name));
  }

  readText(name: string): string {
    return Deno.readTextFileSync(this.path(name));
  }

  /** The names in a folder, including hidden ones. */
  list(folder = "."): string[] {
    return Array.from(Deno.readDirSync(this.path(folder)), ({ name }) => name).sort();
  }

  /** Writes `speech.schema.ts`, with these fields. */
  writeSchema(fields: string): void {
    this.write(
      "speech.schema.ts",
      `import { defineDataset, field } from "audiofield";
export const Speech = defineDataset("Speech", { ${fields} });
`,
    );
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.folder, { recursive: true });
  }

  #shell(script: string, command: readonly string[], shell = "sh"): Promise<Outcome> {
    return outcomeOf(
      new Deno.Command(shell, {
        args: ["-c", script, shell, ...command],
        cwd: this.folder,
        env: { ...inherited(), NO_COLOR: "1" },
        clearEnv: true,
        stdin: "null",
        stdout: "piped",
        stderr: "piped",
      }),
    );
  }

  #spawn(
    args: string[],
    options: { cwd: string; env: Record<string, string> },
  ): Promise<Outcome> {
    return outcomeOf(this.#command(args, options));
  }

  #command(
    args: string[],
    { cwd, env }: { cwd: string; env: Record<string, string> },
  ): Deno.Command {
    return denoCommand(args, {
      cwd,
      env: { ...inherited(), NO_COLOR: "1", ...env },
      clearEnv: true,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    });
  }
}

interface RunOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  /** A folder that the command may not read; unlike its mode, this applies to root too. */
  readonly denied?: string;
}

/** Fetches whatever a command would otherwise announce that it fetches. */
async function cacheFor(args: readonly string[]): Promise<void> {
  if (args[0] === "plot") await cacheModule(drawing);
  if (args.includes("--codec-model")) await cacheModule(onnxPackages.web);
}

async function outcomeOf(command: Deno.Command): Promise<Outcome> {
  const { code, stdout, stderr } = await command.output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** The environment, without variables set by a test runner. */
function inherited(): Record<string, string> {
  const { INIT_CWD: _folder, npm_config_user_agent: _runner, ...rest } = Deno.env.toObject();
  return rest;
}
