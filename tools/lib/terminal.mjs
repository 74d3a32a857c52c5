/** Running programs and saying what came of it: Node's own modules only, so that it works before anything is installed. */
import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { resolve } from 'node:path';

/** The root of the repository. */
export const ROOT = resolve(import.meta.dirname, '../..');

const hasColour = process.stdout.isTTY && !('NO_COLOR' in process.env);
/** @param {number} code */
const paint = (code) => (/** @type {string} */ text) => (hasColour ? `\u001b[${code}m${text}\u001b[0m` : text);
export const bold = paint(1);
export const red = paint(31);
export const green = paint(32);

/** @param {string} text */
export function say(text) {
  process.stdout.write(`${text}\n`);
}

/**
 * @typedef {object} Outcome
 * @property {number} code the exit code; 127 if the program could not be started
 * @property {string} output what it wrote, if it was not shown while it ran
 * @property {number} seconds
 */

/**
 * Runs a program to its end. `live` shows what it writes as it writes it; otherwise the text is kept.
 * `isPatient` lets others go first.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ live?: boolean, tee?: boolean, isPatient?: boolean, env?: Record<string, string>, cwd?: string }} [options]
 * @returns {Promise<Outcome>}
 */
export function run(command, args, options = {}) {
  const started = performance.now();
  const { live = false, tee = false, isPatient = false } = options;
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? ROOT,
      env: { ...process.env, ...options.env },
      stdio: live ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    if (isPatient && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
        output += text;
        if (tee) process.stdout.write(text);
      });
    }
    /** @param {number} code */
    const end = (code) => done({ code, output, seconds: (performance.now() - started) / 1000 });
    child.on('error', (error) => {
      output += String(error);
      end(127);
    });
    child.on('close', (code) => end(code ?? 1));
  });
}

/**
 * Runs a program installed by npm with the Node that runs us, past the shell and npx.
 *
 * @param {string} script path of the program below the root
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function runNode(script, args, options) {
  return run(process.execPath, [resolve(ROOT, script), ...args], options);
}

/**
 * Prints rows as columns, the first aligned left and the others right.
 *
 * @param {readonly (readonly string[])[]} rows
 */
export function sayTable(rows) {
  // Colours take no room.
  const room = (/** @type {string} */ cell) => cell.replace(/\u001b\[\d+m/g, '').length;
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => room(row[i] ?? ''))));
  for (const row of rows) {
    const cells = row.map((cell, i) => {
      const gap = ' '.repeat((widths[i] ?? 0) - room(cell));
      return i === 0 ? cell + gap : gap + cell;
    });
    say(`  ${cells.join('  ')}`);
  }
}
