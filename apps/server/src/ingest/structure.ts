/** Structural validation of FHIR R4 on the way in: compiled once, fast when all is well, complete when it is not. */
import type { Problem } from '@fujie/core/kernel';
import type { Bundle, Resource, ResourceType } from '@fujie/wire/fhir';
import { isSupportedType, STRUCTURE } from '@fujie/wire/fhir';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv } from 'ajv';

const MAX_PROBLEMS = 50;

/** What is validated: a resource, a Bundle without its entries, one entry. */
type Definition = ResourceType | 'Bundle' | 'Bundle_Entry';

function compiler(allErrors: boolean): (definition: Definition) => ValidateFunction {
  let ajv: Ajv | undefined;
  const compiled = new Map<Definition, ValidateFunction>();
  return (definition) => {
    const known = compiled.get(definition);
    if (known) return known;
    if (!ajv) {
      // `1e400` is JSON, and no number that could be stored, shown or compared.
      ajv = new Ajv({ strict: false, strictNumbers: true, allErrors, validateFormats: false });
      ajv.addSchema({ $id: 'r4', definitions: STRUCTURE.definitions });
    }
    const made = ajv.compile({ $ref: `r4#/definitions/${definition}` });
    compiled.set(definition, made);
    return made;
  };
}

const quick = compiler(false);
const thorough = compiler(true);

/** Everything structurally wrong with a resource of a supported type; paths begin with the type. */
export function structureProblems(resource: Resource, type: ResourceType): Problem[] {
  const problems = faultsOf(resource, type, type);
  const contained = (resource as { readonly contained?: readonly Resource[] }).contained;
  if (problems.length === 0 && Array.isArray(contained)) {
    contained.forEach((inner: Resource, index) => {
      if (!isSupportedType(inner.resourceType)) return;
      const prefix = `${type}.contained[${String(index)}]`;
      for (const p of structureProblems(inner, inner.resourceType)) {
        problems.push({ ...p, path: p.path.replace(inner.resourceType, prefix) });
      }
    });
  }
  return problems;
}

/** What is wrong with a Bundle itself, its entries left aside. */
export function bundleProblems(bundle: Resource): Problem[] {
  const { entry, ...shell } = bundle as Bundle;
  const problems = faultsOf(shell, 'Bundle', 'Bundle');
  if (entry !== undefined && (!Array.isArray(entry) || entry.length === 0)) {
    problems.push({
      code: 'structure',
      path: 'Bundle.entry',
      message: 'Bundle.entry must be an array with at least one entry; leave it out when there is none',
      messageZh: 'Bundle.entry：应为至少含一个条目的数组；没有条目时请省略',
    });
  }
  return problems;
}

/** What is wrong with one entry of a Bundle, the resource inside left aside. */
export function entryProblems(entry: unknown, path: string): Problem[] {
  return faultsOf(entry, 'Bundle_Entry', path);
}

function faultsOf(value: unknown, definition: Definition, path: string): Problem[] {
  if (quick(definition)(value)) return [];
  const validate = thorough(definition);
  validate(value);
  return (validate.errors ?? []).slice(0, MAX_PROBLEMS).map((error) => toProblem(error, path));
}

/** Compiles the validators of the most frequent messages before the first one comes. */
export function prepareStructure(): void {
  for (const type of ['Bundle', 'Bundle_Entry', 'Patient', 'DiagnosticReport', 'Observation'] as const) quick(type);
}

const CHINESE: Readonly<Record<string, string>> = {
  required: '缺少必填元素',
  type: '类型不正确',
  additionalProperties: '不是该资源的元素',
  enum: '不在允许的取值内',
  const: '不是规定的取值',
  pattern: '格式不正确',
  minItems: '数组不能为空',
  minProperties: '对象不能为空',
  anyOf: '取值不正确',
};

function toProblem(error: ErrorObject, root: string): Problem {
  const place = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part.replaceAll('~1', '/').replaceAll('~0', '~')}`))
    .join('');
  const params = error.params as {
    missingProperty?: string;
    additionalProperty?: string;
    allowedValues?: readonly unknown[];
  };
  const member = params.missingProperty ?? params.additionalProperty;
  const code = error.keyword === 'required' ? 'required' : 'structure';
  const path = `${root}${place}${member === undefined ? '' : `.${member}`}`;
  const allowed = params.allowedValues === undefined ? '' : `: ${params.allowedValues.slice(0, 12).join(', ')}`;
  return {
    code,
    path,
    message: `${path} ${error.message ?? 'is not valid'}${allowed}`,
    messageZh: `${path}：${CHINESE[error.keyword] ?? '取值不正确'}${allowed}`,
  };
}
