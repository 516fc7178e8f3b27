import { describe, expect, it } from 'vitest';
import { readScript } from '../testing/replayed.js';
import { RunScript, START } from '../testing/run-script.js';
import { loggedBlocks } from './budget.js';

const running = () => new RunScript({ scenario: 'S4', mode: 'simulated' }).enqueue('t').claim('w1/1', 't');
const BLOCK = { tokens: 3_501, action: 'BLOCK' };
const budgetOf = (told: RunScript) => readScript(told).replayed.budget;
const codes = (told: RunScript) => budgetOf(told).accusations.map(({ code }) => code);

describe('a report above the hard limit', () => {
  it('is a stimulus, and blocked when the task is', () => {
    expect(budgetOf(running().report('w1/1', 't', BLOCK))).toMatchObject({
      hardExceeds: 1,
      blocked: 1,
      accusations: [],
    });
  });

  it('is no stimulus exactly at the limit', () => {
    expect(budgetOf(running().report('w1/1', 't', { tokens: 3_500, action: 'SUMMARIZE' })).hardExceeds).toBe(
      0,
    );
  });

  it('accuses when it is let through', () => {
    const told = running().report('w1/1', 't', { tokens: 3_501, action: 'ALLOW' });

    expect(codes(told)).toContain('NOT_BLOCKED');
  });

  it('accuses when the task ends otherwise', () => {
    const told = running().report('w1/1', 't', BLOCK);
    told.change('t', { type: 'retried', to: 'PENDING' }, {});

    expect(codes(told)).toContain('NOT_BLOCKED');
  });

  it('accuses when an effect begins after it', () => {
    expect(codes(running().report('w1/1', 't', BLOCK).effect('w1/1', 't'))).toContain('EXECUTED_AFTER_BLOCK');
  });

  it('accuses when the task is settled after it', () => {
    const args = { worker: 'w1/1', task: 't', fence: 1, notes: '' };
    const told = running().report('w1/1', 't', BLOCK).call('w1/1', { op: 'complete', args }, { value: null });

    expect(codes(told)).toContain('EXECUTED_AFTER_BLOCK');
  });

  it('accuses nobody for what happens after an operator acted', () => {
    const told = running().report('w1/1', 't', BLOCK);
    told.call('o1/1', { op: 'retry', args: { task: 't' } }, { value: { status: 'PENDING' } });
    told.change('t', { type: 'retried', to: 'PENDING' }, {});

    expect(codes(told.work('w1/1', 't'))).toEqual([]);
  });

  it('accuses nobody when it is repeated and blocked again', () => {
    const args = { worker: 'w1/1', task: 't', fence: 1, tokens: 4_000, text: null };
    const told = running().report('w1/1', 't', BLOCK);

    expect(codes(told.call('w1/1', { op: 'report', args }, { value: { action: 'BLOCK' } }))).toEqual([]);
  });

  it('is no stimulus for a task that was finished before', () => {
    const args = { worker: 'w1/1', task: 't', fence: 1, tokens: 4_000, text: null };
    const told = running()
      .complete('w1/1', 't')
      .call('w1/1', { op: 'report', args }, { value: { action: 'BLOCK' } });

    expect(budgetOf(told).hardExceeds).toBe(0);
  });

  it('is a stimulus in a later run, whatever ended the run before', () => {
    const told = running().failTransient('w1/1', 't').requeue('t').pass(1_000).claim('w1/1', 't');

    expect(budgetOf(told.report('w1/1', 't', BLOCK))).toMatchObject({ hardExceeds: 1, blocked: 1 });
  });
});

describe('a guardrail decision in the log', () => {
  const event = { seq: 1, task: 't', at: START, run: 1, from: null, to: null } as const;
  const exceed = { ...event, type: 'guardrail', data: { state: 'HARD_EXCEEDED', applied: true } };

  it('is kept when BLOCKED follows', () => {
    const blocked = {
      ...event,
      type: 'blocked',
      from: 'IN_PROGRESS' as const,
      to: 'BLOCKED' as const,
      data: {},
    };

    expect(loggedBlocks([exceed, blocked])).toEqual({ hardExceeds: 1, blocked: 1, accusations: [] });
  });

  it('accuses when another state follows', () => {
    const done = { ...event, type: 'done', from: 'IN_PROGRESS' as const, to: 'DONE' as const, data: {} };

    expect(loggedBlocks([exceed, done])).toMatchObject({
      blocked: 0,
      accusations: [{ code: 'NOT_BLOCKED' }],
    });
  });

  it('accuses when nothing follows', () => {
    expect(loggedBlocks([exceed]).accusations).toMatchObject([{ code: 'NOT_BLOCKED' }]);
  });

  it('is no stimulus when it changed nothing', () => {
    const late = { ...exceed, data: { state: 'HARD_EXCEEDED', applied: false } };

    expect(loggedBlocks([late]).hardExceeds).toBe(0);
  });

  it('is at once both when the decision itself blocks', () => {
    const atOnce = { ...exceed, from: 'IN_PROGRESS' as const, to: 'BLOCKED' as const };

    expect(loggedBlocks([atOnce])).toEqual({ hardExceeds: 1, blocked: 1, accusations: [] });
  });
});
