/** Structural validation of FHIR R4 on the way in: compiled once, fast when all is well, complete when it is not. */
import type { Problem } from '@fujie/core/kernel';
import type { Resource, ResourceType } from '@fujie/wire/fhir';
import { isSupportedType, STRUCTURE } from '@fujie/wire/fhir';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv } from 'ajv';

const MAX_PROBLEMS = 50;

function compiler(allErrors: boolean): (type: ResourceType) => ValidateFunction {
  let ajv: Ajv | undefined;
  const compiled = new Map<ResourceType, ValidateFunction>();
  return (type) => {
    const known = compiled.get(type);
    if (known) return known;
    if (!ajv) {
      ajv = new Ajv({ strict: false, allErrors, validateFormats: false });
      ajv.addSchema({ $id: 'r4', definitions: STRUCTURE.definitions });
    }
    const made = ajv.compile({ $ref: `r4#/definitions/${type}` });
    compiled.set(type, made);
    return made;
  };
}

const quick = compiler(false);
const thorough = compiler(true);

/** Everything structurally wrong with a resource of a supported type; paths begin with the type. */
export function structureProblems(resource: Resource, type: ResourceType): Problem[] {
  const problems: Problem[] = [];
  if (!quick(type)(resource)) {
    const validate = thorough(type);
    validate(resource);
    for (const error of (validate.errors ?? []).slice(0, MAX_PROBLEMS)) problems.push(toProblem(error, type));
  }
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

/** Compiles the validators of the most frequent messages before the first one comes. */
export function prepareStructure(): void {
  for (const type of ['Patient', 'DiagnosticReport', 'Observation'] as const) quick(type);
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

function toProblem(error: ErrorObject, type: string): Problem {
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
  const path = `${type}${place}${member === undefined ? '' : `.${member}`}`;
  const allowed = params.allowedValues === undefined ? '' : `: ${params.allowedValues.slice(0, 12).join(', ')}`;
  return {
    code,
    path,
    message: `${path} ${error.message ?? 'is not valid'}${allowed}`,
    messageZh: `${path}：${CHINESE[error.keyword] ?? '取值不正确'}${allowed}`,
  };
}
