import { createTransport } from "nodemailer";
import { withoutSecrets } from "../observe/log.ts";
import type { Letter } from "./compose-mail.ts";

/** A letter with its address. The id makes a repeated mail the same one to whoever receives it. */
export interface AddressedLetter extends Letter {
	id: string;
	to: string;
}

/** What came of handing a letter over. `again`: another try may help. */
export type Posted = { ok: true } | { ok: false; reason: string; again: boolean };

/** Where mail goes: a mail server, the mailbox of a server on one's own machine, or nowhere. */
export interface Mailer {
	kind: "smtp" | "mailbox" | "off";
	post(letter: AddressedLetter): Promise<Posted>;
	/** For the doctor: throws when the mail server does not let us in. */
	check(): Promise<void>;
}

const CONNECT_MS = 10_000;
const SILENCE_MS = 30_000;
const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/** The mailer of these settings. `isLocal`: only this machine reaches the server. */
export function openMailer(given: { smtpUrl: string | null; mailFrom: string; isLocal: boolean }): Mailer {
	if (given.smtpUrl) return openSmtp(given.smtpUrl, given.mailFrom);
	const noCheck = async () => {};
	if (given.isLocal) return { kind: "mailbox", post: async () => ({ ok: true }), check: noCheck };
	const reason = "No mail server is set up. Set SMTP_URL and start again, or hand the invitation's link over yourself.";
	return { kind: "off", post: async () => ({ ok: false, reason, again: false }), check: noCheck };
}

function openSmtp(smtpUrl: string, from: string): Mailer {
	const url = new URL(smtpUrl);
	const secure = url.protocol === "smtps:";
	const auth = url.username
		? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }
		: undefined;
	const transport = createTransport({
		host: url.hostname.replace(/^\[|\]$/g, ""),
		port: Number(url.port) || (secure ? 465 : 587),
		secure,
		...(auth && { auth }),
		// A password never goes over a line that others can read.
		requireTLS: !secure && auth !== undefined && !LOOPBACK.includes(url.hostname),
		connectionTimeout: CONNECT_MS,
		greetingTimeout: CONNECT_MS,
		socketTimeout: SILENCE_MS,
		disableFileAccess: true,
		disableUrlAccess: true,
	});
	const domain = /@([^>\s]+)/.exec(from)?.[1] ?? "localhost";
	return {
		kind: "smtp",
		async post({ id, to, subject, text, html }) {
			try {
				// An address object: a comma or a quote in it must not make two recipients of one.
				const recipient = { name: "", address: to };
				const headers = { "auto-submitted": "auto-generated" };
				await transport.sendMail({ from, to: recipient, subject, text, html, headers, messageId: `<${id}@${domain}>` });
				return { ok: true };
			} catch (error) {
				return { ok: false, reason: reasonOf(error), again: !isFinal(error) };
			}
		},
		async check() {
			await transport.verify();
		},
	};
}

/** The server has read address or letter and wants neither. Wrong passwords and silence are mended by people, and pass. */
function isFinal(error: unknown): boolean {
	const { code = "", responseCode = 0 } = error as { code?: string; responseCode?: number };
	return (code === "EENVELOPE" || code === "EMESSAGE") && responseCode >= 500;
}

function reasonOf(error: unknown): string {
	return withoutSecrets(error instanceof Error ? error.message : String(error)).slice(0, 500);
}
