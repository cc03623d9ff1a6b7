import { X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { issueAuthority, issueServing } from '../../certs/issue.js';
import { DAY_MS, isRenewalDue } from '../../certs/lifetime.js';
import { issueThrowAway } from '../../certs/throw-away.js';

const now = new Date('2030-05-01T12:00:00Z');

describe('certs/issue', () => {
  it('issues a CA for a year, valid from five minutes before', async () => {
    const authority = new X509Certificate((await issueAuthority(now)).certificate);
    expect(authority.ca).to.equal(true);
    expect(new Date(authority.validFrom).toISOString()).to.equal('2030-05-01T11:55:00.000Z');
    expect(new Date(authority.validTo).toISOString()).to.equal('2031-05-01T12:00:00.000Z');
    expect(authority.verify(authority.publicKey)).to.equal(true);
  });

  it('issues a serving certificate for servers alone, for 90 days, with the names that it was asked for', async () => {
    const authority = await issueAuthority(now);
    const issued = await issueServing(authority, ['seaworthy.harbour.svc', '127.0.0.1'], now);
    const serving = new X509Certificate(issued.certificate);
    const issuer = new X509Certificate(authority.certificate);
    expect(serving.ca).to.equal(false);
    expect(serving.keyUsage).to.deep.equal(['1.3.6.1.5.5.7.3.1']);
    expect(serving.subjectAltName).to.equal('DNS:seaworthy.harbour.svc, IP Address:127.0.0.1');
    expect(new Date(serving.validTo).getTime() - now.getTime()).to.equal(90 * DAY_MS);
    expect(serving.checkIssued(issuer) && serving.verify(issuer.publicKey)).to.equal(true);
    expect(serving.publicKey.asymmetricKeyDetails).to.deep.equal({ namedCurve: 'prime256v1' });
  });

  it('gives each CA a name of its own', async () => {
    const names = await Promise.all([issueAuthority(now), issueAuthority(now)]);
    const subjects = names.map(({ certificate }) => new X509Certificate(certificate).subject);
    expect(subjects[0]).not.to.equal(subjects[1]);
  });

  it('finds renewal due when two thirds of the life are over, and for one that is not valid yet', () => {
    const validity = { notBefore: now, notAfter: new Date(now.getTime() + 90 * DAY_MS) };
    const after = (ms: number): boolean => isRenewalDue(validity, new Date(now.getTime() + ms));
    expect([after(-1), after(0), after(60 * DAY_MS - 1), after(60 * DAY_MS)]).to.deep.equal([true, false, false, true]);
  });

  it('issues a throw-away certificate that this machine can be reached by, and leaves its CA in a file', async () => {
    const home = process.env['HOME'];
    delete process.env['HOME'];
    const thrown = await issueThrowAway(new Date()).finally(() => (process.env['HOME'] = home));
    expect(await readFile(thrown.authorityFile, 'utf8')).to.equal(thrown.authority);
    expect((await stat(thrown.authorityFile)).mode & 0o777).to.equal(0o644);
    expect(new X509Certificate(thrown.certificate).subjectAltName).to.equal('DNS:localhost, IP Address:127.0.0.1');
    const server = https.createServer({ cert: thrown.certificate, key: thrown.key }, (_, response) =>
      response.end('ahoy'),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    for (const host of ['127.0.0.1', 'localhost']) {
      const status = await new Promise((resolve, reject) => {
        https
          .get({ port, host, family: 4, ca: thrown.authority, agent: false }, (response) => {
            resolve(response.resume().statusCode);
          })
          .on('error', reject);
      });
      expect(status).to.equal(200);
    }
    server.close();
  });
});
