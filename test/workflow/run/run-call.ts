/** A run as tests carry it out, and what they hand to it. */
import { call } from '../fence/lease-cases.ts';
import { aRun } from '../../support/builders/run.ts';

export const NAMESPACE = 'registry-switch';
export const RUN = aRun({
  workloads: [
    { name: 'Deployment shop/web', outcome: 'planned' },
    { name: 'Deployment shop/cart', outcome: 'planned' },
  ],
});
export const ME = { identity: 'id of me', name: `me@laptop, run ${RUN.id}`, run: RUN.id, process: 'mine' };
export const leases = () => ({ ...call('me', ['shop']), stateNamespace: NAMESPACE, holder: ME });
export const TALK = { waysOn: 'go on, or undo it', onTrouble: () => undefined };
export const STAND = `Run ${RUN.id}: no workload has completed its switch; 2 workloads not done (Deployment shop/web, Deployment shop/cart):`;
export const DONE = { state: 'done', message: '' } as const;
