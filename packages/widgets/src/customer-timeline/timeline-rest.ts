import { NamesOnDemand } from '../parts/names-on-demand.ts';
import { RichBodies } from '../parts/rich-bodies.ts';
import { Attendees } from './attendees.ts';
import { ChosenSpan } from './chosen-span.ts';
import type { TimelineView } from './customer-timeline.controller.ts';
import { DeepLink } from './deep-link.ts';
import { ItemExtras } from './item-extras.ts';
import { ListKeys } from './list-keys.ts';
import { MoreItems } from './load-more.ts';
import { LongList } from './long-list.ts';
import { Narrowing } from './narrowing.ts';
import { NewItems } from './new-items.ts';
import { TimelineCircle } from './timeline-circle.ts';
import { TimelineCounts } from './timeline-counts.ts';
import { TimelineEditing, type TimelineHost } from './timeline-editing.ts';
import { Trouble } from './trouble.ts';

/** What one timeline has after its first drawing. */
export interface TimelineRest {
  readonly attendees: Attendees;
  readonly counts: TimelineCounts;
  readonly editing: TimelineEditing;
  readonly extras: ItemExtras;
  readonly keys: ListKeys;
  readonly link: DeepLink;
  readonly longList: LongList;
  readonly more: MoreItems;
  /** Of records that a touch or a changed field names. */
  readonly names: NamesOnDemand;
  readonly narrowing: Narrowing;
  readonly rich: RichBodies;
  /** Called before each drawing of a list. `item`: the one to go to. */
  readonly watch: (view: TimelineView, item: string | undefined) => void;
}

/** Makes it, around one element. */
export function timelineRest(host: TimelineHost): TimelineRest {
  const { w, controller, announcer } = host;
  controller.sources.finder = new TimelineCircle(w);
  const counts = new TimelineCounts(w, controller);
  const span = new ChosenSpan(controller);
  const narrowing = new Narrowing(host, span);
  const longList = new LongList(w);
  const trouble = new Trouble(w);
  const extras = new ItemExtras(host, trouble);
  const attendees = new Attendees(host);
  const names = new NamesOnDemand(w);
  const editing = new TimelineEditing(host, attendees, trouble);
  const link = new DeepLink(host, longList, span);
  const more = new MoreItems(w, controller, narrowing, counts);
  const keys = new ListKeys(w, { reachEnd: (end) => longList.reachEnd(end), search: () => narrowing.toggle(), compose: (kind) => editing.start(kind) });
  const news = new NewItems();
  return {
    attendees, counts, editing, extras, keys, link, longList, more, names, narrowing, rich: new RichBodies(w),
    watch: (view, item) => {
      counts.watch();
      attendees.watch();
      names.watch(w.crm);
      editing.watch();
      extras.watch();
      link.watch(view, item);
      more.watch(view);
      const { subject, order } = controller.request ?? {};
      const { from, to } = controller.span;
      const count = news.count([subject?.table, subject?.id, order, from, to, ...controller.groups].join(' '), view);
      if (count > 0) announcer.say(w.t('timeline.new', { count }));
    },
  };
}
