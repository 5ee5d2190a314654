/** A token that names its workspace, `<tenant>.<token>`, in its two parts; null where it is none. */
export function splitTenantToken(given: string): { tenantId: number; token: string } | null {
	const [tenant = "", token = ""] = given.split(".");
	const tenantId = Number(tenant);
	return /^\d{1,9}$/.test(tenant) && tenantId > 0 && token !== "" ? { tenantId, token } : null;
}
