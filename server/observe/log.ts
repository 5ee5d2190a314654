import { type DestinationStream, destination, type Logger, type LoggerOptions, pino } from "pino";

/** Fields whose values never reach a log, whatever object they are in, down to the fourth level. */
const SECRET_FIELDS = [
	"authorization",
	"cookie",
	"password",
	"passwordHash",
	"token",
	"accessToken",
	"refreshToken",
	"refresh",
	"secret",
	"clientSecret",
	"secretAccessKey",
	"apiKey",
	"masterKey",
	"masterKeyOld",
	"databaseUrl",
	"redisUrl",
	"metricsToken",
	'["set-cookie"]',
	'["x-api-key"]',
];
const CENSOR = "[redacted]";

/**
 * A structured log, one JSON object a line, to standard output (or `to`). Secret fields are blotted out, and so are
 * passwords inside connection strings and bearer tokens wherever they occur in a line, error messages too.
 */
export function openLog(
	level: LoggerOptions["level"],
	to: DestinationStream = destination({ fd: 1, sync: false }),
): Logger {
	return pino(
		{
			level: level ?? "info",
			base: { service: "courtside" },
			timestamp: () => `,"at":"${new Date().toISOString()}"`,
			formatters: { level: (label) => ({ level: label }) },
			redact: {
				paths: ["", "*.", "*.*.", "*.*.*."].flatMap((above) => SECRET_FIELDS.map((f) => at(above, f))),
				censor: CENSOR,
			},
			hooks: { streamWrite: withoutSecrets },
		},
		to,
	);
}

/** The text without passwords of connection strings and without bearer tokens. */
export function withoutSecrets(text: string): string {
	return text
		.replace(/(:\/\/[^\s/:@"]*):[^\s/@"]+@/g, `$1:${CENSOR}@`)
		.replace(/\b(Bearer|Basic)\s+[\w.~+/-]{8,}=*/gi, `$1 ${CENSOR}`);
}

function at(above: string, field: string): string {
	return field.startsWith("[") ? `${above.replace(/\.$/, "")}${field}` : `${above}${field}`;
}
