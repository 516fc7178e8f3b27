import { describe, expect, it } from 'vitest';
import { charges, readScript } from '../testing/replayed.js';
import { claimBy, KNOBS, RunScript, START } from '../testing/run-script.js';

const script = (mode: 'real' | 'simulated' = 'simulated') => new RunScript({ scenario: 'S1', mode });
const held = (worker: string, task: string, fence: number) => ({ worker, task, fence });
const operate = (told: RunScript, op: 'retry' | 'cancel', task: string) =>
  told.call('o1/1', { op, args: { task } }, { value: { status: 'PENDING' } });

/** A task that lost its worker, was put back and claimed again. */
function taken(): RunScript {
  const told = script().enqueue('t').claim('w1/1', 't').pass(KNOBS.leaseMs).requeue('t');
  return told.pass(KNOBS.backoffMs[0] as number).claim('w2/1', 't');
}

describe('a run that obeys the rules', () => {
  it.each<readonly [string, RunScript]>([
    ['plain work', script().enqueue('t').work('w1/1', 't')],
    ['a lost lease', taken().effect('w2/1', 't').complete('w2/1', 't')],
    [
      'a retry after its wait',
      script()
        .enqueue('t')
        .claim('w1/1', 't')
        .failTransient('w1/1', 't')
        .requeue('t')
        .pass(1_000)
        .work('w2/1', 't'),
    ],
    [
      'a duplicate that is skipped',
      script().enqueue('a', { key: 'k' }).enqueue('b', { key: 'k' }).work('w1/1', 'a').skip('w1/1', 'b', 'a'),
    ],
    [
      'a completion that is acknowledged again',
      script()
        .enqueue('t')
        .work('w1/1', 't')
        .call('w1/1', { op: 'complete', args: { ...held('w1/1', 't', 1), notes: '' } }, { value: null }),
    ],
    [
      'a stale write that is refused',
      taken().call(
        'w1/1',
        { op: 'complete', args: { ...held('w1/1', 't', 1), notes: '' } },
        { refused: 'LEASE_LOST' },
      ),
    ],
  ])('is held nothing against: %s', (_what, told) => {
    expect(charges(told)).toEqual([]);
  });

  it('is tallied with its conservation', () => {
    const told = script()
      .enqueue('a', { key: 'k' })
      .enqueue('b', { key: 'k' })
      .work('w1/1', 'a')
      .skip('w1/1', 'b', 'a');

    const { replayed } = readScript(told.enqueue('c'));

    expect(replayed.enqueued).toBe(3);
    expect(replayed.byState).toMatchObject({ DONE: 1, SKIPPED: 1, PENDING: 1 });
    expect(replayed.log.transitions).toBe(6);
  });
});

