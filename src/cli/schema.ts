import { configurationJsonSchema } from '../contracts/configuration-shape.ts';

// `npm run --silent schema > throughline.schema.json` gives editors completion and checks.
console.log(JSON.stringify(configurationJsonSchema(), null, 2));
