/** Finds split images of an object. */
import { isDigest } from '../image/reference.ts';
import { looksLikeHost } from '../image/grammar/host.ts';
import { splitReference } from '../image/split-reference.ts';
import type { Selected } from '../jsonpath/select.ts';
import { jsonPointer, pointerSegments } from '../kubernetes/json-patch.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { valueAt } from '../kubernetes/pod-spec.ts';
import {
  nameOfSplit,
  type PartRole,
  type PathOfPart,
  pointersOfSplit,
  selectSplit,
} from './image-expression.ts';
import { afterTransport, type ImageField } from './image-field.ts';
import { composeImage, type ImagePart } from './split-image.ts';

export function splitFields(object: KubernetesObject, paths: readonly PathOfPart[]): ImageField[] {
  return selectSplit(paths, object).flatMap((found) =>
    fieldOf(
      object,
      paths.map(({ role }, index) => partOf(role, found[index])),
    ),
  );
}

/** The split image with this name in a record; `undefined`: the object has none. */
export function splitField(object: KubernetesObject, name: string): ImageField | undefined {
  const parts = pointersOfSplit(name)?.map(({ role, pointer }) =>
    partOf(role, { pointer, value: valueAt(object, pointerSegments(pointer)) }),
  );
  return parts === undefined ? undefined : fieldOf(object, parts)[0];
}

function partOf(role: PartRole, found: Selected | undefined): ImagePart {
  const { pointer = '', value } = found ?? {};
  const isTag = role === 'tag' && typeof value === 'number';
  if (typeof value !== 'string' && !isTag) return { role, pointer: '', value: '', text: '', isFixed: true };
  return { role, pointer, value, text: role === 'name' ? afterTransport(String(value)) : String(value) };
}

/** None where there is no repository. */
function fieldOf(object: KubernetesObject, named: readonly ImagePart[]): ImageField[] {
  const repository = named.findLast(({ role }) => role === 'name');
  if (repository === undefined || repository.text === '') return [];
  const parts = [...registryBeside(object, named), ...named, ...digestBeside(object, named)];
  const name = nameOfSplit(named.filter(({ pointer }) => pointer !== ''));
  return [{ slot: 'field', name, image: composeImage(parts), pointer: repository.pointer, parts }];
}

/** A registry field next to the repository that was not given, by its usual names. */
function registryBeside(object: KubernetesObject, named: readonly ImagePart[]): ImagePart[] {
  const [repository, second] = named.filter(({ role }) => role === 'name');
  if (repository === undefined || second !== undefined) return [];
  if (splitReference(repository.text).host !== undefined) return [];
  const text = textBeside(object, repository, ['registry', 'imageRegistry', 'host']);
  return text.filter((part) => looksLikeHost(part.text.split('/')[0] ?? ''));
}

/** A digest field next to the tag, which operators prefer over the tag. */
function digestBeside(object: KubernetesObject, named: readonly ImagePart[]): ImagePart[] {
  const repository = named.findLast(({ role }) => role === 'name');
  if (repository === undefined || named.some(({ role }) => role === 'digest')) return [];
  const text = textBeside(object, repository, ['digest', 'imageDigest']);
  return text.filter((part) => isDigest(part.text)).map((part) => ({ ...part, role: 'digest' }));
}

function textBeside(object: KubernetesObject, beside: ImagePart, names: readonly string[]): ImagePart[] {
  const parent = pointerSegments(beside.pointer).slice(0, -1);
  return names
    .flatMap((name): ImagePart[] => {
      const value = valueAt(object, [...parent, name]);
      if (typeof value !== 'string' || value === '') return [];
      const pointer = jsonPointer(...parent, name);
      return [{ role: 'name', pointer, value, text: afterTransport(value), isFixed: true }];
    })
    .slice(0, 1);
}
