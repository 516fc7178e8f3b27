import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillWords } from './fill-words.js';

const task = { id: 'T-1', task: 'Mend "it"; rm -rf ~', successCriteria: 'done {id}', run: 2 };

describe('words that are a template', () => {
  it.each([
    [
      ['agent', '--id', '{id}', '--run={run}'],
      ['agent', '--id', 'T-1', '--run=2'],
    ],
    [
      ['agent', '{task}'],
      ['agent', 'Mend "it"; rm -rf ~'],
    ],
    [
      ['agent', 'do {task} until {success_criteria}'],
      ['agent', 'do Mend "it"; rm -rf ~ until done {id}'],
    ],
    [
      ['agent', '{"id": {run}}', '{ id }', '{notes}', '{}'],
      ['agent', '{"id": 2}', '{ id }', '{notes}', '{}'],
    ],
    [
      ['{task}', '{id}'],
      ['{task}', 'T-1'],
    ],
  ] as const)('%j are filled once, but for the program', (words, filled) => {
    expect(fillWords(words, task)).toEqual(filled);
  });

  it('stay as many words, whatever the task says', () => {
    const unit = fc.constantFrom(
      '{id}',
      '{task}',
      '{',
      '}',
      '$&',
      '$1',
      "'",
      '"',
      '\\',
      ' ',
      '\n',
      '-',
      '가',
    );
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        const saying = { ...task, task: text, successCriteria: text };
        const filled = fillWords(['agent', '--', '{task}', 'x{success_criteria}'], saying);
        expect(filled).toEqual(['agent', '--', text, `x${text}`]);
      }),
    );
  });
});
