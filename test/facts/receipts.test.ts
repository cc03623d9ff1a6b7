import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mock } from 'node:test';
import { expect } from 'chai';
import type { ImagesSettings } from '../../src/facts/images-settings.js';
import { createReceipts } from '../../src/facts/receipts.js';
import type { Receipts } from '../../src/facts/receipts.js';
import type { Fact, ScanEvidence } from '../../src/policy/facts.js';
import { until } from '../cluster/until.js';
import { DIGEST, edwardsKeys, ellipticKeys, IMAGE, OTHER_DIGEST, signed, temporaryFolder, written } from './written.js';

const plain = JSON.stringify(written());
const other = JSON.stringify(written({ digest: OTHER_DIGEST }));
const images = ['registry.example.com/team/*'];

describe('receipts', () => {
  let folder: string;
  let file: string;
  let reports: { readonly records: number; readonly problems: readonly string[] }[];
  const started: Receipts[] = [];

  beforeEach(async () => {
    folder = await temporaryFolder();
    file = join(folder, 'receipts.jsonl');
    reports = [];
  });

  afterEach(async () => {
    for (const receipts of started.splice(0)) receipts.close();
    await rm(folder, { recursive: true });
  });

  async function start(settings: ImagesSettings, pollMilliseconds?: number): Promise<Receipts> {
    const onLoad = (report: (typeof reports)[number]): void => void reports.push(report);
    const receipts = createReceipts({ settings, onLoad, ...(pollMilliseconds !== undefined && { pollMilliseconds }) });
    started.push(receipts);
    await receipts.start();
    return receipts;
  }

  async function ask(receipts: Receipts, reference = IMAGE): Promise<Fact<ScanEvidence> | undefined> {
    return (await receipts.provider([reference], 0)).get(reference);
  }

  async function digestsTrusted(receipts: Receipts, reference = IMAGE): Promise<readonly string[]> {
    const fact = await ask(receipts, reference);
    return fact?.known === true ? fact.value.trusted.map(({ digest }) => digest) : [];
  }

  /** Starts with one file of the given content, and gives what is known about the image. */
  async function evidence(content: string, settings: ImagesSettings, reference = IMAGE): Promise<ScanEvidence> {
    await writeFile(file, content);
    const fact = await ask(await start(settings), reference);
    if (fact?.known !== true) throw new Error(`unknown: ${fact?.reason ?? 'no answer'}`);
    return fact.value;
  }

  const unsigned = (path = file): ImagesSettings => ({ receipts: [{ path, unsigned: true }] });

  describe('without signatures', () => {
    it('are trusted where their source says so, and found by digest whatever the name', async () => {
      const name = `docker.io/somebody/else@${DIGEST}`;
      const { trusted, lookedIn } = await evidence(`${plain}\r\n\n${other}\n`, unsigned(), name);
      expect(trusted.map(({ digest }) => digest)).to.deep.equal([DIGEST]);
      expect(lookedIn).to.deep.equal(['receipts (2)']);
    });

    it('are not trusted where their source does not say so', async () => {
      const { trusted, untrusted } = await evidence(plain, { receipts: [{ path: file }] });
      expect(trusted).to.deep.equal([]);
      expect(untrusted).to.deep.equal(['it is not signed, and its source does not say unsigned: true']);
    });

    it('are never found by name: an image without a digest has no evidence', async () => {
      const { trusted, untrusted, lookedIn } = await evidence(plain, unsigned(), 'registry.example.com/team/app:1.4');
      expect([trusted, untrusted, lookedIn]).to.deep.equal([[], [], ['receipts (1)']]);
    });
  });

  describe('with signatures', () => {
    for (const [name, keys] of Object.entries({ 'ECDSA P-256': ellipticKeys(), Ed25519: edwardsKeys() })) {
      it(`are trusted when an ${name} key of theirs is configured for the image`, async () => {
        const settings = { keys: [{ name: 'ci', publicKey: keys.publicKey, images }], receipts: [{ path: file }] };
        expect((await evidence(signed(keys.privateKey), settings)).trusted).to.have.length(1);
      });
    }

    it('are not trusted for an image that their key is not for', async () => {
      const { privateKey, publicKey } = ellipticKeys();
      const settings = { keys: [{ name: 'ci', publicKey, images }], receipts: [{ path: file }] };
      const reference = `registry.example.com/teams/app@${DIGEST}`;
      const { trusted, untrusted } = await evidence(signed(privateKey), settings, reference);
      expect(trusted).to.deep.equal([]);
      expect(untrusted).to.deep.equal(['its key "ci" is not for this image']);
    });

    it('are not trusted when nobody knows the key, be unsigned lines welcome or not', async () => {
      const { publicKey } = ellipticKeys();
      const settings = { keys: [{ name: 'ci', publicKey, images }], receipts: [{ path: file, unsigned: true }] };
      const { trusted, untrusted } = await evidence(signed(ellipticKeys().privateKey), settings);
      expect(trusted).to.deep.equal([]);
      expect(untrusted).to.deep.equal(['its signature is of none of the configured keys']);
    });

    it('leave their image unknown while the file of a key cannot be read, and count when it comes', async () => {
      const { privateKey, publicKey } = ellipticKeys();
      const publicKeyFile = join(folder, 'key.pub');
      await writeFile(file, signed(privateKey));
      const settings = { keys: [{ name: 'ci', publicKeyFile, images }], receipts: [{ path: file }] };
      const receipts = await start(settings, 50);
      expect(await ask(receipts)).to.deep.equal({
        known: false,
        reason: `key "ci": ${publicKeyFile} cannot be read: no such file or folder`,
      });
      await writeFile(publicKeyFile, publicKey);
      await until('the key is used', async () => (await digestsTrusted(receipts)).length === 1);
    });
  });

  describe('that are broken', () => {
    it('are told by file and line, and do not take the others with them', async () => {
      const { privateKey } = ellipticKeys();
      const lines = [plain, '{"digest":', '', signed(privateKey, { digest: 'no' }), `"${'x'.repeat(70_000)}"`, other];
      const { lookedIn } = await evidence(lines.join('\n'), unsigned());
      expect(lookedIn).to.deep.equal(['receipts (2)']);
      expect(reports).to.have.length(1);
      expect(reports[0]?.problems[0]).to.equal(`${file}:2: the line is not JSON`);
      expect(reports[0]?.problems[1]).to.contain(`${file}:4: the record must have`);
      expect(reports[0]?.problems[2]).to.equal(`${file}:5: the line has more than 65536 characters`);
    });

    it('are counted when there are many', async () => {
      await evidence('x\n'.repeat(50), unsigned());
      expect(reports[0]?.problems).to.have.length(21);
      expect(reports[0]?.problems.at(-1)).to.equal('and 30 more broken lines');
    });
  });

  describe('that cannot be read', () => {
    it('leave an image unknown, never missing, unless another source has its record', async () => {
      const gone = join(folder, 'gone.jsonl');
      await writeFile(file, plain);
      const receipts = await start({ receipts: [{ path: gone }, { path: file, unsigned: true }] });
      expect(await digestsTrusted(receipts)).to.deep.equal([DIGEST]);
      const reason = `${gone} cannot be read: no such file or folder`;
      expect(await ask(receipts, `a@${OTHER_DIGEST}`)).to.deep.equal({ known: false, reason });
      expect(reports[0]?.problems).to.deep.equal([reason]);
    });

    it('are those beyond 16 MiB', async () => {
      await writeFile(file, `${plain}\n${' '.repeat(16 * 1024 * 1024)}`);
      const fact = await ask(await start(unsigned()));
      expect(fact).to.have.property('known', false);
      expect(fact).to.have.property('reason').that.contains('16777216 is the most');
    });

    it('are those beyond ten thousand', async () => {
      const last = `${JSON.stringify(written({ digest: OTHER_DIGEST }))}\n`;
      await writeFile(file, `${plain}\n`.repeat(10_000) + last);
      const receipts = await start(unsigned());
      expect(await digestsTrusted(receipts)).to.have.length(10_000);
      expect(await ask(receipts, `a@${OTHER_DIGEST}`)).to.have.property('known', false);
    });

    it('are those that have not been read yet', async () => {
      await writeFile(file, plain);
      const receipts = createReceipts({ settings: unsigned(), onLoad: () => undefined });
      expect(await ask(receipts)).to.deep.equal({ known: false, reason: 'the receipts are still being read' });
    });
  });

  it('are no source when none is configured', async () => {
    const receipts = await start({});
    expect(await ask(receipts)).to.deep.equal({
      known: true,
      value: { trusted: [], untrusted: [], lookedIn: [] },
    });
  });

  describe('that change', () => {
    it('are read again as a whole', async () => {
      await writeFile(file, plain);
      const receipts = await start(unsigned());
      await writeFile(join(folder, 'next'), other);
      await rename(join(folder, 'next'), file);
      await until('the other record is known', async () => {
        return (await digestsTrusted(receipts, `a@${OTHER_DIGEST}`)).length === 1;
      });
      expect(await digestsTrusted(receipts)).to.deep.equal([]);
    });

    it('are forgotten when their file goes', async () => {
      await writeFile(file, plain);
      const receipts = await start(unsigned());
      await rm(file);
      await until('the image is unknown', async () => (await ask(receipts))?.known === false);
    });

    it('follow the swaps of a mounted ConfigMap, again and again', async () => {
      const mount = join(folder, 'mount');
      await mkdir(mount);
      const publish = async (generation: string, content: string): Promise<void> => {
        await mkdir(join(mount, generation));
        await writeFile(join(mount, generation, 'receipts.jsonl'), content);
        await symlink(generation, join(mount, '..data_tmp'));
        await rename(join(mount, '..data_tmp'), join(mount, '..data'));
      };
      await publish('..1', plain);
      await symlink(join('..data', 'receipts.jsonl'), join(mount, 'receipts.jsonl'));
      const receipts = await start(unsigned(mount), 60_000);
      expect(await digestsTrusted(receipts)).to.deep.equal([DIGEST]);
      for (const [index, content] of [other, plain, other].entries()) {
        await publish(`..${index + 2}`, content);
        const digest = content === plain ? DIGEST : OTHER_DIGEST;
        await until(`swap ${index} is seen`, async () => (await digestsTrusted(receipts, `a@${digest}`)).length === 1);
      }
      expect(await digestsTrusted(receipts)).to.deep.equal([]);
    });

    it('are looked at every ten seconds behind a link into a folder that nobody watches', async () => {
      const far = await temporaryFolder();
      await writeFile(join(far, 'far.jsonl'), plain);
      await symlink(join(far, 'far.jsonl'), file);
      mock.timers.enable({ apis: ['setInterval'] });
      try {
        const receipts = await start(unsigned());
        // The start of the watch brings a look or two of its own; they cannot account for all of these.
        for (const [round, content] of [other, plain, other, plain, other].entries()) {
          await writeFile(join(far, 'far.jsonl'), `${content}\n`.repeat(round + 1));
          mock.timers.tick(10_000);
          const digest = content === plain ? DIGEST : OTHER_DIGEST;
          await until(`round ${round} is seen`, async () => {
            return (await digestsTrusted(receipts, `a@${digest}`)).length === round + 1;
          });
        }
      } finally {
        mock.timers.reset();
        await rm(far, { recursive: true });
      }
    });

    it('are found when their folder appears later', async () => {
      const later = join(folder, 'later');
      const receipts = await start(unsigned(later), 50);
      expect((await ask(receipts))?.known).to.equal(false);
      await mkdir(later);
      await writeFile(join(later, 'a'), plain);
      await until('the record is known', async () => (await digestsTrusted(receipts)).length === 1);
      expect(reports.filter(({ problems }) => problems.length > 0)).to.have.length(1);
    });
  });
});
