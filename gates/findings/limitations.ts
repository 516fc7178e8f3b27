/** What a verdict does not say. */
import type { Docket } from '../docket/docket.js';

/** One sentence for each limit of this verdict. */
export function limitations({ profileName, profile, collection, items }: Docket): readonly string[] {
  const simulated = [...items.values()].filter(({ item }) => item.mode !== 'wallclock').length;
  const { candidate } = collection.state;
  return [
    'Evidence is hashed, not signed: this finds accidents and later edits, not somebody who makes up a whole run.',
    "Time comes from the host's own clock; no outside source has confirmed it.",
    ...(profile.verdictName === 'PASS'
      ? []
      : [
          `Profile ${profileName} asks for a part of the proof; only profile full, with 24 h and 72 h of soak, can end in PASS.`,
        ]),
    ...(profile.exposureScale < 1
      ? [`Minimum exposures are scaled to ${profile.exposureScale * 100} % of those of profile full.`]
      : []),
    ...(simulated > 0
      ? [`${simulated} items are SIMULATED: they can refute, and prove nothing by themselves.`]
      : []),
    ...(candidate.dirty
      ? ['The tree is not committed: the verdict holds for these very files and for no commit.']
      : []),
    'Execution is at least once and settlement at most once: a run repeated after a lost lease is no duplicate.',
  ];
}
