import type { CoreV1Event } from '@kubernetes/client-node';
import type { Plain, Stored } from '../../objects/stored.ts';
import { column, wide, type Column } from './column.ts';
import { since } from './human-duration.ts';

type Event = Plain<CoreV1Event>;

export const EVENT_COLUMNS: readonly Column<Event>[] = [
  column('Last Seen', lastSeen),
  column('Type', ({ type }) => type ?? ''),
  column('Reason', ({ reason }) => reason ?? ''),
  column('Object', ({ involvedObject: { kind = '', name } }) =>
    name === undefined ? kind.toLowerCase() : `${kind.toLowerCase()}/${name}`,
  ),
  wide(column('Subobject', ({ involvedObject }) => involvedObject.fieldPath ?? '')),
  wide(column('Source', source)),
  column('Message', ({ message }) => (message ?? '').trim()),
  wide(column('First Seen', firstSeen)),
  // A number under the type of texts, as the API server has it.
  wide(column('Count', ({ series, count }) => series?.count ?? count ?? 1)),
  wide(column('Name', ({ metadata }) => metadata.name, { format: 'name' })),
];

function firstSeen({ firstTimestamp, eventTime }: Stored<Event>, now: Date): string {
  return since(firstTimestamp ?? eventTime, now);
}

function lastSeen(event: Stored<Event>, now: Date): string {
  const seen = event.series?.lastObservedTime ?? event.lastTimestamp;
  return seen === undefined ? firstSeen(event, now) : since(seen, now);
}

function source({ source: from, reportingComponent, reportingInstance }: Stored<Event>): string {
  const component = from?.component ?? reportingComponent ?? '';
  const host = from?.host ?? reportingInstance ?? '';
  return host === '' ? component : `${component}, ${host}`;
}
