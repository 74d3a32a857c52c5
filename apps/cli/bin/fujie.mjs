#!/usr/bin/env -S node --max-semi-space-size=64
// Runs the command line from its TypeScript sources. The larger young generation spares a server and a bulk import the
// copying of what a message leaves behind (measured: a sixth of the time of a bulk).
import { register } from 'tsx/esm/api';

register();
await import('../src/main.ts');
