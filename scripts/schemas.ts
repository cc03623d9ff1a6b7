import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { stringAt } from '../src/policy/json.js';
import { merge } from './openapi/merge.js';
import { reduce } from './openapi/reduce.js';
import type { Reduced } from './openapi/reduce.js';

// Writes the schemas that require-valid-schema holds manifests to, from the OpenAPI v3 documents that the kube-apiserver of each
// release serves: its Go module carries them under api/openapi-spec/v3. test/e2e/schemas.e2e.ts compares them with what the API
// server of the end-to-end tests serves. Run it by hand, with Go on PATH, to move to other releases.

/** The newest patch of each minor release that the Go modules give. */
const RELEASES = ['1.34.4', '1.35.4', '1.36.3', '1.37.2'];

const TARGET = 'src/facts/schema/kubernetes-schemas.json.br';

/** The folder of a release's module; Go downloads it once. */
function moduleFolder(release: string): string {
  const run = spawnSync('go', ['mod', 'download', '-json', `k8s.io/kubernetes@v${release}`], { encoding: 'utf8' });
  if (run.error !== undefined) throw run.error;
  const folder = run.status === 0 ? stringAt(JSON.parse(run.stdout), 'Dir') : undefined;
  if (folder === undefined) throw new Error(`go could not download Kubernetes ${release}: ${run.stdout}${run.stderr}`);
  return folder;
}

function reduceRelease(release: string): Reduced {
  const folder = join(moduleFolder(release), 'api/openapi-spec/v3');
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return reduce(files.sort().map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as unknown));
}

const file = merge(new Map(RELEASES.map((release) => [release, reduceRelease(release)])));
const text = Buffer.from(JSON.stringify(file));
const bytes = brotliCompressSync(text, {
  params: {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
  },
});
writeFileSync(TARGET, bytes);
console.error(`${TARGET}: ${Object.keys(file.kinds).length} kinds, ${text.length} bytes in ${bytes.length}`);
