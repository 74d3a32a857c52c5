/** `fujie`: the command line. Only the group that is asked for is loaded. */
import { Command } from 'commander';

type Register = (program: Command) => void;

/** First word of a command, and where the command lives. */
const GROUPS: Readonly<Record<string, () => Promise<Register>>> = {
  serve: async () => (await import('./serve/command.ts')).registerServeCommand,
  config: async () => (await import('./serve/config-command.ts')).registerConfigCommands,
  account: async () => (await import('./account/command.ts')).registerAccountCommands,
  accounts: async () => (await import('./serve/config-command.ts')).registerConfigCommands,
  audit: async () => (await import('./audit/command.ts')).registerAuditCommands,
  db: async () => (await import('./db/command.ts')).registerDbCommands,
  keys: async () => (await import('./keys/command.ts')).registerKeysCommands,
  import: async () => (await import('./import/command.ts')).registerImportCommand,
  export: async () => (await import('./import/export-command.ts')).registerExportCommand,
  simulate: async () => (await import('./simulate/command.ts')).registerSimulateCommand,
  watch: async () => (await import('./watch/command.ts')).registerWatchCommands,
  inspection: async () => (await import('./inspection/command.ts')).registerInspectionCommands,
  lab: async () => (await import('./lab/command.ts')).registerLabCommands,
  loops: async () => (await import('./loops/command.ts')).registerLoopCommands,
  pack: async () => (await import('./pack/command.ts')).registerPackCommands,
  statistics: async () => (await import('./statistics/command.ts')).registerStatisticsCommands,
  conform: async () => (await import('./conform/command.ts')).registerConformCommand,
};

const program = new Command('fujie')
  .description('Fujie 符节: mutual recognition of examination and laboratory results (检查检验结果互认)')
  .showHelpAfterError();

const wanted = GROUPS[process.argv[2] ?? ''];
const registers = new Set(await Promise.all((wanted ? [wanted] : Object.values(GROUPS)).map((load) => load())));
for (const register of registers) register(program);

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
