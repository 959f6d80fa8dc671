import { fieldsList, fieldsOf, textOf, textsOf } from '../../http/json-fields.ts';
import type { DiscoveredResource } from './discovered-resource.ts';

/** A group of APIs and a version of it; the core group's name is empty. */
export interface GroupVersion {
  readonly group: string;
  readonly version: string;
}

/** The versions that the answers of /api and /apis name: the core group first, in each group the preferred first. */
export function groupVersions(core: unknown, groups: unknown): GroupVersion[] {
  const coreVersions = textsOf(fieldsOf(core).versions).map((version) => ({ group: '', version }));
  const others = fieldsList(fieldsOf(groups).groups).flatMap((item) => {
    const group = textOf(item.name);
    const preferred = textOf(fieldsOf(item.preferredVersion).version);
    const all = fieldsList(item.versions).map((entry) => textOf(entry.version));
    return [...new Set([preferred, ...all])]
      .filter((version) => version !== '')
      .map((version) => ({ group, version }));
  });
  return [...coreVersions, ...others];
}

/** Resources of the APIResourceList of one group and version, without subresources. */
export function classicResources({ group, version }: GroupVersion, answer: unknown): DiscoveredResource[] {
  return fieldsList(fieldsOf(answer).resources)
    .filter((fields) => !textOf(fields.name).includes('/'))
    .map((fields) => {
      const kind = textOf(fields.kind);
      return {
        resource: {
          group,
          version,
          plural: textOf(fields.name),
          kind,
          namespaced: fields.namespaced === true,
        },
        aliases: [textOf(fields.singularName), kind.toLowerCase(), ...textsOf(fields.shortNames)],
      };
    });
}
