import { pageOf, subjects, visitOf, wordsOf, type SubjectIds } from './attributes.ts';
import { groups } from './kinds.ts';

interface Attributes extends SubjectIds {
  readonly scope?: string;
  readonly order?: string;
  readonly kinds?: string;
  readonly pageSize: number;
  readonly lastVisit?: string | null;
}

/** What of the attributes makes no sense, in words for the developer of the page. */
export function attributeFaults(given: Attributes): string[] {
  const { scope, order, pageSize, lastVisit } = given;
  const ids = subjects.filter(([name]) => given[name]).map(([name]) => name);
  const unknown = wordsOf(given.kinds).filter((word) => !(groups as readonly string[]).includes(word));
  return [
    ...(ids.length > 0 ? [] : ['no record: set contact-id, account-id, deal-id, ticket-id or lead-id']),
    ...(ids.length > 1 ? [`several records are named (${ids.join(', ')}); ${ids[0]} counts`] : []),
    ...(unknown.length > 0 ? [`kinds: "${unknown.join(' ')}" is none of ${groups.join(' ')}`] : []),
    ...(pageOf(pageSize) === pageSize ? [] : [`page-size is a whole number from 10 to 50, not ${pageSize}`]),
    ...(scope && scope !== 'customer' && scope !== 'record' ? [`scope is customer or record, not "${scope}"`] : []),
    ...(order && order !== 'newest' && order !== 'oldest' ? [`order is newest or oldest, not "${order}"`] : []),
    ...(visitOf(lastVisit) === lastVisit ? [] : [`last-visit is an instant (ISO 8601), not "${lastVisit}"`]),
  ];
}
