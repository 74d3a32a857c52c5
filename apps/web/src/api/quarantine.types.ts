interface Spot {
  readonly code: string;
  readonly path: string;
  readonly message: string;
  readonly messageZh: string;
}

export interface QuarantineEntry {
  readonly id: number;
  readonly receivedAt: string;
  readonly institution: string | null;
  readonly sender: string;
  readonly channel: string;
  readonly contentType: string | null;
  readonly size: number | null;
  readonly problems: readonly Spot[];
  readonly state: string;
  readonly closedAt: string | null;
  readonly closedBy: string | null;
  readonly closeNote: string | null;
}

/** `GET /api/v1/quarantine?state=&page=` */
export interface QuarantineListResponse {
  readonly total: number;
  readonly entries: readonly QuarantineEntry[];
}

/** `GET /api/v1/quarantine/{id}` */
export interface QuarantineDetail extends QuarantineEntry {
  readonly raw: string | null;
  readonly corrected: string | null;
}

/** `POST /api/v1/quarantine/{id}/replay` */
export interface ReplayResponse {
  readonly accepted: boolean;
  readonly problems: readonly Spot[];
}
