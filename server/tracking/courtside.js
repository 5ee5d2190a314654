// Courtside: which pages a visitor read, only once they agreed. See docs/tracking.md.
((w, d, n) => {
	const own = d.currentScript;
	const { key, workspace } = own.dataset;
	const to = `${new URL(own.src).origin}/track/${encodeURIComponent(workspace)}`;
	const refused = n.globalPrivacyControl === true || n.doNotTrack === "1" || w.doNotTrack === "1";
	const place = "courtside.visitor";
	let visitor = null;
	const send = (events, mailHash) => {
		if (!visitor || refused) return;
		fetch(to, {
			method: "POST",
			keepalive: true,
			credentials: "omit",
			headers: { "content-type": "text/plain" },
			body: JSON.stringify({ key, visitor, events, ...(mailHash && { mailHash }) }),
		}).catch(() => {});
	};
	const event = (subject) => send([{ id: w.crypto.randomUUID(), subject: String(subject).slice(0, 200) }]);
	const page = () => event(`${d.title} ${w.location.pathname}`.trim());
	w.courtside = {
		consent(yes) {
			if (!yes) {
				visitor = null;
				w.localStorage.removeItem(place);
			} else if (!visitor && !refused) {
				visitor = w.localStorage.getItem(place) || w.crypto.randomUUID();
				w.localStorage.setItem(place, visitor);
				page();
			}
		},
		page,
		event,
		async identify(mail) {
			if (!visitor || refused) return;
			const text = new TextEncoder().encode(mail.trim().toLowerCase());
			const hash = new Uint8Array(await w.crypto.subtle.digest("SHA-256", text));
			send([], [...hash].map((b) => b.toString(16).padStart(2, "0")).join(""));
		},
	};
	d.dispatchEvent(new Event("courtside"));
})(window, document, navigator);