describe('fences', () => {
  it('may not be granted twice', () => {
    const told = script().enqueue('t');
    const value = told.take('w1/1', 't');
    told.call('w1/1', claimBy('w1/1'), { value }).call('w2/1', claimBy('w2/1'), { value });

    expect(charges(told)).toContain('ILLEGAL_TRANSITION INV-02');
  });

  it('may not shrink from one claim to a later one', () => {
    const told = taken();
    const value = { task: 't', run: 1, fence: 0, leaseUntil: START, idempotencyKey: null };
    told.pass(KNOBS.leaseMs).call('w3/1', claimBy('w3/1'), { value });

    expect(charges(told)).toContain('ILLEGAL_TRANSITION INV-02');
  });

  it.each(['heartbeat', 'complete', 'fail', 'report'] as const)(
    'refuse a stale %s, or the system is accused',
    (op) => {
      const args = {
        ...held('w1/1', 't', 1),
        leaseMs: 1,
        notes: '',
        error: '',
        class: 'transient',
        tokens: 1,
        text: null,
      };
      const value = op === 'heartbeat' ? { leaseUntil: START } : op === 'report' ? { action: 'ALLOW' } : null;

      const told = taken().call('w1/1', { op, args } as never, { value });

      expect(charges(told)).toContain('ILLEGAL_TRANSITION INV-02');
    },
  );

  it('may not accuse a write that began before the newer claim returned', () => {
    const told = taken();
    const late = told.ops.findIndex((op) => op.type === 'invoke' && op.actor === 'w2/1');
    const args = { ...held('w1/1', 't', 1), leaseMs: 1 };
    told.ops.splice(late, 0, {
      index: 0,
      at: told.ops[late]?.at ?? 0,
      actor: 'w1/1',
      type: 'invoke',
      call: { op: 'heartbeat', args },
    });
    for (const [index, op] of told.ops.entries()) {
      const shifted = 'invokedBy' in op && op.invokedBy >= late ? { invokedBy: op.invokedBy + 1 } : {};
      told.ops[index] = { ...op, ...shifted, index } as never;
    }
    told.answer('w1/1', late, { value: { leaseUntil: START } });

    expect(charges(told)).not.toContain('ILLEGAL_TRANSITION INV-02');
  });

  it('leave no legal order for a completion and a newer claim', () => {
    const told = script().enqueue('t').work('w1/1', 't');
    const value = { task: 't', run: 2, fence: 2, leaseUntil: START + 99_999, idempotencyKey: null };
    told.call('w2/1', claimBy('w2/1'), { value });

    expect(charges(told)).toContain('ILLEGAL_TRANSITION INV-10');
  });
});

describe('leases', () => {
  const second = (told: RunScript, task = 't') => {
    const value = { task, run: 2, fence: 2, leaseUntil: START + 99_999, idempotencyKey: null };
    return told.call('w2/1', claimBy('w2/1'), { value });
  };

  it('may not overlap on one task', () => {
    expect(charges(second(script().enqueue('t').claim('w1/1', 't')))).toContain('ILLEGAL_TRANSITION INV-01');
  });

  it('may not overlap on two tasks with one key', () => {
    const told = script()
      .enqueue('a', { key: 'k' })
      .enqueue('b', { key: 'k' })
      .claim('w1/1', 'a')
      .claim('w2/1', 'b');

    expect(charges(told)).toContain('DUPLICATE_COMPLETION INV-01');
  });

  it('are extended by a heartbeat', () => {
    const told = script().enqueue('t').claim('w1/1', 't').pass(5_000);
    const args = { ...held('w1/1', 't', 1), leaseMs: KNOBS.leaseMs };
    told.call('w1/1', { op: 'heartbeat', args }, { value: { leaseUntil: START + 15_000 } });

    expect(charges(second(told.pass(6_000)))).toContain('ILLEGAL_TRANSITION INV-01');
  });

  it('accuse nobody once an operator may have ended them', () => {
    const told = operate(script().enqueue('t').claim('w1/1', 't'), 'cancel', 't');

    expect(charges(second(told))).not.toContain('ILLEGAL_TRANSITION INV-01');
  });

  it('are not ended by a report that lets the run go on, nor by a command before the claim', () => {
    const reported = script().enqueue('t').claim('w1/1', 't');
    reported.report('w1/1', 't', { tokens: 10, action: 'CONTINUE' });
    const commanded = operate(script().enqueue('t'), 'retry', 't').claim('w1/1', 't');

    expect(charges(second(reported))).toContain('ILLEGAL_TRANSITION INV-01');
    expect(charges(second(commanded))).toContain('ILLEGAL_TRANSITION INV-01');
  });

  it('leave clocks what the header says they may differ by, and no more', () => {
    const early = (byMs: number) => {
      const told = script()
        .enqueue('t')
        .claim('w1/1', 't')
        .pass(KNOBS.leaseMs - byMs);
      const { header } = told;
      return charges(second(Object.assign(told, { header: { ...header, eps: 100 } })));
    };

    expect(early(50)).not.toContain('ILLEGAL_TRANSITION INV-01');
    expect(early(150)).toContain('ILLEGAL_TRANSITION INV-01');
  });

  it('leave real clocks some slack', () => {
    const told = script('real')
      .enqueue('t')
      .claim('w1/1', 't')
      .pass(KNOBS.leaseMs - 100);

    expect(charges(second(told))).not.toContain('ILLEGAL_TRANSITION INV-01');
  });
});

