/** Ways of transport that are written before images: they stay where they are. */
const TRANSPORT = /^(docker|docker-pullable|oci|containerd|cri-o):\/\//i;

/** The image of a text. */
export function afterTransport(text: string): string {
  return text.replace(TRANSPORT, '');
}
