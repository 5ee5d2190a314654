const PRIVATE_V4 =
	/^(0|10|127|169\.254|192\.168|192\.0\.0|198\.1[89]|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])|2(2[4-9]|[34]\d|5[0-5]))\./;

/**
 * Whether a host lies in a private, link-local or otherwise special network, where a server's own surroundings (and the
 * metadata services of clouds) are. Takes a host as `URL` writes it: a name, IPv4 in dots, IPv6 in brackets. Names are
 * judged as written; what they resolve to is asked for each address.
 */
export function isPrivateHost(host: string): boolean {
	// URL has already turned 0x7f.1, 2130706433 and their like into dotted form.
	if (/^[\d.]+$/.test(host)) return PRIVATE_V4.test(host);
	if (host.startsWith("[")) {
		const v6 = host.slice(1, -1).toLowerCase();
		// Only 2000::/3 is the public network; 6to4 and Teredo carry IPv4 addresses inside.
		return (
			!/^[23][\da-f]{3}:/.test(v6) || v6.startsWith("2002:") || v6.startsWith("2001:0:") || v6.startsWith("2001::")
		);
	}
	const name = host.replace(/\.$/, "");
	return !name.includes(".") || /(^|\.)(localhost|local|internal|lan|home|home\.arpa|intranet|corp)$/.test(name);
}
