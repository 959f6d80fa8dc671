/** How names have to look (apimachinery, api/validate/content). Each check returns what is wrong, in its words. */
export type NameCheck = (name: string) => string[];

function tooLongFor(name: string, most: number): string[] {
  return name.length > most ? [`must be no more than ${most} bytes`] : [];
}

function unlike(name: string, pattern: string, message: string, examples: readonly string[]): string[] {
  if (new RegExp(`^${pattern}$`).test(name)) return [];
  const such = examples.map((example) => `'${example}'`).join(', or ');
  return [`${message} (e.g. ${such}, regex used for validation is '${pattern}')`];
}

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';

/** RFC 1123 label, such as of namespaces and containers. */
export const dnsLabel: NameCheck = (name) => [
  ...tooLongFor(name, 63),
  ...unlike(
    name,
    LABEL,
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
    ['my-name', '123-abc'],
  ),
];

/** RFC 1123 subdomain, such as of most objects. */
export const dnsSubdomain: NameCheck = (name) => [
  ...tooLongFor(name, 253),
  ...unlike(
    name,
    `${LABEL}(\\.${LABEL})*`,
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
    ['example.com'],
  ),
];

/** RFC 1035 label, such as of Services. */
export const dns1035Label: NameCheck = (name) => [
  ...tooLongFor(name, 63),
  ...unlike(
    name,
    '[a-z]([-a-z0-9]*[a-z0-9])?',
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
    ['my-name', 'abc-123'],
  ),
];

const NAME_PART = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';

/** Key of a label or an annotation, finalizer. */
export const qualifiedName: NameCheck = (key) => {
  const [name = '', prefix, ...more] = key.split('/').toReversed();
  const wanted =
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
  const examples = ['MyName', 'my.name', '123-abc'];
  if (more.length > 0) {
    const [text = ''] = unlike('/', NAME_PART, `a valid label key ${wanted}`, examples);
    return [`${text} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const inPrefix =
    prefix === '' ? ['prefix part must be non-empty'] : prefixed('prefix part ', dnsSubdomain, prefix);
  if (name === '') return [...inPrefix, 'name part must be non-empty'];
  const inName = [...tooLongFor(name, 63), ...unlike(name, NAME_PART, wanted, examples)];
  return [...inPrefix, ...inName.map((text) => `name part ${text}`)];
};

function prefixed(words: string, check: NameCheck, text: string | undefined): string[] {
  return text === undefined ? [] : check(text).map((problem) => words + problem);
}

export const labelValue: NameCheck = (value) => [
  ...tooLongFor(value, 63),
  ...unlike(
    value,
    `(${NAME_PART})?`,
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
    ['MyValue', 'my_value', '12345'],
  ),
];

/** Key in a Secret or ConfigMap. */
export const dataKey: NameCheck = (key) => [
  ...tooLongFor(key, 253),
  ...unlike(
    key,
    '[-._a-zA-Z0-9]+',
    "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
    ['key.name', 'KEY_NAME', 'key-name'],
  ),
];
