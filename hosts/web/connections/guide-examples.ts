/** A file that a CRM may drop, and why others are refused; a test holds them true. */
export const DROP = {
	name: "2026-09-15-0800.json",
	file: `{ "changes": [
  { "entity": "pipeline", "id": "P", "recordedAt": "2026-09-01T08:00:00Z",
    "fields": { "name": "Sales", "stages": [
      { "externalId": "neg", "name": "Negotiation", "kind": "open", "position": 1 } ] } },
  { "entity": "account", "id": "A-3", "recordedAt": "2026-09-15T08:00:00Z",
    "fields": { "name": "Acme" } },
  { "entity": "deal", "id": "D-17", "recordedAt": "2026-09-15T08:00:01Z",
    "fields": { "name": "Acme renewal", "accountExternalId": "A-3",
                "stageExternalId": "neg", "amount": "12500.50", "currency": "EUR",
                "Budget": "approved" } }
] }`,
	stage: 'No pipeline has a stage "closing". Add it, then replay the record.',
	cut: '2026-09-15-0800.json is no JSON with a list "changes".',
} as const;

/** Rows that a marketing system may hand over, and why others are refused. */
export const HANDED = {
	rows: `Prospect ID,Email,Company,Source Campaign,Date MQL
71,ada@hafen.example,Hafen,Fair 26,2026-09-01 08:00
72,bea@werft.example,Werft,Webinar,2026-09-02 10:30`,
	nobody: "The row has neither an id nor an email: whose is it?",
	day: 'mqlAt: "03/04/2026" may be two days; send it as YYYY-MM-DD.',
} as const;
