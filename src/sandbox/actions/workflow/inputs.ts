import { isBoolean, isNumber, isScalar, isString } from './library.ts';
import { entriesOf, itemsOf, member, type ScalarToken, stringOrNull, type TemplateToken } from './tokens.ts';

/** An input of `workflow_dispatch` or `workflow_call`. */
export interface DeclaredInput {
  name: string;
  type: 'string' | 'boolean' | 'number' | 'choice' | 'environment';
  required: boolean;
  default: ScalarToken | null;
  /** Allowed values of a `choice`. */
  options: string[] | null;
}

const types = ['string', 'boolean', 'number', 'choice', 'environment'] as const;

const isTrue = (token: TemplateToken | null): boolean => token !== null && isBoolean(token) && token.value;

export function literalText(token: TemplateToken | null): string | null {
  if (token === null) return null;
  if (isString(token)) return token.value;
  return isNumber(token) || isBoolean(token) ? String(token.value) : null;
}

export const declaredInputs = (token: TemplateToken | null): DeclaredInput[] =>
  entriesOf(token).map(({ key, value }) => {
    const type = stringOrNull(member(value, 'type'));
    const preset = member(value, 'default');
    return {
      name: key,
      type: types.find((each) => each === type) ?? 'string',
      required: isTrue(member(value, 'required')),
      default: preset && isScalar(preset) ? preset : null,
      options:
        type === 'choice' ? itemsOf(member(value, 'options')).map((each) => literalText(each) ?? '') : null,
    };
  });

export interface DeclaredSecret {
  name: string;
  required: boolean;
}

export const declaredSecrets = (token: TemplateToken | null): DeclaredSecret[] =>
  entriesOf(token).map(({ key, value }) => ({ name: key, required: isTrue(member(value, 'required')) }));

/** What the `inputs` context holds for a text that came with a dispatch. */
export function typedInput(input: DeclaredInput, text: string): string | boolean | number {
  if (input.type === 'boolean') return text === 'true';
  return input.type === 'number' ? Number(text) : text;
}
