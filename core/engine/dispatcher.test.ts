import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Busy, Corrupt } from '../errors.js';
import { draft, found } from '../store/contract/bench.js';
import { type ManualClock, manualClock } from '../store/contract/manual-clock.js';
import { openStore } from '../store/open.js';
import type { Census, Store } from '../store/store.js';
import { workerId } from '../task/ids.js';
import type { InProgress } from '../task/task.js';
import { seconds } from '../time.js';
import { type DispatcherParts, dispatch } from './dispatcher.js';
import type { Ending } from './worker.js';

let clock: ManualClock;
let store: Store;
let stop: AbortController;
let endings: Ending[];
let troubles: string[];

beforeEach(async () => {
  clock = manualClock();
  store = await openStore(':memory:', { clock, actor: 'dispatcher:test', whenMissing: 'create' });
  stop = new AbortController();
  endings = [];
  troubles = [];
});

afterEach(async () => {
  await store.close();
});

const turn = () => new Promise((resolve) => setImmediate(resolve));

async function completing(task: InProgress): Promise<Ending> {
  return { kind: 'settled', task: await store.complete(task.lease, { notes: 'ok' }) };
}

function parts(fields: Partial<DispatcherParts> = {}): DispatcherParts {
  return {
    store,
    clock,
    holder: workerId('d1'),
    launch: completing,
    leaseFor: seconds(60),
    pollEvery: seconds(1),
    slots: 2,
    maxInProgress: 3,
    maxTasks: null,
    until: 'stopped',
    stop: stop.signal,
    onEnding: (ending) => endings.push(ending),
    onTrouble: (error) => troubles.push(error.message),
    ...fields,
  };
}

async function enqueue(...ids: string[]): Promise<void> {
  for (const id of ids) await store.enqueue(draft(id));
}

async function pass(span: number): Promise<void> {
  for (let second = 0; second < span; second += 1) {
    clock.advance(1_000);
    await turn();
    await turn();
  }
}

const idsOf = () => endings.map((ending) => (ending.kind === 'lost' ? ending.taskId : ending.task.id));

describe('a dispatcher', () => {
  it('works the queue empty and ends when asked to end idle', async () => {
    await enqueue('A', 'B', 'C');
    await dispatch(parts({ until: 'idle' }));
    expect(idsOf().sort()).toEqual(['A', 'B', 'C']);
  });

  it('claims nothing while it may not, and ends all the same when asked to end idle', async () => {
    await enqueue('A', 'B');
    let asked = 0;
    const mayClaim = async () => {
      asked += 1;
      return asked === 1;
    };
    await dispatch(parts({ until: 'idle', slots: 1, mayClaim }));
    expect(idsOf()).toEqual(['A']);
    expect(await found(store, 'B')).toMatchObject({ status: 'PENDING', run: 0 });
  });

  it('makes no more claims than it is allowed', async () => {
    await enqueue('A', 'B', 'C');
    await dispatch(parts({ maxTasks: 2 }));
    expect(idsOf().sort()).toEqual(['A', 'B']);
  });

  it('takes no more looks than it is allowed, and fills its slots at each', async () => {
    await enqueue('A', 'B', 'C');
    const held: (() => void)[] = [];
    const launch = async (task: InProgress) => {
      await new Promise<void>((release) => held.push(release));
      return completing(task);
    };
    const loop = dispatch(parts({ maxTicks: 1, launch }));
    while (held.length < 2) await turn();
    for (const release of held) release();
    await loop;
    expect(idsOf()).toEqual(['A', 'B']);
    await dispatch(parts({ maxTicks: 1 }));
    await dispatch(parts({ maxTicks: 1 }));
    expect(idsOf()).toEqual(['A', 'B', 'C']);
  });

  it('never runs more at once than it has slots, nor more than the queue allows', async () => {
    await enqueue('A', 'B', 'C', 'D');
    let running = 0;
    let most = 0;
    const launch = async (task: InProgress) => {
      running += 1;
      most = Math.max(most, running);
      await turn();
      running -= 1;
      return completing(task);
    };
    await dispatch(parts({ until: 'idle', launch }));
    expect(most).toBe(2);
    endings = [];
    most = 0;
    await enqueue('E', 'F');
    await dispatch(parts({ until: 'idle', launch, slots: 5, maxInProgress: 1 }));
    expect([most, endings.length]).toEqual([1, 2]);
  });

  it('finds what arrives later, at its own pace, until it is stopped', async () => {
    const loop = dispatch(parts());
    await pass(3);
    await enqueue('A');
    await pass(1);
    expect(idsOf()).toEqual(['A']);
    stop.abort();
    await loop;
  });

  it('waits for a task that is pending until a later instant before it calls itself idle', async () => {
    await enqueue('A');
    const task = await store.claim(workerId('w9'), { leaseFor: seconds(60) });
    await store.fail((task as InProgress).lease, { error: 'x', class: 'transient' });
    await store.sweep({ limit: 10 });
    const loop = dispatch(parts({ until: 'idle' }));
    await pass(59);
    expect(endings).toEqual([]);
    await pass(2);
    await loop;
    expect(idsOf()).toEqual(['A']);
  });

  it('waits for what it started before it ends', async () => {
    await enqueue('A');
    let finish: (value: unknown) => void = () => undefined;
    const finished = new Promise((resolve) => {
      finish = resolve;
    });
    const loop = dispatch(parts({ launch: (task) => finished.then(() => completing(task)) }));
    await pass(1);
    stop.abort();
    await turn();
    expect(endings).toEqual([]);
    finish(null);
    await loop;
    expect(idsOf()).toEqual(['A']);
  });
});

