import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withGeneratedParts } from './generated-readme.ts';

/** `npm run readme`: brings the README's generated parts up to date. */
const path = fileURLToPath(new URL('../../README.md', import.meta.url));
writeFileSync(path, withGeneratedParts(readFileSync(path, 'utf8')));
