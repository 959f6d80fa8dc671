/** Objects under the API server's rules, with what the tests put into them. */
import assert from 'node:assert/strict';
import type { Clock } from '../../../src/sandbox/clock.ts';
import { ApiFailure } from '../../../src/sandbox/objects/api-failure.ts';
import { NAMESPACES } from '../../../src/sandbox/objects/api-resources.ts';
import { KeptObjects } from '../../../src/sandbox/objects/kept-objects.ts';
import type { Draft } from '../../../src/sandbox/objects/objects.ts';
import { applyMergePatch } from '../../../src/sandbox/objects/patches/merge-patch.ts';

export const NOW = '2026-03-01T12:00:00Z';
export const NAMESPACE = 'shop';

const FIXED_CLOCK: Clock = { now: () => new Date(NOW), after: () => () => undefined };

/** With the namespace `shop`, labelled as wanted. */
export function someObjects(labels: Readonly<Record<string, string>> = {}): KeptObjects {
  const objects = new KeptObjects(FIXED_CLOCK);
  objects.create(NAMESPACES, { metadata: { name: NAMESPACE, labels } });
  return objects;
}

export function named(name: string): { readonly namespace: string; readonly name: string } {
  return { namespace: NAMESPACE, name };
}

/** A pod with one container of the image `old.example/app:1`; `spec`: more of it. */
export function podDraft(name: string, spec: object = {}): Draft {
  return { metadata: named(name), spec: { ...podSpec(), ...spec } };
}

/** A workload with the label `app` of its name; `spec`: more of it. */
export function workloadDraft(name: string, spec: object = {}): Draft {
  const labels = { app: name };
  const template = { metadata: { labels }, spec: podSpec() };
  return { metadata: named(name), spec: { selector: { matchLabels: labels }, template, ...spec } };
}

export function jobDraft(name: string, spec: object = {}): Draft {
  const template = { spec: { ...podSpec(), restartPolicy: 'Never' } };
  return { metadata: named(name), spec: { template, ...spec } };
}

export function podSpec(container: object = {}): object {
  return { containers: [{ name: 'app', image: 'old.example/app:1', ...container }] };
}

/** A change by a merge patch. */
export function merging(patch: object): (current: object) => Draft {
  return (current) => applyMergePatch(current, patch) as Draft;
}

/** The refusal that a write meets. */
export function refusal(write: () => unknown): ApiFailure {
  try {
    write();
  } catch (error) {
    if (error instanceof ApiFailure) return error;
    throw error;
  }
  assert.fail('nothing was refused');
}
