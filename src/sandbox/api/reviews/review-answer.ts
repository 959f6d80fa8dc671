import { servedResources } from '../../objects/served-resources.ts';
import { recordOf, type JsonRecord } from '../../objects/json/json-record.ts';
import type { ApiUser } from '../access/api-user.ts';
import { isPermitted } from '../access/authorize.ts';
import type { Attempt } from '../access/permits.ts';
import { readBody } from '../content/read-body.ts';
import { subresourcesOf, verbsOf } from '../discovery/subresources.ts';
import { type ApiAnswer, jsonAnswer } from '../http/api-answer.ts';
import type { ResourceCall } from '../resource-call.ts';

/** Answers what somebody asks about themselves: who they are and what they may do. */
export function reviewAnswer(call: ResourceCall): ApiAnswer {
  const { group, version, kind } = call.resource;
  const asked = recordOf(readBody(call.request).value);
  const spec = recordOf(asked.spec);
  const head = { kind, apiVersion: `${group}/${version}`, metadata: {} };
  switch (kind) {
    case 'SelfSubjectReview':
      return jsonAnswer(201, { ...head, status: { userInfo: userInfo(call.user) } });
    case 'SelfSubjectRulesReview':
      return jsonAnswer(201, { ...head, spec: {}, status: rules(call, textOf(spec.namespace)) });
    default: {
      const allowed = isPermitted(call.permits, call.user, attemptOf(spec));
      return jsonAnswer(201, { ...head, spec, status: { allowed } });
    }
  }
}

function userInfo({ name, uid, groups }: ApiUser): JsonRecord {
  return { username: name, ...(uid === undefined ? {} : { uid }), groups };
}

/** What an access review asks for; an empty or absent field means all. */
function attemptOf(spec: JsonRecord): Attempt {
  const path = recordOf(spec.nonResourceAttributes);
  if (spec.resourceAttributes === undefined)
    return { verb: textOf(path.verb), path: textOf(path.path), group: '', resource: '' };
  const { verb, group, resource, subresource, namespace, name } = recordOf(spec.resourceAttributes);
  const below = textOf(subresource);
  return {
    verb: textOf(verb),
    group: textOf(group),
    resource: below === '' ? textOf(resource) : `${textOf(resource)}/${below}`,
    ...(textOf(namespace) === '' ? {} : { namespace: textOf(namespace) }),
    ...(textOf(name) === '' ? {} : { name: textOf(name) }),
  };
}

/** Every permission in a namespace, found by asking for each. */
function rules({ objects, permits, user }: ResourceCall, namespace: string): JsonRecord {
  const resourceRules = servedResources(objects).flatMap((resource) => {
    const { group, plural } = resource;
    const below = subresourcesOf(resource).map(({ name, verbs }) => ({ name: `${plural}/${name}`, verbs }));
    return [{ name: plural, verbs: verbsOf(resource) }, ...below].flatMap(({ name, verbs }) => {
      const permitted = verbs.filter((verb) =>
        isPermitted(permits, user, { verb, group, resource: name, namespace }),
      );
      return permitted.length === 0 ? [] : [{ verbs: permitted, apiGroups: [group], resources: [name] }];
    });
  });
  return { resourceRules, nonResourceRules: [], incomplete: false };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
