import { UsageError } from '../../../domain/errors.ts';
import type { ConnectionOptions } from '../connection-options.ts';
import type { Impersonation } from './connection.ts';
import { fieldsOf, textsOf } from '../../http/json-fields.ts';
import { textField } from './entry-fields.ts';
import type { KubeconfigEntry } from './kubeconfig.ts';

/** Whom to impersonate: the flags, else what the kubeconfig's user says. */
export function impersonationOf(
  options: ConnectionOptions,
  user: KubeconfigEntry | undefined,
): Impersonation {
  const impersonation = {
    user: options.as ?? textField(user, 'as'),
    groups: options.asGroups ?? textsOf(user?.fields['as-groups']),
    uid: options.asUid ?? textField(user, 'as-uid'),
    extra: extraOf(user),
  };
  const more =
    impersonation.groups.length > 0 ||
    impersonation.uid !== undefined ||
    Object.keys(impersonation.extra).length > 0;
  if (more && impersonation.user === undefined) {
    throw new UsageError('Groups or a uid can be impersonated only together with a user', {
      nextStep: 'Give the user with --as.',
    });
  }
  return impersonation;
}

function extraOf(user: KubeconfigEntry | undefined): Record<string, readonly string[]> {
  const extra = Object.entries(fieldsOf(user?.fields['as-user-extra']));
  return Object.fromEntries(extra.map(([key, values]) => [key, textsOf(values)]));
}

/** The request headers that say so. */
export function impersonationHeaders(
  impersonation: Impersonation,
): Record<string, string | readonly string[]> {
  const { user, groups, uid, extra } = impersonation;
  if (user === undefined) return {};
  return {
    'Impersonate-User': user,
    ...(groups.length === 0 ? {} : { 'Impersonate-Group': groups }),
    ...(uid === undefined ? {} : { 'Impersonate-Uid': uid }),
    ...Object.fromEntries(
      Object.entries(extra).map(([key, values]) => [`Impersonate-Extra-${encodeURIComponent(key)}`, values]),
    ),
  };
}
