/** Inputs of a stand-in: what it does not do is refused, not left undone. */
export function checkInputs(action: string, given: Record<string, string>, known: string[]): void {
  for (const name of Object.keys(given)) {
    if (!known.includes(name))
      throw new Error(
        `Local Actions do not know the input '${name}' of ${action}; they know ${known.join(', ')}`,
      );
  }
}

/** As `core.getBooleanInput` reads it. */
export function booleanInput(given: Record<string, string>, name: string, preset: boolean): boolean {
  const text = given[name] ?? '';
  if (text === '') return preset;
  if (/^(true|True|TRUE)$/.test(text)) return true;
  if (/^(false|False|FALSE)$/.test(text)) return false;
  throw new Error(`Input does not meet YAML 1.2 "Core Schema" specification: ${name}`);
}

export function numberInput(given: Record<string, string>, name: string, preset: number): number {
  const text = given[name] ?? '';
  if (text === '') return preset;
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new Error(`'${text}' is not a number for the input '${name}'`);
}
