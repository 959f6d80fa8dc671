/** `$(NAME)` becomes the variable's value, `$$` a dollar; unknown names stay as they are (k8s.io/kubernetes/third_party/forked/golang/expansion). */
export function expandVariables(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$(?:\$|\(([^)]*)\))/g, (written, name: string | undefined) => {
    if (name === undefined) return '$';
    return Object.hasOwn(variables, name) ? (variables[name] ?? '') : written;
  });
}
