/** The platform as other parts of the program see it. */
export * from './audit/audit.query.ts';
export * from './auth/accounts.query.ts';
export * from './auth/permissions.ts';
export * from './auth/seal.ts';
export * from './clock/clock.ts';
export * from './config/config.ts';
export * from './db/backup.ts';
export * from './db/database.ts';
export * from './db/grouped.ts';
export * from './db/migrate.ts';
export * from './deps.ts';
export * from './embedded/embedded-postgres.ts';
export * from './events/events.ts';
export * from './http/problems.ts';
export * from './http/server.ts';
export * from './log/log.ts';
