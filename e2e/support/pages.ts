/** Vitest global set-up of journeys that start their own servers: these serve the built pages. */
import { buildPages } from '../../tools/lib/pages.mjs';

export default async function setup(): Promise<void> {
  if (!(await buildPages())) throw new Error('the pages could not be built: see above');
}
