import type { V1Container, V1LabelSelector } from '@kubernetes/client-node';
import { column, wide, type Column } from './column.ts';
import { since } from './human-duration.ts';
import type { Plain, Stored } from '../../objects/stored.ts';

export const NAME: Column = column('Name', ({ metadata }) => metadata.name, {
  format: 'name',
  description:
    'Name must be unique within a namespace. Is required when creating resources, although some resources may allow a ' +
    'client to request the generation of an appropriate name automatically.',
});

export const AGE: Column = column('Age', ({ metadata }, now) => since(metadata.creationTimestamp, now), {
  description: 'CreationTimestamp is a timestamp representing the server time when this object was created.',
});

type Containers = readonly Plain<V1Container>[] | undefined;

/** The containers of a template, and their images. */
export function containerColumns<Type>(containersOf: (object: Stored<Type>) => Containers): Column<Type>[] {
  return [
    wide(column('Containers', (object) => names(containersOf(object), 'name'))),
    wide(column('Images', (object) => names(containersOf(object), 'image'))),
  ];
}

/** A label selector as text: `app=web,tier in (a,b)`. */
export function selectorText(selector: Plain<V1LabelSelector> | undefined): string {
  const labels = Object.entries(selector?.matchLabels ?? {}).map(([key, value]) => [key, `${key}=${value}`]);
  const expressions = (selector?.matchExpressions ?? []).map(({ key, operator, values }) => [
    key,
    expressionText(key, operator, values ?? []),
  ]);
  const all = [...labels, ...expressions].toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1));
  return all.length === 0 ? '<none>' : all.map(([, text]) => text).join(',');
}

/** Labels as text: `app=web,tier=front`. */
export function labelsText(labels: Readonly<Record<string, string>> | undefined): string {
  return selectorText(labels === undefined ? undefined : { matchLabels: labels });
}

function expressionText(key: string, operator: string, values: readonly string[]): string {
  if (operator === 'Exists') return key;
  if (operator === 'DoesNotExist') return `!${key}`;
  return `${key} ${operator.toLowerCase()} (${values.toSorted().join(',')})`;
}

function names(containers: Containers, field: 'name' | 'image'): string {
  return (containers ?? []).map((container) => container[field] ?? '').join(',');
}
