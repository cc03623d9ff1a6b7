import { expect } from 'chai';
import { byWeight, inTurns } from '../../src/server/turn.js';
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

  it('is done at most 32 at once, and the rest when these are answered, with what came meanwhile behind it', async () => {
    const done: number[] = [];
    const give = inTurns((item: number) => {
      done.push(item);
      if (item === 0) give(40);
    });
    for (let item = 0; item < 40; item++) give(item);
    await nextTurn();
    expect(done).to.have.length(32);
    await nextTurn();
    await nextTurn();
    expect(done).to.deep.equal(Array.from({ length: 41 }, (_, index) => index));
    give(41);
    await nextTurn();
    expect(done.at(-1)).to.equal(41);
  });

  it('is answered before more is done than its load', async () => {
    const events: string[] = [];
    const answer = inTurns((item: number) => events.push(`answer ${item}`));
    const judge = async (item: number): Promise<void> => {
      await Promise.resolve();
      events.push(`judge ${item}`);
      answer(item);
    };
    const give = inTurns((item: number) => void judge(item), { weightOf: (item) => item, most: 10 });
    for (const item of [4, 5, 6, 20, 1, 2]) give(item);
    for (let turn = 0; turn < 8; turn++) await nextTurn();
    const doneTogether = [[4, 5, 6], [20], [1, 2]];
    expect(events).to.deep.equal(
      doneTogether.flatMap((items) => ['judge', 'answer'].flatMap((what) => items.map((item) => `${what} ${item}`))),
    );
  });
});

describe('what is done by weight', () => {
  /** Gives items to work that ends when it is told to, and tells what has happened to them. */
  function start(): { events: string[]; give: (item: number) => void; end: (item: number) => void } {
    const events: string[] = [];
    const ends = new Map<number, () => void>();
    const work = async (item: number): Promise<void> => {
      events.push(`${item} begins`);
      await new Promise<void>((resolve) => ends.set(item, resolve));
      events.push(`${item} ends`);
    };
    const give = byWeight(work, { weightOf: (item: number) => item, most: 10 });
    return { events, give, end: (item) => ends.get(item)?.() };
  }

  async function turns(): Promise<void> {
    for (let turn = 0; turn < 12; turn++) await nextTurn();
  }

  it('begins while there is room beside what waits, and in its order', async () => {
    const { events, give, end } = start();
    for (const item of [4, 5, 3, 1]) give(item);
    await turns();
    expect(events).to.deep.equal(['4 begins', '5 begins']);
    end(5);
    await turns();
    expect(events.slice(2)).to.deep.equal(['5 ends', '3 begins', '1 begins']);
    for (const item of [4, 3, 1]) end(item);
    await turns();
    give(2);
    await turns();
    expect(events.at(-1)).to.equal('2 begins');
  });

  it('has all the room for itself when there is not enough', async () => {
    const { events, give, end } = start();
    for (const item of [50, 1, 60, 2]) give(item);
    await turns();
    expect(events).to.deep.equal(['50 begins']);
    end(50);
    await turns();
    expect(events.slice(1)).to.deep.equal(['50 ends', '1 begins']);
    end(1);
    await turns();
    expect(events.slice(3)).to.deep.equal(['1 ends', '60 begins']);
  });

  it('is over before the next begins where it waits for nothing', async () => {
    const events: string[] = [];
    const work = async (item: number): Promise<void> => {
      events.push(`${item} begins`);
      await Promise.resolve();
      events.push(`${item} ends`);
    };
    const give = byWeight(work, { weightOf: () => 1, most: 10 });
    for (const item of [1, 2, 3]) give(item);
    await turns();
    expect(events).to.deep.equal([1, 2, 3].flatMap((item) => [`${item} begins`, `${item} ends`]));
  });
});

describe('large reviews that come in together', () => {
  it('wait side by side for the labels of their namespace', async () => {
    const waiting: (() => void)[] = [];
    const server = await startServer({
      namespaces: {
        labelsOf: () => undefined,
        // Nobody gets an answer before all of them have asked.
        readLive: () =>
          new Promise((resolve) => {
            waiting.push(() => {
              resolve({ 'seaworthy.dev/enforce': 'production' });
            });
            if (waiting.length === 6) for (const go of waiting) go();
          }),
      },
    });
    try {
      const object = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'words' },
        data: { a: 'word '.repeat(40_000) },
      };
      const text = JSON.stringify(review(object));
      const replies = await Promise.all(Array.from({ length: 6 }, () => server.send('/validate?timeout=5s', text)));
      expect(replies.map(({ status }) => status)).to.deep.equal([200, 200, 200, 200, 200, 200]);
    } finally {
      server.close();
    }
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
