import { join } from 'node:path';
import type { JsonObject } from '../../../src/policy/json.js';
import { runCommand, type Output } from './run-command.js';

export type Arguments = readonly string[];

export interface Kubectl {
  /** Runs it and gives what it said, whatever the exit code. */
  readonly run: (args: Arguments, input?: string | JsonObject) => Promise<Output>;
  /** Runs it and gives its standard output; a refusal fails the test with kubectl's own words. */
  readonly succeed: (args: Arguments, input?: string | JsonObject) => Promise<string>;
  readonly get: (...args: Arguments) => Promise<JsonObject>;
  readonly apply: (...objects: readonly JsonObject[]) => Promise<string>;
  readonly kubeconfig: string;
}

/** Several objects as one that kubectl reads. */
export function listOf(objects: readonly JsonObject[]): JsonObject {
  return { apiVersion: 'v1', kind: 'List', items: [...objects] };
}

/** The real kubectl, as whoever the kubeconfig says. It keeps its discovery cache in the folder, not in the user's home. */
export function createKubectl(kubeconfig: string, folder: string): Kubectl {
  const fixed = [`--kubeconfig=${kubeconfig}`, `--cache-dir=${join(folder, 'kubectl-cache')}`];
  const run: Kubectl['run'] = (args, input) =>
    runCommand('kubectl', [...fixed, ...args], { input: typeof input === 'object' ? JSON.stringify(input) : input });
  const succeed: Kubectl['succeed'] = async (args, input) => {
    const { code, stdout, stderr } = await run(args, input);
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: exit ${code}\n${stderr}`);
    return stdout;
  };
  return {
    kubeconfig,
    run,
    succeed,
    get: async (...args) => JSON.parse(await succeed(['get', ...args, '-o', 'json'])) as JsonObject,
    apply: (...objects) => succeed(['apply', '-f', '-'], listOf(objects)),
  };
}
