/** Finds literal references to a source in texts of any kind. */
import { canonicalHost, DOCKER_HUB, namesOfHost } from '../image/docker-hub.ts';
import { looksLikeHost } from '../image/grammar/host.ts';
import { tryParseImageReference } from '../image/parse-reference.ts';
import type { ImageReference } from '../image/reference.ts';
import { templateAt, wholeComponents } from '../image/templated.ts';
import type { SourcePlaces } from '../mapping/source-places.ts';
import type { FoundReference, MentionFinder } from './mention.ts';
import { type Word, wordsIn } from './words.ts';

/** A finder for texts of any length: those without a name of the source cost next to nothing. */
export function mentionFinder(places: SourcePlaces): MentionFinder {
  const mayHold = filterFor(places);
  return (text, label = '') => {
    if (!mayHold(text, label)) return [];
    return wordsIn(text).flatMap((word) => {
      const named = withHost(word, places) ?? withoutHost(word, { text, label, places });
      return named === undefined ? [] : (judged(named, text, places) ?? []);
    });
  };
}

function filterFor({ hosts }: SourcePlaces): (text: string, label: string) => boolean {
  if (hosts === undefined) return () => true;
  const names = [...hosts].flatMap(namesOfHost);
  const isHub = hosts.has(DOCKER_HUB);
  return (text, label) => {
    const lower = text.toLowerCase();
    return names.some((name) => lower.includes(name)) || (isHub && /image/i.test(label + lower));
  };
}

/** A word from its registry on. */
interface Named extends Word {
  readonly host: string;
  /** Below the host; empty: there is nothing. */
  readonly path: string;
}

/** What begins with a host that is looked for, after a key such as `image:` too. */
function withHost(word: Word, { hosts }: SourcePlaces): Named | undefined {
  const key = /^[^/:]*:/.exec(word.text)?.[0] ?? '';
  for (const start of new Set([0, key.length])) {
    const text = word.text.slice(start);
    const slash = text.indexOf('/');
    const host = slash === -1 ? withoutStop(text) : text.slice(0, slash);
    if (hosts === undefined ? isWhole(text, host) : hosts.has(canonicalHost(host))) {
      const path = slash === -1 ? '' : text.slice(slash + 1);
      return { ...word, text, start: word.start + start, host, path };
    }
  }
  return undefined;
}

/** Where any registry will do, less than a whole reference tells nothing. */
function isWhole(text: string, host: string): boolean {
  return text.includes('/') && looksLikeHost(host) && isVersioned(tryParseImageReference(withoutStop(text)));
}

const LABELLED = /image\w*["']?\s*[:=]\s*["']?$/i;

/** Names of Docker Hub without a host count only where the text says that they are images. */
function withoutHost(
  word: Word,
  { text, label, places: { hosts } }: { text: string; label: string; places: SourcePlaces },
): Named | undefined {
  if (word.scheme !== undefined || hosts?.has(DOCKER_HUB) === false) return undefined;
  if (word.text.includes('/') && looksLikeHost(word.text.split('/')[0] ?? '')) return undefined;
  const isImage =
    word.text === text
      ? /image/i.test(label)
      : LABELLED.test(text.slice(Math.max(0, word.start - 80), word.start));
  const image = isImage ? tryParseImageReference(withoutStop(word.text)) : undefined;
  return image === undefined ? undefined : { ...word, host: DOCKER_HUB, path: image.repository };
}

/** What is no reference to an image although a registry stands in it. */
const ADDRESS = /^(https?|git|ssh|ftp|wss?)$/;

function judged(named: Named, text: string, { includes }: SourcePlaces): FoundReference | undefined {
  const { start, host, path } = named;
  const template = templateAt(text, start + named.text.length);
  const written = template === '' ? withoutStop(named.text) : `${named.text}${template}`;
  const verdict = verdictOn(named, template, written);
  const certain = template === '' ? withoutVersion(path) : wholeComponents(path);
  const leadsTo = { host: canonicalHost(host), repository: verdict.image?.repository ?? certain };
  return includes(leadsTo) ? { text: written, start, leadsTo, ...verdict } : undefined;
}

function verdictOn(
  { scheme = '', path }: Named,
  template: string,
  written: string,
): Pick<FoundReference, 'image' | 'why'> {
  if (ADDRESS.test(scheme)) return { why: 'it is an address, no image' };
  if (template !== '') return { why: 'it is templated' };
  const image = path === '' ? undefined : tryParseImageReference(written);
  if (image === undefined) return { why: 'it names no image' };
  return isVersioned(image) ? { image } : { why: 'it names neither tag nor digest' };
}

function isVersioned(image: ImageReference | undefined): boolean {
  return image?.tag !== undefined || image?.digest !== undefined;
}

function withoutVersion(path: string): string {
  return path.replace(/[:@].*$/s, '').replace(/\/+$/, '');
}

/** Full stops end sentences, and colons the keys of YAML. */
function withoutStop(text: string): string {
  return text.replace(/[.:]+$/, '');
}
