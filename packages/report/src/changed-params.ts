export type ParamChange = { readonly key: string; readonly before: string | null; readonly after: string | null };

/** Every value of params.yaml that is not what it was, by its path; null: it is not there. */
export function changedParams(before: unknown, after: unknown): ParamChange[] {
  const [old, now] = [new Map(leaves(before)), new Map(leaves(after))];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const change = { key, before: old.get(key) ?? null, after: now.get(key) ?? null };
    return change.before === change.after ? [] : [change];
  });
}

function leaves(value: unknown, path = ""): [string, string][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return path === "" ? [] : [[path, JSON.stringify(value)]];
  }
  return Object.entries(value).flatMap(([key, child]) => leaves(child, path === "" ? key : `${path}.${key}`));
}
