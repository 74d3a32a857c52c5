/** From the JSON of a worked example to what `deriveMark` and `admit` look at. */
import type { AdmissionInput, EqaResult, ListVersion, MarkInput } from '@fujie/core/recognition';

import type { Json } from './read-json.ts';
import {
  dayAt,
  InputFault,
  isJson,
  listAt,
  numberAt,
  objectAt,
  objectsAt,
  optionalDayAt,
  optionalTextAt,
  presenceAt,
  textAt,
  textsAt,
  withAlias,
  wordAt,
} from './read-json.ts';

export function markInput(json: Json): MarkInput {
  const iqc = objectAt(json, 'iqc');
  return {
    institution: textAt(json, 'institution'),
    item: textAt(json, 'item'),
    scope: textAt(json, 'scope'),
    date: dayAt(json, 'date'),
    lists: objectsAt(json, 'lists').map(list),
    eqa: objectsAt(json, 'eqa').map(round),
    agreements: Object.fromEntries(
      Object.entries(objectAt(json, 'agreements')).map(([code, value]) => [code, agreement(value)]),
    ),
    iqc: {
      performed: presenceAt(iqc, 'performed', false),
      cv: numberAt(iqc, 'cv'),
      maxCv: numberAt(iqc, 'maxCv'),
      sd: numberAt(iqc, 'sd'),
      maxSd: numberAt(iqc, 'maxSd'),
      sdBelow: numberAt(iqc, 'sdBelow'),
      classCv: numberAt(iqc, 'classCv'),
      classMaxCv: numberAt(iqc, 'classMaxCv'),
      agreement: numberAt(iqc, 'agreement'),
      minAgreement: numberAt(iqc, 'minAgreement'),
    },
    instruments: objectsAt(json, 'instruments').map((instrument) => {
      const due = objectAt(instrument, 'due');
      return {
        id: textAt(instrument, 'id', ''),
        due: Object.fromEntries(Object.keys(due).map((activity) => [activity, dayAt(due, activity)])),
        held: objectsAt(instrument, 'held').map((hold) => ({
          from: dayAt(hold, 'from'),
          to: optionalDayAt(hold, 'to'),
        })),
      };
    }),
    suspensions: objectsAt(json, 'suspensions').map((suspension) => ({
      cause: textAt(suspension, 'cause', ''),
      from: dayAt(suspension, 'from'),
      to: optionalDayAt(suspension, 'to'),
    })),
  };
}

function list(json: Json): ListVersion {
  const entries = listAt(json, 'entries').map((entry) => {
    const [institution, item, scope] = Array.isArray(entry) ? (entry as readonly unknown[]) : [];
    if (typeof institution !== 'string' || typeof item !== 'string' || typeof scope !== 'string') {
      throw new InputFault('an entry of a list is not [institution, item, scope]');
    }
    return [institution, item, scope] as const;
  });
  return {
    id: textAt(json, 'id'),
    published: dayAt(json, 'published'),
    supersedes: textsAt(json, 'supersedes'),
    entries,
  };
}

function round(json: Json): EqaResult {
  const closed = dayAt(json, 'closed');
  return {
    organiser: textAt(json, 'organiser'),
    region: textAt(json, 'region'),
    round: textAt(json, 'round', ''),
    year: numberAt(json, 'year') ?? Number(closed.slice(0, 4)),
    closed,
    published: optionalDayAt(json, 'published'),
    outcome: wordAt(json, 'outcome', ['PASS', 'FAIL', 'ABSENT', 'PENDING']),
  };
}

/** An agreement with or without a joint organiser; one that is not stated is taken to be there. */
export function agreement(value: unknown): NonNullable<MarkInput['agreements']>[string] {
  if (!isJson(value)) throw new InputFault('an agreement is not an object');
  const period = { from: dayAt(value, 'from'), to: optionalDayAt(value, 'to') };
  return value['jointOrganiser'] === undefined
    ? period
    : { ...period, jointOrganiser: optionalTextAt(value, 'jointOrganiser') };
}

export function admissionInput(json: Json): AdmissionInput {
  const institution = isJson(json['institution']) ? { ...json, ...json['institution'] } : json;
  const scope = optionalTextAt(json, 'scope');
  const region = textAt(institution, 'region', textAt(json, 'province', scope ?? ''));
  const named = withAlias(json, 'evaluations', 'evaluation');
  const evaluations = isJson(named['evaluations']) ? [named['evaluations']] : objectsAt(named, 'evaluations');
  const kind = optionalTextAt(withAlias(institution, 'kind', 'type'), 'kind');
  return {
    ...(scope === null ? {} : { scope }),
    institution: {
      ownership: wordAt(institution, 'ownership', ['public', 'private'], 'public'),
      level: numberAt(institution, 'level') ?? 0,
      region,
      ...(kind === null ? {} : { kind }),
    },
    evaluations: evaluations.map(evaluation),
  };
}

type Evaluation = NonNullable<AdmissionInput['evaluations']>[number];

const LEVELS: Readonly<Record<string, Evaluation['level']>> = {
  country: 'country',
  national: 'country',
  agreement: 'agreement',
  province: 'province',
  provincial: 'province',
  city: 'city',
  prefecture: 'city',
  county: 'district',
  district: 'district',
};

function evaluation(json: Json): Evaluation {
  const region = textAt(json, 'region');
  const named = withAlias(json, 'level', 'organiserLevel');
  const level = named['level'] === undefined ? levelOf(region) : LEVELS[textAt(named, 'level')];
  if (level === undefined)
    throw new InputFault(`\`level\` is \`${textAt(named, 'level')}\`, not one of ${Object.keys(LEVELS).join(', ')}`);
  const isPassed = json['passed'] === undefined ? json['outcome'] === 'PASS' : presenceAt(json, 'passed', false);
  return { level, region, passed: isPassed };
}

function levelOf(region: string): Evaluation['level'] {
  if (region === 'CN') return 'country';
  if (region.startsWith('AGR:')) return 'agreement';
  return region.length <= 2 ? 'province' : region.length <= 4 ? 'city' : 'district';
}
