import { describe, expect, it } from 'vitest';
import { sampleVerdict } from '../testing/sample-verdict.js';
import { manifestView } from './evidence-view.js';

const packagesIn = (digests: readonly (string | null)[]) => {
  const verdict = sampleVerdict();
  const [item] = verdict.evidence;
  if (item === undefined) throw new Error('expected evidence in the sample, found none');
  const evidence = digests.map((packagesSha256) => ({ ...item, packagesSha256 }));
  const { artefacts } = manifestView({ ...verdict, evidence });
  return artefacts.find(({ name }) => name === 'Packages sha256')?.value;
};

describe('the packages behind a verdict', () => {
  it('are named once for each machine that left evidence', () => {
    expect(packagesIn(['b'.repeat(64), 'a'.repeat(64), null, 'b'.repeat(64)])).toBe(
      `${'a'.repeat(64)}, ${'b'.repeat(64)}`,
    );
  });

  it('are said to be unknown where no record names them', () => {
    expect(packagesIn([null])).toBe('not recorded');
  });
});
