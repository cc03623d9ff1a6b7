import { expect } from 'chai';
import { runTool } from '../../../src/cli/manifests/run-tool.js';
import { timed } from '../../timed.js';

const install = 'https://example.com/install';
const shell = (script: string): { command: string; args: string[]; install: string } => ({
  command: 'sh',
  args: ['-c', script],
  install,
});

describe('runTool', () => {
  it('gives what a tool prints', async () => {
    expect(await runTool(shell('echo "a: 1"; echo "WARNING: old" >&2'))).to.deep.equal({ text: 'a: 1\n' });
  });

  it('hands arguments over as they are', async () => {
    const args = ['-c', 'printf "%s|" "$@"', 'sh', '$(id)', 'a b', '--x;y'];
    expect(await runTool({ command: 'sh', args, install })).to.deep.equal({ text: '$(id)|a b|--x;y|' });
  });

  it('repeats the complaint of a tool in one line, without its warnings', async () => {
    const script = 'echo "WARNING: be careful" >&2; printf "Error: no such chart\\n  try again\\n" >&2; exit 3';
    expect(await runTool(shell(script))).to.deep.equal({ failure: 'sh: no such chart try again' });
    expect(await runTool(shell('exit 3'))).to.deep.equal({ failure: 'sh failed without a word (exit code 3)' });
  });

  it('leaves out of a complaint what the log of a tool puts before it, which is another in each run', async () => {
    const log = (line: string): string => `E1123 07:02:20.271428    5287 run.go:72] ${line}`;
    const complaints = {
      [log('"command failed" err="no \\"a\\": \\\\d\\nnone"')]: 'no "a": \\d none',
      [log('"command failed" err=<\n\tno a\n\tnor b\n >')]: 'no a nor b',
      [log('no such file')]: 'no such file',
      [`W1123 07:02:20.271428 1 x.go:1] old\n${log('gone')}`]: 'gone',
    };
    for (const [stderr, failure] of Object.entries(complaints)) {
      const call = { command: 'sh', args: ['-c', 'printf "%s\\n" "$1" >&2; exit 1', 'sh', stderr], install };
      expect(await runTool(call)).to.deep.equal({ failure: `sh: ${failure}` });
    }
  });

  it('says what to install when a tool is missing', async () => {
    const { failure } = (await runTool({ command: 'no-such-tool-here', args: [], install })) as { failure: string };
    expect(failure).to.match(/^no-such-tool-here is not on PATH; install it \(https:\/\/example\.com\/install\)/);
  });

  timed('ends a tool that takes too long, or prints too much', async () => {
    const begin = performance.now();
    const slow = await runTool(shell('sleep 30'), { milliseconds: 200, bytes: 1000 });
    expect(slow).to.deep.equal({ failure: 'sh did not end within 0.2 s' });
    expect(performance.now() - begin).to.be.lessThan(10_000);
    const loud = await runTool(shell('yes'), { milliseconds: 20_000, bytes: 2 ** 20 });
    expect(loud).to.deep.equal({ failure: 'sh printed more than 1 MiB' });
  });
});