describe('runs', () => {
  const again = (told: RunScript, wait: number) =>
    told.failTransient('w1/1', 't').requeue('t').pass(wait).claim('w1/1', 't');

  it('are bounded by the retries that were granted', () => {
    const told = script().enqueue('t', { maxRetries: 0 }).claim('w1/1', 't');
    told.change('t', { type: 'failed', to: 'FAILED' }, {});

    expect(charges(told.requeue('t').pass(KNOBS.leaseMs).claim('w2/1', 't'))).toContain(
      'ILLEGAL_TRANSITION INV-06',
    );
  });

  it('are bounded also when an operator brought the task back', () => {
    const told = script().enqueue('t', { maxRetries: 0 }).claim('w1/1', 't');
    told.change('t', { type: 'failed', to: 'FAILED' }, {});
    operate(told, 'retry', 't');

    expect(charges(told.requeue('t').claim('w2/1', 't'))).toContain('ILLEGAL_TRANSITION INV-06');
  });

  it('wait for their backoff after a failure', () => {
    expect(charges(again(script().enqueue('t').claim('w1/1', 't'), 500))).toContain(
      'ILLEGAL_TRANSITION INV-07',
    );
    expect(charges(again(script().enqueue('t').claim('w1/1', 't'), 1_000))).toEqual([]);
  });

  it('wait for their backoff after a lost lease', () => {
    const told = script().enqueue('t').claim('w1/1', 't').pass(KNOBS.leaseMs).requeue('t').pass(500);

    expect(charges(told.claim('w2/1', 't'))).toContain('ILLEGAL_TRANSITION INV-07');
  });

  it('accuse nobody when the end of the run before is unknown', () => {
    const told = script().enqueue('t').claim('w1/1', 't');
    told.add('w1/1', {
      type: 'invoke',
      call: { op: 'complete', args: { ...held('w1/1', 't', 1), notes: '' } },
    });

    const found = charges(told.pass(KNOBS.leaseMs).requeue('t').claim('w2/1', 't'));

    expect(found).not.toContain('ILLEGAL_TRANSITION INV-07');
  });
});

describe('settlements', () => {
  it('may not complete one task under two fences', () => {
    const told = taken();
    told.call('w1/1', { op: 'complete', args: { ...held('w1/1', 't', 1), notes: '' } }, { value: null });

    expect(charges(told.complete('w2/1', 't'))).toContain('DUPLICATE_COMPLETION INV-03');
  });

  it('may not complete one key twice', () => {
    const told = script()
      .enqueue('a', { key: 'k' })
      .enqueue('b', { key: 'k' })
      .work('w1/1', 'a')
      .work('w2/1', 'b');

    expect(charges(told)).toContain('DUPLICATE_COMPLETION INV-05');
  });

  it('may not be followed by another effect of their work', () => {
    const told = script().enqueue('t').work('w1/1', 't').effect('w2/1', 't');

    expect(charges(told)).toContain('DUPLICATE_COMPLETION INV-05');
  });

  it('may not be lost once they were acknowledged', () => {
    const told = script().enqueue('t').work('w1/1', 't');
    told.change('t', { type: 'retried', to: 'PENDING' }, {});

    expect(charges(told)).toContain('TASK_LOST INV-04');
  });

  it('need a task that is still there', () => {
    const told = script().enqueue('t');
    told.rows.delete('t');

    expect(charges(told)).toContain('TASK_LOST INV-04');
  });

  it('need a task that was submitted', () => {
    const told = script().enqueue('t');
    told.rows.set('ghost', { ...told.row('t'), task: 'ghost' });

    expect(charges(told)).toContain('DB_LOG_MISMATCH INV-04');
  });
});
