import { z } from "zod";
import { roleId } from "./roles.ts";
import { instant } from "./scalars.ts";

const domain = z
	.string()
	.trim()
	.toLowerCase()
	.regex(/^(?=.{4,253}$)([a-z0-9](-?[a-z0-9])*\.)+[a-z]{2,}$/, "a domain, such as example.com");
const address = z.url({ protocol: /^https?$/ }).max(500);

/** How a workspace's people are let in by their company's identity provider. */
export const singleSignOn = z
	.object({
		state: z.enum(["off", "on"]),
		kind: z.enum(["oidc", "saml"]),
		/** What the button on the sign-in page names. */
		name: z.string(),
		oidc: z.object({ issuer: z.string(), clientId: z.string(), hasSecret: z.boolean() }),
		saml: z.object({
			issuer: z.string(),
			entryPoint: z.string(),
			certificates: z.array(z.object({ pem: z.string(), until: instant.nullable() })),
		}),
		/** Of whose e-mail addresses the provider is believed. */
		domains: z.array(z.string()),
		/** Whom it lets in: people who are here or invited, or anyone it knows. */
		letsIn: z.enum(["invited", "anyone"]),
		/** What somebody gets who is let in without having been invited, and whom no group gives a role. */
		defaultRole: roleId,
		/** The claim or attribute that lists somebody's groups. */
		groupsName: z.string(),
		/** The first group somebody is in says their role, at each sign-in. */
		groupRoles: z.array(z.object({ group: z.string(), roleId })),
		/** Whether it is the only way in; administrators keep their passwords for when it fails. */
		isRequired: z.boolean(),
		version: z.number().int(),
		/** What the identity provider asks for. */
		addresses: z.object({
			signIn: z.string(),
			redirect: z.string(),
			assertionConsumer: z.string(),
			entityId: z.string(),
			metadata: z.string(),
		}),
	})
	.meta({ id: "SingleSignOn" });
export type SingleSignOnJson = z.infer<typeof singleSignOn>;

export const updateSingleSignOnRequest = z
	.object({
		state: z.enum(["off", "on"]),
		kind: z.enum(["oidc", "saml"]),
		name: z.string().trim().min(1).max(60),
		oidc: z
			.object({
				issuer: address,
				clientId: z.string().trim().min(1).max(300),
				/** Absent: the one that is kept stays. */
				clientSecret: z.string().trim().min(1).max(500).optional(),
			})
			.optional(),
		saml: z
			.object({
				issuer: z.string().trim().min(1).max(500),
				entryPoint: address,
				/** PEM, or the bare base64 of it. */
				certificates: z.array(z.string().trim().min(1).max(10_000)).min(1).max(5),
			})
			.optional(),
		domains: z.array(domain).max(50),
		letsIn: z.enum(["invited", "anyone"]),
		defaultRole: roleId,
		groupsName: z.string().trim().min(1).max(200),
		groupRoles: z.array(z.object({ group: z.string().trim().min(1).max(200), roleId })).max(200),
		isRequired: z.boolean(),
		version: z.number().int().optional(),
	})
	.meta({ id: "UpdateSingleSignOnRequest" });
export type UpdateSingleSignOn = z.output<typeof updateSingleSignOnRequest>;

/** What a test of the connection found, each in a sentence. */
export const singleSignOnTest = z
	.object({ isGood: z.boolean(), findings: z.array(z.object({ isGood: z.boolean(), says: z.string() })) })
	.meta({ id: "SingleSignOnTest" });
export type SingleSignOnTestJson = z.infer<typeof singleSignOnTest>;

/** The last step of a single sign-on, taken by the page that the person is led back to. */
export const finishSingleSignOnRequest = z
	.object({ ticket: z.string().min(20).max(100) })
	.meta({ id: "FinishSingleSignOnRequest" });
