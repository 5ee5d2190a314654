import { z } from "zod";
import { ROLES } from "../model/user.ts";
import { currency, id, instant } from "./scalars.ts";

const email = z.email().max(254);
/** The name of a time zone. */
export const zone = z.string().max(64).refine(isZone, "the name of a time zone, such as Europe/Berlin");
const fiscal = z.object({
	pattern: z.enum(["months", "445"]),
	startMonth: z.number().int().min(1).max(12),
	weekStart: z.number().int().min(1).max(7),
});
/** A password that somebody chooses. */
export const password = z.string().min(10, "at least 10 characters").max(200);

export const signInRequest = z
	.object({ email, password: z.string().min(1).max(200), workspace: z.string().max(63).optional() })
	.meta({ id: "SignInRequest" });

/** The demo's people who can be become by one click. */
export const DEMO_PEOPLE = ["maria", "robert", "jennifer", "david"] as const;
export type DemoPerson = (typeof DEMO_PEOPLE)[number];

/** One click on the demo's start page. Refused outside the demo workspace and off localhost. */
export const demoSignInRequest = z.object({ person: z.enum(DEMO_PEOPLE) }).meta({ id: "DemoSignInRequest" });

/** "Use my own data": an empty workspace and its first admin. */
export const createWorkspaceRequest = z
	.object({
		company: z.string().trim().min(1).max(120),
		name: z.string().trim().min(1).max(120),
		email,
		password,
		currency: currency.default("USD"),
		zone: zone.default("UTC"),
		locale: z.string().max(10).default("en"),
	})
	.meta({ id: "CreateWorkspaceRequest" });

export const workspace = z
	.object({
		id: z.number().int(),
		slug: z.string(),
		name: z.string(),
		zone: z.string(),
		reportingCurrency: currency,
		fiscal,
		locale: z.string(),
		isDemo: z.boolean(),
		/** Where its clock stands when its files end in the past; null while it runs. */
		clockAt: instant.nullable(),
	})
	.meta({ id: "Workspace" });

/** PATCH /workspace: what is given is changed. `clockAt` null lets its clock run. */
export const updateWorkspaceRequest = z
	.object({
		name: z.string().trim().min(1).max(120).optional(),
		zone: zone.optional(),
		reportingCurrency: currency.optional(),
		fiscal: fiscal.optional(),
		locale: z.string().max(10).optional(),
		/** Between 1970 and 2100, the years that records may be of. */
		clockAt: instant
			.refine((at) => at >= "1970" && at < "2100", "a moment between 1970 and 2100")
			.nullable()
			.optional(),
	})
	.meta({ id: "UpdateWorkspaceRequest" });

export const me = z
	.object({
		id,
		name: z.string(),
		email: z.string().nullable(),
		/** Built in; of a made role, what it builds on. */
		role: z.enum(ROLES),
		/** The made role's name; null with a built-in one. */
		roleName: z.string().nullable(),
		teamId: id.nullable(),
		locale: z.string(),
		zone: z.string(),
		/** What they chose for themselves; null: the workspace's. */
		own: z.object({ locale: z.string().nullable(), zone: z.string().nullable() }),
		permissions: z.array(z.string()),
		workspace,
	})
	.meta({ id: "Me" });
export type Me = z.infer<typeof me>;

/** `accessToken` is short-lived (see `expiresAt`); the refresh token travels in an HttpOnly cookie, and in the body for callers that send `x-courtside-client: api`. */
export const session = z
	.object({ accessToken: z.string(), expiresAt: instant, refreshToken: z.string().optional(), me })
	.meta({ id: "Session" });
export type Session = z.infer<typeof session>;

export const refreshRequest = z.object({ refreshToken: z.string().max(200).optional() }).meta({ id: "RefreshRequest" });

export const person = z
	.object({
		id,
		name: z.string(),
		email: z.string().nullable(),
		role: z.enum(ROLES),
		teamId: id.nullable(),
		isActive: z.boolean(),
	})
	.meta({ id: "Person" });
export const team = z
	.object({
		id,
		name: z.string(),
		kind: z.enum(["company", "region", "team"]),
		parentId: id.nullable(),
		managerId: id.nullable(),
	})
	.meta({ id: "Team" });
export type Person = z.infer<typeof person>;
export type TeamJson = z.infer<typeof team>;

/** What the start page may offer before anyone has signed in. */
export const startInfo = z
	.object({
		demo: z.boolean(),
		people: z.array(
			z.object({
				key: z.enum(DEMO_PEOPLE),
				name: z.string(),
				role: z.enum(ROLES),
				says: z.string(),
			}),
		),
		/** What is planted in the demo company: who sees it best, where, what is so, and what to look for there. */
		story: z.array(
			z.object({
				cause: z.string(),
				person: z.enum(DEMO_PEOPLE),
				path: z.string(),
				title: z.string(),
				says: z.string(),
				look: z.string(),
			}),
		),
		/** While the demo company is being made: what is going on, and how far it is (0–1). */
		preparing: z.object({ text: z.string(), share: z.number().min(0).max(1) }).nullable(),
		/** Whether any workspace signs in through an identity provider; `only` when it is exactly one. */
		singleSignOn: z.object({
			any: z.boolean(),
			only: z.object({ workspace: z.string(), name: z.string() }).nullable(),
		}),
		/** Whether "Use my own data" is offered. */
		signUp: z.boolean(),
		/** This server sends no mail: what it would send is read in it by administrators. */
		mailbox: z.boolean(),
		/** The address at which passkeys work; null: nowhere on this server. */
		passkeysAt: z.string().nullable(),
		version: z.string(),
	})
	.meta({ id: "StartInfo" });
export type StartInfo = z.infer<typeof startInfo>;

function isZone(name: string): boolean {
	try {
		new Intl.DateTimeFormat("en", { timeZone: name });
		return true;
	} catch {
		return false;
	}
}
