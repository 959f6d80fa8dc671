import { errorAnswer, type Answer } from './answer.ts';
import type { Gate, Intent } from './gate.ts';
import type { RegistryRequest } from './registry-request.ts';
import type { SandboxAuth } from './sandbox-auth.ts';
import { tokenService } from './token-service.ts';

/** Tokens from a token service: distribution project, "Token Authentication Specification". */
export function bearerGate(auth: SandboxAuth & { readonly kind: 'bearer' }): Gate {
  const tokens = tokenService(auth);
  return {
    refuse: (request, intent) => {
      const [scheme = '', token = ''] = (request.headers.authorization ?? '').split(' ');
      const grants = scheme.toLowerCase() === 'bearer' ? tokens.grantsOf(token) : undefined;
      if (grants === undefined) return challenge(auth, request, intent);
      const { repository, action } = intent;
      const granted = grants.find((grant) => grant.repository === repository)?.actions.includes(action);
      if (repository === undefined || granted === true) return undefined;
      return challenge(auth, request, intent, 'insufficient_scope');
    },
    issueToken: (request) => tokens.issue(request),
  };
}

function challenge(
  auth: SandboxAuth & { readonly kind: 'bearer' },
  request: RegistryRequest,
  intent: Intent,
  error?: string,
): Answer {
  const parameters = [
    `realm="${auth.realm ?? `${request.url.origin}/token`}"`,
    'service="sandbox-registry"',
    ...(intent.repository === undefined ? [] : [`scope="${scopeOf(intent.repository, intent)}"`]),
    ...(error === undefined ? [] : [`error="${error}"`]),
  ];
  const code = error === undefined ? 'UNAUTHORIZED' : 'DENIED';
  return errorAnswer(401, code, { 'www-authenticate': `Bearer ${parameters.join(',')}` });
}

function scopeOf(repository: string, { action }: Intent): string {
  return `repository:${repository}:${action === 'push' ? 'pull,push' : 'pull'}`;
}
