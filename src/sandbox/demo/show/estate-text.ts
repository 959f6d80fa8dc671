/** What there is, in a few lines. */
import { LEFT_BEHIND } from '../estate/data.ts';
import type { DemoEstate } from '../estate/demo-estate.ts';
import type { EstateObject } from '../estate/estate-object.ts';
import { TOO_EARLY } from '../estate/payments.ts';
import { DRIFTING } from '../estate/shop.ts';
import { DEMO_REGISTRIES, TARGET } from '../registries/demo-registries.ts';
import { columns, wrap } from './layout.ts';

/** Where the sandbox is. */
export function placesText({ server, nodes }: { server: string; nodes: number }, width: number): string[] {
  const registries = DEMO_REGISTRIES.map(({ host, about }, index) => [
    index === 0 ? 'Registries' : '',
    host,
    about,
  ]);
  return [
    ...columns([['Kubernetes', server, `${nodes} nodes`], ...registries]),
    ...wrap('All of this is in memory, on 127.0.0.1 only; the names exist nowhere else.', width),
  ];
}

/** Namespace by namespace, then what is special. */
export function estateText({ workloads }: DemoEstate, width: number): string[] {
  const namespaces = [...Map.groupBy(workloads, ({ object }) => object.metadata.namespace ?? '')];
  const widest = Math.max(...namespaces.map(([name]) => name.length)) + 2;
  return [
    ...namespaces.flatMap(([name, members]) => wrapped(name, byKind(members), { widest, width })),
    '',
    ...wrap(
      `cart belongs to a Helm release, search to an Argo CD application, summer-sale to an operator; the tag of ${DRIFTING.name}'s image was pushed anew since its pod started.`,
      width,
    ),
    'Two pods stand in ImagePullBackOff:',
    ...[
      [`${TOO_EARLY.namespace}/${TOO_EARLY.name}`, `was told too early to pull from ${TARGET.host}`],
      [
        `${LEFT_BEHIND.namespace}/${LEFT_BEHIND.pod}`,
        'had a wrong tag; its template is right by now, but a StatefulSet waits for its pod',
      ],
    ].flatMap(([name = '', text = '']) => wrapped(name, text, { widest: 17, width, indent: 2 })),
  ];
}

interface Layout {
  readonly widest: number;
  readonly width: number;
  readonly indent?: number;
}

function wrapped(name: string, text: string, { widest, width, indent = 0 }: Layout): string[] {
  const [first = '', ...rest] = wrap(text, width - widest - indent);
  const margin = ' '.repeat(indent);
  return [
    `${margin}${name.padEnd(widest)}${first}`,
    ...rest.map((line) => `${margin}${' '.repeat(widest)}${line}`),
  ];
}

/** `Deployments web, cart; Job import` */
function byKind(workloads: readonly EstateObject[]): string {
  return [...Map.groupBy(workloads, ({ resource }) => resource.kind)]
    .map(([kind, members]) => {
      const names = members.map(({ object }) => object.metadata.name ?? '').join(', ');
      return `${kind}${members.length > 1 ? 's' : ''} ${names}`;
    })
    .join('; ');
}

/** What became of the stuck pods; `stuck`: what still is. */
export function healedText(stuck: readonly string[]): string {
  return stuck.length === 0
    ? 'The two pods that stood in ImagePullBackOff run.'
    : `Not yet: ${stuck.join('; ')}.`;
}
