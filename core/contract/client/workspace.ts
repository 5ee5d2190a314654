import type { z } from "zod";
import type { ApiKeyJson, createApiKeyRequest, NewApiKeyJson } from "../api-keys.ts";
import type { Me, updateWorkspaceRequest } from "../people.ts";
import type {
	createRoleRequest,
	PermissionGroupsJson,
	RoleJson,
	RolePageJson,
	roleQuery,
	updateRoleRequest,
} from "../roles.ts";
import type { SignInPolicy } from "../security.ts";
import type { SingleSignOnJson, SingleSignOnTestJson, updateSingleSignOnRequest } from "../single-sign-on.ts";
import type { Query, Wire } from "./wire.ts";

/** The workspace, and who may do what in it. */
export const workspaceCalls = ({ call }: Wire) => ({
	workspace: () => call<Me["workspace"]>("GET", "/workspace"),
	updateWorkspace: (body: z.input<typeof updateWorkspaceRequest>) =>
		call<Me["workspace"]>("PATCH", "/workspace", { body }),
	signInPolicy: () => call<SignInPolicy>("GET", "/workspace/sign-in-policy"),
	updateSignInPolicy: (body: SignInPolicy) => call<SignInPolicy>("PUT", "/workspace/sign-in-policy", { body }),
	singleSignOn: () => call<SingleSignOnJson>("GET", "/single-sign-on"),
	updateSingleSignOn: (body: z.input<typeof updateSingleSignOnRequest>) =>
		call<SingleSignOnJson>("PUT", "/single-sign-on", { body }),
	testSingleSignOn: () => call<SingleSignOnTestJson>("POST", "/single-sign-on/test", { body: {} }),
	apiKeys: () => call<{ items: ApiKeyJson[] }>("GET", "/api-keys"),
	createApiKey: (body: z.input<typeof createApiKeyRequest>) => call<NewApiKeyJson>("POST", "/api-keys", { body }),
	revokeApiKey: (id: string) => call<void>("DELETE", `/api-keys/${id}`),
	roles: (query: Query<typeof roleQuery> = {}) => call<RolePageJson>("GET", "/roles", { query }),
	role: (id: string) => call<RoleJson>("GET", `/roles/${id}`),
	permissions: () => call<PermissionGroupsJson>("GET", "/permissions"),
	createRole: (body: z.input<typeof createRoleRequest>, key: string) => call<RoleJson>("POST", "/roles", { body, key }),
	updateRole: (id: string, body: z.input<typeof updateRoleRequest>) => call<RoleJson>("PUT", `/roles/${id}`, { body }),
	deleteRole: (id: string) => call<void>("DELETE", `/roles/${id}`),
	giveRole: (userId: string, roleId: string) => call<void>("PUT", `/users/${userId}/role`, { body: { roleId } }),
});
