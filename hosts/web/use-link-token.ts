import { useEffect, useState } from "react";

/**
 * The token that a mailed link carries behind its `#`, where neither servers nor other sites see it. It is taken out of
 * the address at once, so that it does not stay in the browser's history. Null when there is none.
 */
export function useLinkToken(): string | null {
	const [token] = useState(() => decodeURIComponent(location.hash.slice(1)) || null);
	useEffect(() => {
		if (location.hash) history.replaceState(null, "", location.pathname + location.search);
	}, []);
	return token;
}
