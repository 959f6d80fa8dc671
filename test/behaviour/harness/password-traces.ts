/** Finds a password in a text in every form in which one gives itself away. */

/** The forms that were found, in words; empty when there is no trace. */
export function passwordTraces(text: string, { username, password }: Login): string[] {
  const forms = Object.entries(formsOf({ username, password }));
  const plain = forms.flatMap(([form, needle]) => (text.includes(needle) ? [form] : []));
  const decoded = decodedParts(text);
  const hidden = forms.flatMap(([form, needle]) =>
    decoded.some((part) => part.includes(needle)) ? [`${form}, in base64`] : [],
  );
  return [...plain, ...hidden];
}

interface Login {
  readonly username: string;
  readonly password: string;
}

function formsOf({ username, password }: Login): Record<string, string> {
  const json = JSON.stringify(password).slice(1, -1);
  return {
    'as it is': password,
    'in JSON': json,
    'in JSON in JSON': JSON.stringify(json).slice(1, -1),
    'in a URL': encodeURIComponent(password),
    'in base64': unpadded(Buffer.from(password)),
    'as basic auth': unpadded(Buffer.from(`${username}:${password}`)),
  };
}

/** What base64 of any length holds that stands in a text. */
function decodedParts(text: string): string[] {
  const tokens = text.match(/[A-Za-z0-9+/_-]{16,}/g) ?? [];
  return tokens.map((token) => Buffer.from(token, 'base64').toString('utf8'));
}

function unpadded(content: Buffer): string {
  return content.toString('base64').replace(/=+$/, '');
}
