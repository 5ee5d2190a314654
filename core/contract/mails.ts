import { z } from "zod";
import { id, instant } from "./scalars.ts";

/** A mail that the workspace sent or will send. */
export const mail = z
	.object({
		id,
		/** What it is about, worded. */
		text: z.string(),
		to: z.string(),
		/** `kept`: this server has no mail server; it is read here. */
		state: z.enum(["waiting", "sent", "kept", "failed"]),
		/** Why the last try failed. */
		error: z.string().nullable(),
		attempts: z.number().int(),
		createdAt: instant,
	})
	.meta({ id: "Mail" });
export type MailJson = z.infer<typeof mail>;

/** Where mail goes: `smtp` a mail server, `mailbox` it is read in Courtside, `off` nowhere. */
export const mailbox = z
	.object({ goesTo: z.enum(["smtp", "mailbox", "off"]), items: z.array(mail) })
	.meta({ id: "Mailbox" });
export type MailboxJson = z.infer<typeof mailbox>;

/** A mail with what it says: only where it is kept here, and only on the machine of the server. */
export const mailText = mail
	.extend({ subject: z.string(), body: z.string(), link: z.string().nullable() })
	.meta({ id: "MailText" });
export type MailTextJson = z.infer<typeof mailText>;
