/** What checks requests and writes answers is compiled from a schema once in a process, however many routes and servers name it. */
import validators from '@fastify/ajv-compiler';
import serializers from '@fastify/fast-json-stringify-compiler';
import type { FastifyServerOptions } from 'fastify';

type Factories = NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>;

export const COMPILERS: Factories = {
  buildValidator: onceEach(validators()) as NonNullable<Factories['buildValidator']>,
  buildSerializer: onceEach(serializers()),
};

/** A schema is what the contracts export, and nobody changes it: it is known by its identity. */
function onceEach<Setting extends readonly unknown[], Route extends { readonly schema?: unknown }, Compiled>(
  factory: (...setting: Setting) => (route: Route) => Compiled,
): (...setting: Setting) => (route: Route) => Compiled {
  const compilers = new Map<string, (route: Route) => Compiled>();
  return (...setting) => {
    const key = JSON.stringify(setting);
    const known = compilers.get(key);
    if (known !== undefined) return known;
    const compile = factory(...setting);
    const compiled = new WeakMap<object, Compiled>();
    const compiler = (route: Route): Compiled => {
      const { schema } = route;
      if (typeof schema !== 'object' || schema === null) return compile(route);
      const before = compiled.get(schema);
      if (before !== undefined) return before;
      const made = compile(route);
      compiled.set(schema, made);
      return made;
    };
    compilers.set(key, compiler);
    return compiler;
  };
}
