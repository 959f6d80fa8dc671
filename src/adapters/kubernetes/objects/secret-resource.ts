import { SECRETS, type Resource } from '../../../domain/kubernetes/resource.ts';

/** Whether objects of this resource are secret, so that nothing of them may be quoted. */
export function isSecretResource({ group, plural }: Resource): boolean {
  return group === SECRETS.group && plural === SECRETS.plural;
}
