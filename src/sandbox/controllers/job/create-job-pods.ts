/** The pods of a Job as they are created. */
import { slowStart } from '../slow-start.ts';
import type { ApiFailure } from '../../objects/api-failure.ts';
import type { Surroundings } from '../controller.ts';
import { createPod } from '../create-pod.ts';
import type { Container, Pod, PodTemplate } from '../kinds.ts';
import { counts, failuresOf, INDEX, INDEX_FAILURES, type JobState } from './job-state.ts';
import { TRACKING } from './tracking.ts';

export const COMPONENT = 'job-controller';
const INDEX_ENVIRONMENT = 'JOB_COMPLETION_INDEX';
/** Of the beginning of a generated name. */
const LONGEST_BEGINNING = 58;

export function createPods(
  surroundings: Surroundings,
  state: JobState,
  count: number,
): ApiFailure | undefined {
  const { job: owner, wish } = state;
  const { template } = wish;
  return slowStart(count, () => {
    createPod(surroundings, { owner, template, finalizers: [TRACKING], component: COMPONENT });
  });
}

export interface IndexWish {
  readonly index: number;
  /** The pod that failed before it at this index, where failures are counted by index. */
  readonly replaced: Pod | undefined;
}

export function createIndexedPods(
  surroundings: Surroundings,
  state: JobState,
  wishes: readonly IndexWish[],
): ApiFailure | undefined {
  return slowStart(wishes.length, (position) => {
    const wish = wishes[position];
    if (wish !== undefined) createIndexedPod(surroundings, state, wish);
  });
}

function createIndexedPod(
  surroundings: Surroundings,
  { job: owner, wish }: JobState,
  { index, replaced }: IndexWish,
): void {
  const { name } = owner.metadata;
  const ending = `-${index}-`;
  const perIndex = wish.backoffLimitPerIndex !== undefined;
  const failures = replaced === undefined ? 0 : failuresOf(replaced) + (counts(wish, replaced) ? 1 : 0);
  createPod(surroundings, {
    owner,
    template: withIndex(wish.template, `${name}-${index}`),
    generateName: name.slice(0, LONGEST_BEGINNING - ending.length) + ending,
    labels: { [INDEX]: String(index) },
    annotations: { [INDEX]: String(index), ...(perIndex ? { [INDEX_FAILURES]: String(failures) } : {}) },
    finalizers: [TRACKING],
    component: COMPONENT,
  });
}

/** Containers learn their index from the environment. */
function withIndex(template: PodTemplate, hostname: string): PodTemplate {
  const { containers = [], initContainers } = template.spec ?? {};
  const spec = {
    ...template.spec,
    containers: containers.map(toldIndex),
    ...(initContainers === undefined ? {} : { initContainers: initContainers.map(toldIndex) }),
    hostname,
  };
  return { ...template, spec };
}

function toldIndex(container: Container): Container {
  const { env = [] } = container;
  if (env.some(({ name }) => name === INDEX_ENVIRONMENT)) return container;
  const fieldRef = { apiVersion: 'v1', fieldPath: `metadata.labels['${INDEX}']` };
  return { ...container, env: [...env, { name: INDEX_ENVIRONMENT, valueFrom: { fieldRef } }] };
}
