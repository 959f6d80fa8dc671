/** Finds literal references to a source in any text. */
import { canonicalHost, DOCKER_HUB, namesOfHost } from '../image/docker-hub.ts';
import { looksLikeHost } from '../image/grammar/host.ts';
import { tryParseImageReference } from '../image/parse-reference.ts';
import type { ImageReference } from '../image/reference.ts';
import { templateAt, wholeComponents } from '../image/templated.ts';
import { bareHost } from '../mapping/registry-prefix.ts';
import type { SourcePlaces } from '../mapping/source-places.ts';
import type { FoundReference, MentionFinder } from './mention.ts';
import { type Word, wordsIn } from './words.ts';

/** A finder that quickly skips texts without a host of the source. */
export function mentionFinder(places: SourcePlaces): MentionFinder {
  const mayHold = filterFor(places);
  return (text, label = '') => {
    if (!mayHold(text, label)) return [];
    return wordsIn(text).flatMap((word) => {
      const around = { text, label, places };
      const named = withHost(word, around) ?? withoutHost(word, around);
      return named === undefined ? [] : (judged(named, text, places) ?? []);
    });
  };
}

function filterFor({ hosts }: SourcePlaces): (text: string, label: string) => boolean {
  if (hosts === undefined) return () => true;
  const names = [...hosts].flatMap(namesOfHost).map((name) => name.replace(/\W/g, '\\$&'));
  if (names.length === 0) return () => false;
  const anyOfThem = new RegExp(names.join('|'), 'i');
  const isHub = hosts.has(DOCKER_HUB);
  return (text, label) => anyOfThem.test(text) || (isHub && /image/i.test(label + text));
}

/** A word starting at its registry. */
interface Named extends Word {
  readonly host: string;
  /** Path below the host; may be empty. */
  readonly path: string;
}

const BEFORE = [/^[^/:]*:/, /^\/\//];
/** User part of an address; without a scheme it is an e-mail address. */
const USER = /^[^/@]*@/;

/** The whole text of a word, and its label. */
interface Around {
  readonly text: string;
  readonly label: string;
  readonly places: SourcePlaces;
}

/** A word that begins with a host of the source, possibly after a key such as `image:`, a user or `//`. */
function withHost(word: Word, around: Around): Named | undefined {
  const { hosts } = around.places;
  const patterns = word.scheme === undefined ? BEFORE : [...BEFORE, USER];
  const before = patterns.map((pattern) => pattern.exec(word.text)?.[0].length ?? 0);
  for (const start of new Set([0, ...before])) {
    const text = word.text.slice(start);
    const slash = text.indexOf('/');
    const host = slash === -1 ? withoutStop(text) : text.slice(0, slash);
    const rest = { ...word, text, start: word.start + start };
    const isMeant =
      hosts === undefined ? isWhole(text, host) || isRegistry(rest, host, around) : hosts.has(bareHost(host));
    if (isMeant) {
      const path = slash === -1 ? '' : text.slice(slash + 1);
      return { ...rest, host, path };
    }
  }
  return undefined;
}

/** If any registry counts, only complete references do, or hosts called a registry. */
function isWhole(text: string, host: string): boolean {
  return text.includes('/') && looksLikeHost(host) && isVersioned(tryParseImageReference(withoutStop(text)));
}

function isRegistry(word: Word, host: string, around: Around): boolean {
  const isBare = word.text.slice(host.length).replace(/[/.:]+$/, '') === '';
  if (around.places.bareRegistries !== true || !isBare || !looksLikeHost(host)) return false;
  return !ADDRESS.test(word.scheme ?? '') && isCalled(REGISTRY, LABELLED_REGISTRY, word, around);
}

/** Excludes schema registries and service registries. */
const REGISTRY = /(?:^-*|image|docker|container|oci)[\w-]*(?<!schema[\w-]*|service[\w-]*)registr/i;
const LABELLED_REGISTRY = /(?:^|[\s,;{"'-]|image|docker|container|oci)[_-]?registry\w*["']?\s*[:=]\s*["']?$/i;

/** By the label of a text that consists only of the word, or by the text before it. */
function isCalled(name: RegExp, before: RegExp, word: Word, { text, label }: Around): boolean {
  return word.text === text
    ? name.test(label)
    : before.test(text.slice(Math.max(0, word.start - 80), word.start));
}

const LABELLED = /image\w*["']?\s*[:=]\s*["']?$/i;

/** Docker Hub short names count only if the text calls them images. */
function withoutHost(word: Word, around: Around): Named | undefined {
  const { hosts } = around.places;
  if (word.scheme !== undefined || hosts?.has(DOCKER_HUB) === false) return undefined;
  if (word.text.includes('/') && looksLikeHost(word.text.split('/')[0] ?? '')) return undefined;
  const image = isCalled(/image/i, LABELLED, word, around)
    ? tryParseImageReference(withoutStop(word.text))
    : undefined;
  return image === undefined ? undefined : { ...word, host: DOCKER_HUB, path: image.repository };
}

/** Decides whether a word with a registry is an image reference. */
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
  if (ADDRESS.test(scheme)) return { why: 'it is an address, not an image' };
  if (template !== '') return { why: 'it is templated' };
  const image = path === '' ? undefined : tryParseImageReference(written);
  if (image === undefined) return { why: 'it does not name an image' };
  return isVersioned(image) ? { image } : { why: 'it has neither tag nor digest' };
}

function isVersioned(image: ImageReference | undefined): boolean {
  return image?.tag !== undefined || image?.digest !== undefined;
}

function withoutVersion(path: string): string {
  return path.replace(/[:@].*$/s, '').replace(/\/+$/, '');
}

/** Removes full stops of sentences and colons of YAML keys. */
function withoutStop(text: string): string {
  return text.replace(/[.:]+$/, '');
}
