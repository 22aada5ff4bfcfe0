import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { RunResponse, type ProgramInfo, type RunRequest } from "@pulumi/pulumi/proto/language_pb";
import { sdkProgram } from "./sdkProgram";

/** Exit code of @pulumi/pulumi's runner after it has shown the user what was wrong. */
const EXIT_CODE_ALREADY_EXPLAINED = 32;

/** Runs a program against the engine's resource monitor, from its first line to its last registered resource. */
export async function runProgram(
  request: RunRequest,
  engineAddress: string,
  signal: AbortSignal,
): Promise<RunResponse> {
  const info = request.getInfo();
  const directory = info?.getProgramDirectory() ?? request.getPwd();
  const options = runtimeOptions(info);
  const args = [
    ...options.nodeArguments,
    sdkProgram(directory, "run"),
    ...runnerArguments(request, engineAddress),
    entryPoint(request, directory),
    ...request.getArgsList(),
  ];
  const child = spawn(process.execPath, args, {
    cwd: request.getPwd(),
    env: { ...process.env, ...options.environment, ...configuration(request) },
    // What the program prints goes to the engine, which shows it, by this process's own output.
    stdio: ["ignore", "inherit", "inherit"],
    signal,
  });
  const exitCode = await new Promise<number | null>((resolveExit, reject) => {
    child.on("error", reject);
    child.on("exit", resolveExit);
  });
  return responseFor(exitCode);
}

function runnerArguments(request: RunRequest, engineAddress: string): string[] {
  const settings = {
    monitor: request.getMonitorAddress(),
    engine: engineAddress,
    organization: request.getOrganization(),
    project: request.getProject(),
    stack: request.getStack(),
    pwd: request.getPwd(),
    parallel: String(request.getParallel()),
    "root-directory": request.getInfo()?.getRootDirectory() ?? request.getPwd(),
  };
  const flags = Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
  return request.getDryrun() ? [...flags, "--dry-run"] : flags;
}

/** The program to run: "." lets the runner look into package.json. */
function entryPoint(request: RunRequest, directory: string): string {
  const entry = request.getInfo()?.getEntryPoint() ?? request.getProgram();
  return entry === "" || entry === "." ? "." : resolve(directory, entry);
}

interface RuntimeOptions {
  nodeArguments: string[];
  environment: NodeJS.ProcessEnv;
}

/** `runtime: {name: nodejs, options: {typescript, tsconfig, nodeargs}}` of Pulumi.yaml. */
function runtimeOptions(info: ProgramInfo | undefined): RuntimeOptions {
  const options: Record<string, unknown> = info?.getOptions()?.toJavaScript() ?? {};
  const { typescript, tsconfig, nodeargs } = options;
  return {
    nodeArguments: typeof nodeargs === "string" ? nodeargs.split(/\s+/).filter((argument) => argument !== "") : [],
    environment: {
      PULUMI_NODEJS_TYPESCRIPT: typescript === false ? "false" : "true",
      ...(typeof tsconfig === "string" && { PULUMI_NODEJS_TSCONFIG_PATH: tsconfig }),
    },
  };
}

function configuration(request: RunRequest): NodeJS.ProcessEnv {
  const values = Object.fromEntries(request.getConfigMap().toObject(false));
  return {
    PULUMI_CONFIG: JSON.stringify(values),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
  };
}

function responseFor(exitCode: number | null): RunResponse {
  const response = new RunResponse();
  if (exitCode === EXIT_CODE_ALREADY_EXPLAINED) response.setBail(true);
  else if (exitCode === null) response.setError("the program was ended by a signal");
  else if (exitCode !== 0) response.setError(`the program ended with exit code ${exitCode}`);
  return response;
}