describe('a dispatcher that the cap keeps from work', () => {
  const full: string[] = [];
  const onFull = ({ byStatus }: Census) => full.push(`${byStatus.IN_PROGRESS} run`);
  const claimElsewhere = () => store.claim(workerId('w9'), { leaseFor: seconds(60) });
  beforeEach(() => {
    full.length = 0;
  });

  it('says so once, and again when it is kept from work after a claim', async () => {
    await enqueue('A', 'B', 'C', 'D');
    await claimElsewhere();
    const loop = dispatch(parts({ maxInProgress: 1, onFull }));
    await pass(90);
    expect(full).toEqual(['1 run']);
    await store.sweep({ limit: 10 });
    await pass(3);
    expect(idsOf()).toEqual(['B', 'C', 'D']);
    await enqueue('E', 'F');
    await claimElsewhere();
    await pass(90);
    expect(full).toEqual(['1 run', '1 run']);
    stop.abort();
    await loop;
  });

  it('counts what there is no more than once a minute, for that reads the whole store', async () => {
    let counted = 0;
    const counting = Object.assign(Object.create(store) as Store, {
      census: () => {
        counted += 1;
        return store.census();
      },
    });
    const loop = dispatch(parts({ store: counting, onFull }));
    await pass(130);
    stop.abort();
    await loop;
    expect([counted, full]).toEqual([3, []]);
  });

  it('says nothing while nothing waits that could run', async () => {
    await enqueue('A');
    await claimElsewhere();
    await dispatch(parts({ maxInProgress: 1, maxTicks: 1, onFull }));
    expect(full).toEqual([]);
  });

  it('says nothing when its own slots are all it lacks', async () => {
    await enqueue('A', 'B');
    const launch = (task: InProgress) => turn().then(() => completing(task));
    await dispatch(parts({ maxInProgress: 1, slots: 1, maxTasks: 2, launch, onFull }));
    expect([idsOf(), full]).toEqual([['A', 'B'], []]);
  });
});

describe('a dispatcher in trouble', () => {
  it('fails a task at once when its worker cannot be started, and goes on with the others', async () => {
    await enqueue('A', 'B');
    const launch = (task: InProgress) =>
      task.id === 'A' ? Promise.reject(new Error('spawn EAGAIN')) : completing(task);
    await dispatch(parts({ until: 'idle', launch }));
    expect(await found(store, 'A')).toMatchObject({
      status: 'FAILED',
      failureClass: 'transient',
      lastError: 'the worker could not run: spawn EAGAIN',
    });
    expect((await found(store, 'B')).status).toBe('DONE');
    expect(troubles).toEqual(['spawn EAGAIN']);
  });

  it('calls a task lost when even its failure cannot be written', async () => {
    await enqueue('A');
    const launch = async (task: InProgress) => {
      clock.jumpTo(task.lease.until);
      throw new Error('gone');
    };
    await dispatch(parts({ maxTasks: 1, launch }));
    expect(endings).toMatchObject([{ kind: 'lost', taskId: 'A' }]);
  });

  it('survives a busy store', async () => {
    await enqueue('A');
    let refusals = 2;
    const busy = Object.assign(Object.create(store) as Store, {
      claim: (...call: Parameters<Store['claim']>) => {
        refusals -= 1;
        return refusals >= 0 ? Promise.reject(new Busy('locked')) : store.claim(...call);
      },
    });
    const loop = dispatch(parts({ store: busy, maxTasks: 1 }));
    await pass(3);
    await loop;
    expect(troubles).toEqual(['locked', 'locked']);
    expect(idsOf()).toEqual(['A']);
  });

  it.each([
    ['a run', 'launch'],
    ['the failure of a run that could not be started', 'fail'],
  ] as const)(
    'ends with the refusal when %s finds the store damaged, after its other runs',
    async (_who, call) => {
      await enqueue('A', 'B');
      const refuse = () => Promise.reject(new Corrupt('not a database'));
      const damaged = Object.assign(Object.create(store) as Store, call === 'fail' ? { fail: refuse } : {});
      let finish: () => void = () => undefined;
      const launch = async (task: InProgress) => {
        if (task.id === 'A') return call === 'fail' ? Promise.reject(new Error('EAGAIN')) : refuse();
        await new Promise<void>((release) => {
          finish = release;
        });
        return completing(task);
      };
      const loop = dispatch(parts({ store: damaged, launch, maxTasks: 2 }));
      await turn();
      await turn();
      finish();
      await expect(loop).rejects.toMatchObject({ code: 'CORRUPT' });
      expect(idsOf()).toEqual(['B']);
    },
  );

  it('ends with the refusal when the store is damaged', async () => {
    const damaged = Object.assign(Object.create(store) as Store, {
      claim: () => Promise.reject(new Corrupt('not a database')),
    });
    await expect(dispatch(parts({ store: damaged }))).rejects.toMatchObject({ code: 'CORRUPT' });
  });
});
