import { SERVICE_ACCOUNTS } from '../../objects/api-resources.ts';
import { recordOf } from '../../objects/json/json-record.ts';
import { timestamp } from '../../objects/metadata/timestamp.ts';
import { readBody } from '../content/read-body.ts';
import { type ApiAnswer, jsonAnswer } from '../http/api-answer.ts';
import { objectIn, type ResourceCall } from '../resource-call.ts';

/** A token for a service account (authentication.k8s.io/v1 `TokenRequest`). */
export function tokenAnswer(call: ResourceCall): ApiAnswer {
  const account = objectIn({ ...call, resource: SERVICE_ACCOUNTS });
  const { spec } = recordOf(readBody(call.request).value);
  const { expirationSeconds: asked, audiences } = recordOf(spec);
  const expirationSeconds = typeof asked === 'number' ? asked : 3600;
  const now = call.clock.now();
  const expiry = new Date(now.getTime() + expirationSeconds * 1000);
  const { name, namespace = '' } = account.metadata;
  return jsonAnswer(201, {
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: { name, namespace, creationTimestamp: timestamp(now) },
    spec: { audiences: audiences ?? ['https://kubernetes.default.svc'], expirationSeconds },
    status: { token: call.tokens.issue(account, expiry), expirationTimestamp: timestamp(expiry) },
  });
}
