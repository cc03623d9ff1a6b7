import { expect } from 'chai';
import { inTurns, oneByOne } from '../../src/server/turn.js';
import { review, unfitDeployment, fitDeployment } from './review.js';
import { startServer } from './running-server.js';

/** Comes back when everything that waited for the end of this turn has had it. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('what waits for the end of a turn', () => {
  it('is done in the order it came, and nothing of it before', async () => {
    const done: number[] = [];
    const give = inTurns((item: number) => done.push(item));
    for (const item of [1, 2, 3]) give(item);
    expect(done).to.deep.equal([]);
    await nextTurn();
    expect(done).to.deep.equal([1, 2, 3]);
  });

  it('is done at most 32 at once, and the rest in the next turn, with what came meanwhile behind it', async () => {
    const done: number[] = [];
    const give = inTurns((item: number) => {
      done.push(item);
      if (item === 0) give(40);
    });
    for (let item = 0; item < 40; item++) give(item);
    await nextTurn();
    expect(done).to.have.length(32);
    await nextTurn();
    expect(done).to.deep.equal(Array.from({ length: 41 }, (_, index) => index));
    give(41);
    await nextTurn();
    expect(done.at(-1)).to.equal(41);
  });
});

describe('what is done one by one', () => {
  it('begins when what came before is over, and goes on when something comes later', async () => {
    const events: string[] = [];
    const give = oneByOne(async (name: string) => {
      events.push(`${name} begins`);
      await nextTurn();
      events.push(`${name} ends`);
    });
    for (const name of ['a', 'b']) give(name);
    for (let turn = 0; turn < 6; turn++) await nextTurn();
    give('c');
    for (let turn = 0; turn < 3; turn++) await nextTurn();
    expect(events).to.deep.equal(['a', 'b', 'c'].flatMap((name) => [`${name} begins`, `${name} ends`]));
  });
});

describe('reviews that come in together', () => {
  it('are each answered once, with their own verdict', async () => {
    const server = await startServer();
    try {
      const bodies = Array.from({ length: 100 }, (_, index) => {
        const uid = `0f0a4b9e-9d53-4c4b-8f0c-${String(index).padStart(12, '0')}`;
        const text = JSON.stringify(review(index % 2 === 0 ? fitDeployment : unfitDeployment, { uid }));
        return { uid, allowed: index % 2 === 0, text: index % 10 === 9 ? text.slice(0, -1) : text };
      });
      const replies = await Promise.all(bodies.map(({ text }) => server.send('/validate', text)));
      for (const [index, { status, text }] of replies.entries()) {
        const { uid, allowed } = bodies[index] ?? {};
        const answer = JSON.parse(text) as { response?: { uid: string; allowed: boolean } };
        expect(status).to.equal(index % 10 === 9 ? 400 : 200);
        if (status === 200) expect(answer.response).to.include({ uid, allowed });
      }
      expect(server.log).to.have.length(100);
    } finally {
      server.close();
    }
  });
});
