import { describe, expect, it } from 'vitest';
import type { EpochMs } from '../../../time.js';
import { busyEpisode } from './busy-episode.js';

const at = (instant: number) => instant as EpochMs;

describe('a busy episode', () => {
  it('has nothing to tell before the first refusal', () => {
    expect(busyEpisode().untold()).toBeNull();
  });

  it('counts its refusals from the first one', () => {
    const episode = busyEpisode();
    episode.refused(at(10));
    episode.refused(at(20));
    expect(episode.untold()).toEqual({ refusals: 2, since: 10 });
  });

  it('is told once in a transaction, and is over when that commits', () => {
    const episode = busyEpisode();
    episode.refused(at(10));
    episode.told();
    expect(episode.untold()).toBeNull();
    episode.ended('committed');
    expect(episode.untold()).toBeNull();
  });

  it('is told again when the telling was rolled back', () => {
    const episode = busyEpisode();
    episode.refused(at(10));
    episode.told();
    episode.ended('rolled-back');
    expect(episode.untold()).toEqual({ refusals: 1, since: 10 });
  });

  it('outlives commits that did not tell of it', () => {
    const episode = busyEpisode();
    episode.refused(at(10));
    episode.ended('committed');
    expect(episode.untold()).toEqual({ refusals: 1, since: 10 });
  });
});
