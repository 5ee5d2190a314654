/** Every mail there is. Its words are `mail.<kind>.subject`, `.says` and, where it leads somewhere, `.action`. */
export const MAIL_KINDS = [
	"invitation",
	"reset-password",
	"password-changed",
	"new-sign-in",
	"second-factor-on",
	"second-factor-off",
	"second-factor-reset",
	"webhook-disabled",
	"forecast-due",
	"meeting-ready",
] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

/** What a mail says: what fills its sentences, and where its button leads. */
export interface MailContent {
	/** `workspace` always; the rest as its words ask for. */
	params: Record<string, string> & { workspace: string };
	/** Below PUBLIC_URL, as in `/start/join#…`; null: it leads nowhere. */
	path: string | null;
}
