import { type ComponentMapping, createController, createRemoteReceiver, RemoteRenderer } from "@remote-ui/react/host";
import { createEndpoint, fromWebWorker } from "@remote-ui/rpc";
import { useEffect, useMemo, useState } from "react";
import { createRoot } from "react-dom/client";
import { COMPONENTS } from "./components.tsx";

// The page around a card, in HubSpot's place: it runs the production bundle in a worker and has the stand-in of HubSpot's
// backend send what the card asks for, signed. `?card=&objectType=0-1&objectId=&user=&language=` says which and for whom.

interface Entry {
	uid: string;
	name: string;
	location: string;
	bundle: string;
}
const asked = new URLSearchParams(location.search);

/** Names that nobody draws: shown in red, and looked for by the test. */
const drawAll = new Proxy(COMPONENTS, {
	get: (all, name: string) => all[name] ?? (() => <span className="unknown">{name}</span>),
	has: () => true,
});

function Card({ entry, serverUrl }: { entry: Entry; serverUrl: string }) {
	const receiver = useMemo(() => createRemoteReceiver(), []);
	const controller = useMemo(() => createController(drawAll as unknown as ComponentMapping), []);
	const [alerts, setAlerts] = useState<{ id: number; message: string }[]>([]);
	const [fault, setFault] = useState("");
	useEffect(() => {
		const worker = new Worker("worker.js");
		const endpoint = createEndpoint<{ start(given: object): Promise<void> }>(fromWebWorker(worker));
		const record = asked.get("objectId");
		const context = {
			location: entry.location,
			user: {
				id: 77,
				email: asked.get("user") ?? "",
				locale: asked.get("language") ?? "en",
				language: asked.get("language") ?? "en",
			},
			portal: { id: 0, timezone: "Europe/Berlin" },
			variables: { COURTSIDE_URL: serverUrl },
			...(record && { crm: { objectId: Number(record), objectTypeId: asked.get("objectType") ?? "0-1" } }),
		};
		const actions = {
			addAlert: ({ message }: { message: string }) => setAlerts((all) => [...all, { id: all.length, message }]),
			refreshObjectProperties: () => {},
			reloadPage: () => location.reload(),
			copyTextToClipboard: () => {},
			closeOverlay: () => {},
			navigateToPage: () => {},
			openIframeModal: () => {},
		};
		const send = async (url: string, options: object) => {
			const answer = await fetch("fetch", {
				method: "POST",
				headers: { "content-type": "application/json" },
				body: JSON.stringify({ url, options, userEmail: asked.get("user") ?? "" }),
			});
			return { status: answer.status, text: await answer.text() };
		};
		const bundle = new URL(entry.bundle, location.href).href;
		endpoint.call
			.start({ bundle, context, actions, fetch: send, channel: receiver.receive })
			.catch((error: Error) => setFault(error.message));
		return () => worker.terminate();
	}, [entry, receiver, serverUrl]);
	return (
		<section className={`frame ${entry.location.includes("sidebar") ? "sidebar" : ""}`} aria-label={entry.name}>
			<RemoteRenderer receiver={receiver} controller={controller} />
			<div role="status" className="alerts">
				{alerts.map(({ id, message }) => (
					<p key={id}>{message}</p>
				))}
			</div>
			{fault && <p className="unknown">{fault}</p>}
		</section>
	);
}

function Page({ entries, serverUrl }: { entries: Entry[]; serverUrl: string }) {
	const entry = entries.find(({ uid }) => uid === asked.get("card")) ?? entries[0];
	const isBare = asked.has("bare");
	const linkTo = (uid: string) => {
		const query = new URLSearchParams(asked);
		query.set("card", uid);
		return `?${query}`;
	};
	return (
		<>
			{!isBare && (
				<>
					<p className="preview-note">
						Preview – not HubSpot’s own design: the bundle, the worker and the signed calls are the real ones.
					</p>
					<nav aria-label="Cards">
						{entries.map(({ uid, name }) => (
							<a key={uid} href={linkTo(uid)} aria-current={uid === entry?.uid ? "page" : undefined}>
								{name}
							</a>
						))}
					</nav>
				</>
			)}
			{entry && <Card entry={entry} serverUrl={serverUrl} />}
		</>
	);
}

async function begin(): Promise<void> {
	const [entries, { serverUrl }] = await Promise.all([
		fetch("entries.json").then((answer) => answer.json() as Promise<Entry[]>),
		fetch("server.json").then((answer) => answer.json() as Promise<{ serverUrl: string }>),
	]);
	document.documentElement.dir = /^(he|ar)/.test(asked.get("language") ?? "") ? "rtl" : "ltr";
	document.documentElement.lang = asked.get("language") ?? "en";
	const page = document.getElementById("page");
	if (page) createRoot(page).render(<Page entries={entries} serverUrl={serverUrl} />);
}

void begin();
