import * as diskWriting from '../cache/disk-writing.ts';
import * as liveGroups from '../store/live-groups.ts';
import type { PartLoaders } from './host.ts';
import * as localReading from './local-reading.ts';
import * as sharedDisk from './shared-disk.ts';
import * as tabNews from './tab-news.ts';
import * as writeSide from './write-side.ts';

/** The parts, without a network between. @param come how long each takes @param follow the same of what follows the disk */
export function partsAtHand(come: () => Promise<void>, follow: () => Promise<void>): PartLoaders {
  return {
    writeSide: () => come().then(() => writeSide),
    localReading: () => come().then(() => localReading),
    liveGroups: () => come().then(() => liveGroups),
    sharedDisk: () => come().then(() => sharedDisk),
    tabNews: () => follow().then(() => tabNews),
    diskWriting: () => follow().then(() => diskWriting),
  };
}
