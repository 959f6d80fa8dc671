import { buildMapping } from '../../../src/domain/mapping/build-mapping.ts';
import type { PlanRequest } from '../../../src/domain/plan/plan-request.ts';
import { genericProfile } from '../../../src/profiles/generic.ts';

/** A request to move everything from old.example to new.example. */
export function planRequest(more: Partial<PlanRequest> = {}): PlanRequest {
  return {
    from: ['old.example'],
    to: 'new.example',
    mapping: buildMapping({ from: ['old.example'], to: 'new.example' }),
    scope: { namespaces: [], excludeNamespaces: [] },
    customImages: [],
    drift: 'running',
    overwrite: false,
    includeManaged: false,
    profile: genericProfile('a test'),
    rewriteMentions: false,
    pin: 'never',
    connectionFor: () => ({ tls: 'enabled' }),
    pullSecretName: 'target',
    targetLogins: [],
    pullLogins: [],
    open: [],
    ...more,
  };
}
