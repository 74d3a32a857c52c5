/** `npm run bench`: reads what is wanted, and only then loads what measures it. */
import { readOptions } from './options.ts';

const options = readOptions(process.argv.slice(2));
const { measure } = await import('./measure.ts');
await measure(options);
