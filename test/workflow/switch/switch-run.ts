/** Switches of Deployments in a cluster in memory. */
import { imageReader } from '../../../src/domain/inventory/image-reader.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import type { PlannedChange } from '../../../src/domain/plan/plan.ts';
import type { SwitchInput } from '../../../src/workflow/switch/switch-input.ts';
import { type SwitchReport, switchWorkloads } from '../../../src/workflow/switch/switch-workloads.ts';
import { planWith } from '../../support/builders/planned-change.ts';
import { deployment } from '../../support/builders/workloads.ts';
import { fakeRegistries, type Shelf } from '../../support/fake-registries.ts';
import type { InMemoryCluster } from '../../support/in-memory-cluster.ts';
import { questionsTo, shelfOf } from '../../support/questions.ts';
import { type RecordedWork, recordedWork } from '../../support/recorded-work.ts';
import { READY } from '../rollout/controllers.ts';

export const image = (name: string): string => `old.example/${name}:1`;
export const moved = (name: string): string => `new.example/${name}:1`;
export const named = (name: string, namespace = 'shop'): KubernetesObject =>
  deployment({ name, namespace, image: image(name), status: READY });

export interface SwitchOptions extends Partial<SwitchInput> {
  /** What registries hold beside and instead of what is planned. */
  readonly shelf?: Shelf;
  /** Is filled with what the registries were asked. */
  readonly asked?: string[];
}

export async function runSwitch(
  cluster: InMemoryCluster,
  changes: readonly PlannedChange[],
  { shelf, asked, ...input }: SwitchOptions = {},
  work: RecordedWork = recordedWork(),
): Promise<SwitchReport> {
  const registries = fakeRegistries({ ...shelfOf((input.plan ?? planWith(changes)).changes), ...shelf });
  const context = {
    cluster,
    readImages: imageReader(input.customImages ?? []),
    isSource: (text: string) => text.startsWith('old.example/'),
    timeoutSeconds: 0,
    questions: questionsTo(registries),
  };
  const plan = planWith(changes);
  const whole = {
    plan,
    unproven: new Map<string, string>(),
    pullSecretName: 'target',
    pullLogins: [],
    pullDoubt: async () => Promise.resolve(undefined),
    maxInFlight: 1,
    waves: { canary: false, size: 100, namespaces: [] },
    settleSeconds: 0,
    onFailure: 'halt' as const,
    stateNamespace: 'registry-switch',
    ownersToRestore: [],
    customImages: [],
    scope: { namespaces: [], excludeNamespaces: [] },
    drift: 'running' as const,
    ...input,
  };
  const report = await switchWorkloads(context, whole, work);
  asked?.push(...registries.asked);
  return report;
}

export function outcomes({ workloads }: SwitchReport): Record<string, string> {
  return Object.fromEntries(workloads.map(({ workload, outcome }) => [workload.name, outcome]));
}
