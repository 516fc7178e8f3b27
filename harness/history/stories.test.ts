import { describe, expect, it } from 'vitest';
import { HistoryBuilder } from './by-hand/history-builder.js';
import { acknowledged, keyOf, runOf, storiesOf } from './stories.js';

describe('stories', () => {
  it('tell each task everything that was asked of it', () => {
    const history = new HistoryBuilder();
    history.enqueue('T-1');
    history.claim('w1', 'T-1', 1);
    history.heartbeat('w1', 'T-1', 1);
    history.sweep({ requeued: ['T-1'], exhausted: ['T-2'] });
    history.operate('retry', 'T-1');
    history.ok(history.begin('probe', 'list', {}), []);

    const { tasks } = storiesOf(history.history());
    const story = tasks.get('T-1');

    expect([...tasks.keys()]).toEqual(['T-1', 'T-2']);
    expect(
      [story?.enqueues, story?.claims, story?.fenced, story?.operators].map((list) => list?.length),
    ).toEqual([1, 1, 1, 1]);
    expect(story?.sweeps.map(({ moved }) => moved)).toEqual(['requeued']);
    expect(story?.byFence.get(1)).toEqual(story?.fenced);
  });

  it('order claims by fence, not by reply', () => {
    const history = new HistoryBuilder();
    history.claim('w2', 'T-1', 2);
    history.claim('w1', 'T-1', 1);

    const story = storiesOf(history.history()).tasks.get('T-1');

    expect(story?.claims.map(({ value }) => value.fence)).toEqual([1, 2]);
  });

  it('set apart the claims and sweeps nobody knows the answer of, and leave out refused ones', () => {
    const history = new HistoryBuilder();
    history.lose(history.ask('w1'));
    history.ask('w2');
    history.lose(history.begin('d1', 'sweep', {}));
    history.refuse(history.ask('w3'), 'BUSY');
    history.refuse(history.begin('d2', 'sweep', {}), 'BUSY');
    history.ok(history.ask('w4'));

    const { tasks, ghosts, lostSweeps } = storiesOf(history.history());

    expect([tasks.size, ghosts.length, lostSweeps.length]).toEqual([0, 2, 1]);
  });

  it('know the key and the runs of a task, and what was acknowledged of it', () => {
    const history = new HistoryBuilder();
    history.refuse(history.submit('T-1', { key: 'refused' }), 'BUSY');
    history.enqueue('T-1', { key: ' K ' });
    history.claim('w1', 'T-1', 3);
    history.refuse(history.finish('w1', 'T-1', 3), 'BUSY');
    history.complete('w1', 'T-1', 3);

    const story = storiesOf(history.history()).tasks.get('T-1');
    if (!story) throw new Error('expected the story of T-1');

    expect([keyOf(story), runOf(story, 3), runOf(story, 4)]).toEqual(['K', 3, null]);
    expect(acknowledged(story, 'complete')).toHaveLength(1);
    expect(acknowledged(story, 'fail')).toHaveLength(0);
  });

  it('are told once a history', () => {
    const history = new HistoryBuilder().history();

    expect(storiesOf(history)).toBe(storiesOf(history));
  });
});
