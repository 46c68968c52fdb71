import { validationFailed } from '../problems.ts';

export const maxBody = 65_536;
const maxTitle = 256;

/** GitHub counts code points, not UTF-16 units. */
export const lengthOf = (text: string): number => [...text].length;

export function checkBodyLength(resource: string, body: string | null): void {
  if (body === null || lengthOf(body) <= maxBody) return;
  throw validationFailed({
    resource,
    code: 'custom',
    field: 'body',
    message: `body is too long (maximum is ${maxBody} characters)`,
  });
}

export function checkTitle(resource: string, title: string): void {
  if (title.trim() === '') throw validationFailed({ resource, code: 'missing_field', field: 'title' });
  if (lengthOf(title) <= maxTitle) return;
  throw validationFailed({
    resource,
    code: 'custom',
    field: 'title',
    message: `title is too long (maximum is ${maxTitle} characters)`,
  });
}
